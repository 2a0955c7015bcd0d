internal import Findings
internal import Filters
internal import JSON
internal import Minimization
internal import Observations
internal import Syscalls

extension Comparison {
  var looserFindings: [Finding] {
    looser.map { looser in
      let first = looser.witnesses.first.map(\.description) ?? ""
      let more = looser.witnesses.dropFirst().map(\.call)
      let also = more.isEmpty ? "" : " The same holds of \(more.joined(separator: ", "))."
      let all = looser.arguments.map { " In all: \($0)." } ?? ""
      let remedy =
        looser.architecture.map { common.contains($0) } ?? false
        ? "Give the call the baseline's conditions, or take it out."
        : "Take the architecture out: the baseline does not list it."
      return Finding(
        .looserThanBaseline, .error, at: looser.name.flatMap { subject.location(of: $0) },
        architecture: looser.architecture, calls: looser.name.map { [$0] } ?? [],
        facts: "May run although the baseline refuses it: \(first).\(also)\(all) \(remedy)",
        witnesses: looser.witnesses)
    }
  }

  var refusalFindings: [Finding] {
    let kinds = Dictionary(grouping: refusals) { Change($0) }
    return kinds.map { refusal, calls in
      let witnesses = calls.map(\.witness).sorted()
      let names = Set(witnesses.compactMap(\.syscall?.name)).sorted()
      let isMissed = refusal.missedProbe != nil
      let message =
        isMissed
        ? "\(names.listed) would get \(refusal.profile.spelling) instead of ENOSYS, after which alone "
          + "callers go on without it. Add a rule for it with SCMP_ACT_ERRNO and errnoRet 38."
        : "Refused as \(refusal.profile.spelling) instead of \(refusal.baseline.spelling): "
          + "\(names.listed). Should a program mind, add a rule with the baseline's answer."
      let architectures = Set(witnesses.compactMap(\.architecture))
      return Finding(
        .errnoChanged, isMissed ? .error : .warning,
        at: names.count == 1 ? subject.location(of: names[0]) : nil,
        architecture: architectures.count == 1 ? architectures.first : nil, calls: names,
        facts: message, witnesses: Array(witnesses.prefix(Self.shownWitnesses)))
    }
  }

  /// A way in which a refusal changed.
  private struct Change: Hashable {
    let profile: Verdict
    let baseline: Verdict
    /// A call of which ENOSYS was taken from callers that count on it.
    let missedProbe: String?

    init(_ refusal: Refusal) {
      profile = refusal.profile
      baseline = refusal.baseline
      let name = refusal.invocation.call?.syscall?.name
      let isProbe =
        baseline == .errno(38)
        && refusal.invocation.architecture.map {
          Probes.contains(name ?? "", on: $0)
        } ?? false
      missedProbe = isProbe ? name : nil
    }
  }
}

extension [String] {
  /// `a, b, c`; a long list is cut and counted. Escaped.
  package var listed: String {
    let limit = 12
    let shown = prefix(limit).map(\.escapedForTerminal).joined(separator: ", ")
    return count > limit ? "\(shown) and \(count - limit) more" : shown
  }
}
