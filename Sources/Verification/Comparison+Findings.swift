internal import Filters
internal import JSON
internal import Minimization
internal import Observations
internal import Syscalls

extension Comparison {
  /// How many calls a finding shows.
  private static let shownWitnesses = 8

  var looserFindings: [Report.Finding] {
    Dictionary(grouping: looser) { Target($0.invocation) }.map { target, changes in
      // Of one call on arbitrarily many numbers without a name, one finding.
      let witnesses = changes.map(\.witness).sorted().prefix(Self.shownWitnesses)
      let first = witnesses.first.map(\.description) ?? ""
      let more = witnesses.dropFirst().map(\.invocation.spelling)
      let also = more.isEmpty ? "" : " The same holds of \(more.joined(separator: ", "))."
      let remedy =
        target.architecture.map { common.contains($0) } ?? false
        ? "Give the call the baseline's conditions, or take it out."
        : "Take the architecture out: the baseline does not list it."
      return Report.Finding(
        .looserThanBaseline, .error, place: target.name.flatMap { subject.place(of: $0) },
        architecture: target.architecture, calls: target.name.map { [$0] } ?? [],
        message: "May run although the baseline refuses it: \(first).\(also) \(remedy)",
        witnesses: Array(witnesses))
    }
  }

  /// What one finding is about: a call, or all calls that have no name.
  private struct Target: Hashable {
    let architecture: Architecture?
    let name: String?

    init(_ call: Invocation) {
      architecture = call.architecture
      name = call.call?.syscall?.name
    }
  }

  var refusalFindings: [Report.Finding] {
    let kinds = Dictionary(grouping: Set(refusals)) { Refusal($0) }
    return kinds.map { refusal, changes in
      let witnesses = changes.map(\.witness).sorted()
      let names = Set(witnesses.compactMap(\.name)).sorted()
      let isMissed = refusal.missedProbe != nil
      let message =
        isMissed
        ? "\(names.listed) would get \(refusal.profile.spelling) instead of ENOSYS, after which alone "
          + "callers go on without it. Add a rule for it with SCMP_ACT_ERRNO and errnoRet 38."
        : "Refused as \(refusal.profile.spelling) instead of \(refusal.baseline.spelling): "
          + "\(names.listed). Should a program mind, add a rule with the baseline's answer."
      let architectures = Set(witnesses.compactMap(\.invocation.architecture))
      return Report.Finding(
        .errnoChanged, isMissed ? .error : .warning,
        place: names.count == 1 ? subject.place(of: names[0]) : nil,
        architecture: architectures.count == 1 ? architectures.first : nil, calls: names,
        message: message, witnesses: Array(witnesses.prefix(Self.shownWitnesses)))
    }
  }

  /// A way in which a refusal changed.
  private struct Refusal: Hashable {
    let profile: Verdict
    let baseline: Verdict
    /// A call of which ENOSYS was taken from callers that count on it.
    let missedProbe: String?

    init(_ change: Change) {
      profile = change.profile
      baseline = change.baseline
      let name = change.invocation.call?.syscall?.name
      let isProbe =
        baseline == .errno(38)
        && change.invocation.architecture.map {
          Probes.contains(name ?? "", on: $0)
        } ?? false
      missedProbe = isProbe ? name : nil
    }
  }
}

extension [String] {
  /// `a, b, c`; a long list is cut and counted. Escaped.
  var listed: String {
    let limit = 12
    let shown = prefix(limit).map(\.escapedForTerminal).joined(separator: ", ")
    return count > limit ? "\(shown) and \(count - limit) more" : shown
  }
}
