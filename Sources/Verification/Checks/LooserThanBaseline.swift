internal import Filters
internal import Findings
internal import Profiles
internal import Seccomp
internal import Syscalls
internal import Text

extension Check {
  static let looserThanBaseline: Check = .init(
    .looserThanBaseline, .error, .critical,
    title: "A call may run although the baseline refuses it.",
    help: "Give the call the baseline's conditions, or take it out."
  ) { examination in
    guard let comparison = examination.filter?.proof.comparison else { return [] }
    return comparison.looserFindings
  }
}

extension Comparison {
  /// Why calls are looser: calls of one cause are one finding.
  private enum Cause: Hashable {
    /// The default action lets calls run that no rule names.
    case byDefault
    /// The baseline does not list the architecture.
    case architecture(Architecture)
    /// A rule that takes several names.
    case rule(SourceLocation, verdicts: String)
    /// One call, with these arguments, which may be so on several architectures.
    case call(String?, arguments: String?, verdicts: String)
  }

  fileprivate var looserFindings: [Finding] {
    var groups: [Cause: [Looser]] = [:]
    for looser in self.looser { groups[cause(of: looser), default: []].append(looser) }
    return groups.flatMap { cause, group in
      if case .rule(_, let verdicts) = cause, Set(group.compactMap(\.name)).count < Self.manyNames {
        return Dictionary(grouping: group, by: \.name).map { name, alike in
          finding(.call(name, arguments: nil, verdicts: verdicts), alike)
        }
      }
      return [finding(cause, group)]
    }
  }

  /// From how many names of a rule on they are one finding.
  private static let manyNames = 4

  private func cause(of looser: Looser) -> Cause {
    if let architecture = looser.architecture, !common.contains(architecture) {
      return .architecture(architecture)
    }
    if looser.isByDefault { return .byDefault }
    let verdicts = looser.witnesses.first.map { "\($0.verdict), \($0.baseline)" } ?? ""
    if looser.isWhole, let location = looser.name.flatMap({ subject.location(of: $0) }) {
      return .rule(location, verdicts: verdicts)
    }
    return .call(looser.name, arguments: looser.arguments, verdicts: verdicts)
  }

  private func finding(_ cause: Cause, _ group: [Looser]) -> Finding {
    let names = Set(group.compactMap(\.name)).sorted()
    let architectures = Set(group.compactMap(\.architecture)).sorted()
    let witnesses = group.flatMap(\.witnesses)
    let first = witnesses.first.map(\.description) ?? ""
    let places = architectures.map(\.rawValue).joined(separator: ", ")
    let isCommon = if case .architecture = cause { false } else { true }
    var shown = Array(witnesses.prefix(Self.shownWitnesses))
    let facts: String
    switch cause {
    case .byDefault:
      let dropped = names.filter { subject.rulesByName[$0] != nil }
      facts =
        "The default action \(subject.profile.defaultAction) lets \(names.count.counting("call")) run "
        + "that the baseline refuses, on \(places), and all without a name; for example \(first)."
        + (dropped.isEmpty
          ? ""
          : " libseccomp \(Libseccomp.version) does not know \(dropped.listed) there, and drops what "
            + "the rules say of \(dropped.count == 1 ? "it" : "them").")
      shown = Array(witnesses.prefix(1))
    case .architecture(let architecture):
      facts =
        "Calls of \(architecture) may run, \(names.count) with a name, and the baseline does not list the "
        + "architecture; for example \(first)."
      shown = Array(witnesses.prefix(1))
    case .rule:
      facts =
        "\(names.count.counting("call")) may run although the baseline refuses them, on \(places): "
        + "\(names.listed); for example \(first)."
      shown = Array(witnesses.prefix(1))
    case .call(_, let arguments, _):
      let one = group[0]
      let more = one.witnesses.dropFirst().map(\.call)
      let also = more.isEmpty ? "" : " The same holds of \(more.joined(separator: ", "))."
      let all = arguments.map { " In all: \($0)." } ?? ""
      let others = architectures.filter { $0 != one.architecture }.map(\.rawValue)
        .joined(separator: ", ")
      facts =
        "May run although the baseline refuses it: \(first).\(also)\(all)"
        + (others.isEmpty ? "" : " The like holds on \(others).")
      shown = one.witnesses
    }
    return Finding(
      .looserThanBaseline, Check.looserThanBaseline.severity,
      at: location(of: cause, names),
      architecture: architectures.count == 1 ? architectures.first : nil, calls: names,
      facts: facts,
      help: isByDefault(cause)
        ? "Make the default action SCMP_ACT_ERRNO, and name the calls to allow."
        : isCommon
          ? Check.looserThanBaseline.help
          : "Take the architecture out: the baseline does not list it.",
      witnesses: shown)
  }

  private func location(of cause: Cause, _ names: [String]) -> SourceLocation? {
    switch cause {
    case .byDefault: subject.profile.places.defaultAction
    case .architecture(let architecture): subject.profile.places.architectures[architecture]
    case .rule, .call: names.isEmpty ? nil : subject.location(ofFirst: names)
    }
  }

  private func isByDefault(_ cause: Cause) -> Bool {
    if case .byDefault = cause { true } else { false }
  }
}
