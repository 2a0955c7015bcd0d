internal import Filters
internal import Findings
package import JSON
internal import Observations
package import Syscalls
internal import Text
package import Verification

/// What the verification of one profile found, for people and for machines.
package struct VerificationReport: GateSubjectReport {
  private let path: String
  private let report: VerificationResult
  /// `nil` where the profile is verified for one machine alone.
  private let machine: Architecture?

  /// What changed since a revision; `nil` where nobody asked.
  private let evolution: EvolutionReport?

  /// - Parameters:
  ///   - path: of the profile, as the user gave it.
  ///   - machine: of which it was verified, where that is one of several.
  ///   - evolution: what changed since a revision.
  package init(
    _ report: VerificationResult, of path: String, on machine: Architecture? = nil,
    with evolution: EvolutionReport? = nil
  ) {
    self.report = report
    self.path = path
    self.machine = machine
    self.evolution = evolution
  }

  /// One line for each finding, `path:line: error: message [kind]`, in their order, its witnesses below it;
  /// then notes.
  package var lines: [GateLine] {
    report.findings.flatMap { finding in
      lines(for: finding).map { GateLine(text: $0, isError: finding.severity == .error) }
    } + undecidedLines.map { GateLine(text: $0, isError: false) }
  }

  /// One line for each finding about the baseline, which the user calls `name`.
  package func baselineNotes(of name: String) -> [String] {
    report.baselineFindings.map {
      "\($0.place ?? name.escapedForTerminal): note: of the baseline itself: \($0.message) [\($0.kind.rawValue)]"
    }
  }

  private func lines(for finding: Finding) -> [String] {
    let place = finding.place ?? path.escapedForTerminal
    return [
      "\(place): \(finding.severity.rawValue): \(finding.message) [\(finding.kind.rawValue)]"
    ] + finding.witnesses.prefix(Self.shownWitnesses).map { "  for example \($0)" }
  }

  /// Calls that a finding shows in text; JSON has all.
  private static let shownWitnesses = 3

  /// What was verified, how it came out, and what the filter costs; empty for a profile that cannot be
  /// read.
  package var text: String {
    [summary, cost, changes].filter { !$0.isEmpty }.joined(separator: "\n")
  }

  /// What changed since a revision.
  private var changes: String {
    guard let lines = evolution?.lines else { return "" }
    return lines.enumerated().map { index, line in
      index == 0 ? "\(path.escapedForTerminal): \(line)" : line
    }.joined(separator: "\n")
  }

  /// One line: what was verified, and how it came out; empty for a profile that cannot be read.
  private var summary: String {
    if report.isUnreadable { return "" }
    let summary = report.summary
    let errors = report.findings.count { $0.severity == .error }
    let calls = summary.allowedCalls.sorted { $0.key < $1.key }
      .map { "\($0.value.counting("call")) on \($0.key)" }.joined(separator: ", ")
    let outcome =
      (report.passes
        ? "within the baseline" : errors.counting("error")) + replay
    let subject = path.escapedForTerminal + (machine.map { " (\($0))" } ?? "")
    return "\(subject): \(outcome); \(calls.isEmpty ? "no filter" : calls); "
      + "\(summary.instructions) instructions (baseline \(summary.baselineInstructions))"
      + exposure
      + (summary.loggedCalls == 0
        ? "" : "; a canary: \(summary.loggedCalls.counting("call")) logged instead of refused")
      + (summary.confirmedLive.map { "; \($0) answers confirmed by this kernel" } ?? "")
  }

  private var exposure: String {
    guard let own = report.summary.exposure, let baseline = report.summary.baselineExposure else {
      return ""
    }
    return "; stops \(own.stopped.count) of \(own.known) known weaknesses "
      + "(baseline \(baseline.stopped.count))"
  }

  /// What the observed calls pay for the filter; empty where nothing was observed.
  private var cost: String {
    guard let cost = report.summary.cost, cost.calls > 0,
      let baseline = report.summary.baselineCost
    else { return "" }
    let outside = cost.outsideBitmap.map(\.name).joined(separator: ", ")
    return "  cost: \(cost.mean.tenths) instructions a call, \(cost.worst) at worst (baseline "
      + "\(baseline.mean.tenths), \(baseline.worst)); "
      + (outside.isEmpty
        ? "the kernel answers all from its bitmap"
        : "not answered from the kernel's bitmap, since arguments decide: \(outside)")
  }

  package var json: JSON.Value {
    let summary = report.summary
    var members: [JSON.Value.Member] = [
      .init("profile", .string(path))
    ]
    if let machine { members.append(.init("architecture", .string(machine.rawValue))) }
    members += [
      .init("passes", .bool(report.passes)),
      .init(
        "allowedCalls",
        .object(
          summary.allowedCalls.sorted { $0.key < $1.key }
            .map { .init($0.key.rawValue, .integer($0.value)) }, .inline)),
      .init("instructions", .integer(summary.instructions)),
      .init("baselineInstructions", .integer(summary.baselineInstructions)),
      .init(
        "replay",
        .object(
          [
            .init("passed", .integer(summary.replay.passed)),
            .init("failed", .integer(summary.replay.failed)),
            .init("undecided", .integer(summary.replay.undecided)),
            .init("outside", .integer(summary.replay.outside)),
            .init("unused", .integer(summary.replay.unused)),
            .init("unnumbered", .integer(summary.replay.unnumbered)),
          ], .inline)),
    ]
    if let own = summary.exposure, let baseline = summary.baselineExposure {
      members.append(
        .init(
          "weaknesses",
          .object(
            [
              .init("known", .integer(own.known)), .init("stopped", .integer(own.stopped.count)),
              .init("stoppedByBaseline", .integer(baseline.stopped.count)),
            ], .inline)))
    }
    if let cost = summary.cost, cost.calls > 0, let baseline = summary.baselineCost {
      members += [.init("cost", cost.json), .init("baselineCost", baseline.json)]
    }
    if summary.loggedCalls > 0 {
      members.append(.init("loggedCalls", .integer(summary.loggedCalls)))
    }
    if let live = summary.confirmedLive { members.append(.init("confirmedLive", .integer(live))) }
    if let evolution { members.append(.init("changes", evolution.json)) }
    members.append(.init("findings", findings))
    if !report.baselineFindings.isEmpty {
      members.append(
        .init("baselineFindings", .array(report.baselineFindings.map(\.json))))
    }
    return .object(members)
  }

  var findings: JSON.Value { .array(report.findings.map(\.json)) }

  /// What became of the observations; empty without any.
  private var replay: String {
    let replay = report.summary.replay
    let open = replay.passed + replay.undecided
    let outside = replay.outside + replay.unnumbered
    let all = open + replay.failed + outside + replay.unused
    if all == 0 { return "" }
    if all == open { return ", open for all \(all.counting("observation"))" }
    let parts = [
      (open, "open"), (replay.failed, "refused"),
      (replay.unused, "not permitted or not there while recording"),
      (outside, "outside the baseline: \(replay.outsideCalls.listed)"),
    ]
    return "; \(all.counting("observation")): "
      + parts.filter { $0.0 > 0 }.map { "\($0) \($1)" }.joined(separator: ", ")
  }

  private var undecidedLines: [String] {
    report.undecided.map { item in
      let key = item.observation.key
      let arguments = item.arguments.map { "a\($0)" }.joined(separator: ", ")
      return "\(item.observation.first.escapedForTerminal): note: "
        + "\(key.call.description.escapedForTerminal) on \(key.architecture) is undecided: the log "
        + "does not tell \(arguments), and the baseline's conditions are kept"
    }
  }
}

