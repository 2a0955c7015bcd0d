internal import Completeness
internal import Findings
internal import JSON
internal import Observations
internal import Profiles
internal import Syscalls
internal import Verification

extension ProfileReport {
  /// For machines; the documentation has a page on it.
  var json: JSON.Value {
    var members: [JSON.Value.Member] = [
      .init("version", .integer(1)), .init("profile", .string(path)),
      .init("sha256", .string(digest)),
    ]
    if let machine { members.append(.init("architecture", .string(machine.rawValue))) }
    members += [
      .init("baseline", .string(baseline)), .init("environment", environment.json),
      .init("whittle", .string(Release.version)), .init("libseccomp", .string(libseccomp)),
      .init("evidence", evidence.json),
      .init("verification", VerificationReport(verification, of: path).json),
      .init("calls", .array(ReportedCall.all(of: self).map(\.json))),
      .init(
        "weaknesses",
        .array(
          overview.weaknesses.map {
            $0.json(stoppedByBaseline: overview.stoppedByBaseline.contains($0.weakness.id))
          })),
    ]
    if !observations.runs.isEmpty {
      members += [
        .init("runs", .array(observations.runs.map(\.json))),
        .init("completeness", CompletenessReport(completeness).json),
        .init("discovery", .array(completeness.strata.map(\.discoveryJSON))),
        .init(
          "ledger",
          .array(
            observations.ledger.entries.sorted { $0.key < $1.key }.map { kind, entry in
              .object(
                [
                  .init("kind", .string(kind.rawValue)), .init("loss", .bool(kind.isLoss)),
                  .init("count", .integer(entry.count)),
                  .init("places", .array(entry.places.map { .string($0.description) }, .inline)),
                ], .inline)
            })),
      ]
    }
    return .object(members)
  }
}

extension Environment {
  fileprivate var json: JSON.Value {
    .object([
      .init("architecture", .string(architecture.rawValue)),
      .init("kernel", .string("\(kernel)")),
      .init(
        "capabilities", .array(capabilities.map(\.rawValue).sorted().map { .string($0) }, .filled)),
      .init("noNewPrivileges", .string("\(noNewPrivileges)")),
      .init("runtime", .string(runtime.rawValue)), .init("init", .bool(withInit)),
    ])
  }
}

extension ProfileReport.Evidence {
  fileprivate var json: JSON.Value {
    switch self {
    case .read(let file):
      .object([.init("file", .string(file)), .init("read", .bool(true))], .inline)
    case .missing(let file):
      .object([.init("file", .string(file)), .init("read", .bool(false))], .inline)
    }
  }
}

extension ReportedCall {
  fileprivate var json: JSON.Value {
    var members: [JSON.Value.Member] = [
      .init("syscall", .string(name)), .init("subsystem", .string(subsystem.rawValue)),
      .init("risk", .string("\(risk)")), .init("access", .string("\(call.access)")),
      .init("baselineAccess", .string("\(call.baselineAccess)")),
      .init("narrowed", .bool(call.isNarrowed)),
    ]
    if isAllowed {
      members += [
        .init("architectures", .array(machines.map { .string($0.rawValue) }, .inline)),
        .init("origin", .string(origin)),
      ]
    }
    members.append(.init("because", .string(because)))
    if !refusal.isEmpty { members.append(.init("otherwise", .string(refusal))) }
    if !values.isEmpty {
      members.append(.init("values", .array(values.map { .string($0) }, .filled)))
    }
    if let place { members.append(.init("line", .integer(place.line))) }
    return .object(members, .inline)
  }
}

extension WeaknessAnswer {
  fileprivate func json(stoppedByBaseline: Bool) -> JSON.Value {
    var members: [JSON.Value.Member] = [.init("id", .string(weakness.id))]
    if let facts {
      members += [
        .init("title", .string(facts.title)),
        .init("effects", .array(facts.effects.map { .string($0.words) }, .inline)),
        .init("in", .string(facts.place)), .init("confidence", .string(facts.confidence.rawValue)),
        .init("sources", .array(facts.sources.map { .string($0) }, .filled)),
      ]
    }
    members += [
      .init("stopped", .bool(isStopped)), .init("stoppedByBaseline", .bool(stoppedByBaseline)),
      .init("architecture", .string(architecture.rawValue)),
      .init("deciding", .array(deciding.map { .array($0.map(\.json)) })),
    ]
    return .object(members)
  }
}

extension Run {
  fileprivate var json: JSON.Value {
    .object(
      [
        .init("id", .string(id)), .init("name", .string(name)),
        .init("formats", .array(formats.map { .string($0) }, .inline)),
        .init("labels", .array(labels.map { .string($0) }, .inline)),
        .init("lines", .integer(lines)), .init("calls", .integer(events)),
        .init("losses", .integer(ledger.losses)),
      ], .inline)
  }
}

extension Stratum {
  /// So many points a curve has at the most, beside the first.
  static let curveSteps = 48

  fileprivate var discoveryJSON: JSON.Value {
    var members: [JSON.Value.Member] = []
    if let label { members.append(.init("label", .string(label))) }
    members.append(
      .init(
        "curve",
        .array(
          discovery.curve(steps: Self.curveSteps).map { point in
            .object(
              [.init("runs", .integer(point.runs)), .init("calls", .rounded(point.calls))], .inline)
          })))
    return .object(members)
  }
}