extension Double {
  /// One digit behind the point, the same on every machine.
  var tenths: String {
    let tenths = Int((self * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }
}

extension Cost {
  fileprivate var json: JSON.Value {
    .object([
      .init("calls", .integer(calls)), .init("instructions", .integer(instructions)),
      .init("worst", .integer(worst)),
      .init("outsideBitmap", .array(outsideBitmap.map { .string($0.name) }, .inline)),
    ])
  }
}

extension Finding {
  /// A finding for machines.
  var json: JSON.Value {
    var members: [JSON.Value.Member] = [.init("kind", .string(kind.rawValue))]
    if let textRule { members.append(.init("rule", .string(textRule.rawValue))) }
    members.append(.init("severity", .string(severity.rawValue)))
    if let location {
      members.append(.init("file", .string(location.file)))
      members.append(.init("line", .integer(location.line)))
      if let column = location.column { members.append(.init("column", .integer(column))) }
      if let path = location.path { members.append(.init("path", .string(path.description))) }
    }
    if let architecture { members.append(.init("architecture", .string(architecture.rawValue))) }
    if let service { members.append(.init("service", .string(service))) }
    members.append(.init("calls", .array(calls.map { .string($0) }, .filled)))
    if !arguments.isEmpty {
      members.append(.init("arguments", .array(arguments.map { .integer($0) }, .filled)))
    }
    members.append(.init("message", .string(message)))
    if !witnesses.isEmpty {
      members.append(.init("witnesses", .array(witnesses.map(\.json))))
    }
    return .object(members)
  }
}

extension Finding.Witness {
  fileprivate var json: JSON.Value {
    let machine = architecture?.rawValue ?? "0x" + String(architectureToken, radix: 16)
    var members: [JSON.Value.Member] = [.init("architecture", .string(machine))]
    if let syscall { members.append(.init("syscall", .string(syscall.name))) }
    members += [
      // The kernel's `nr` is an int.
      .init("nr", .integer(Int(Int32(bitPattern: number)))),
      .init("args", .array(arguments.map { .string("0x" + String($0, radix: 16)) }, .inline)),
      .init("verdict", .string(verdict)), .init(reference.rawValue, .string(baseline)),
      .init("text", .string(description)),
    ]
    return .object(members)
  }
}
