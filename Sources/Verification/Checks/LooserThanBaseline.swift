internal import Filters
internal import Findings
internal import Syscalls

extension Check {
  static let looserThanBaseline: Check = .init(
    .looserThanBaseline, .error,
    title: "A call may run although the baseline refuses it.",
    help: "Give the call the baseline's conditions, or take it out."
  ) { examination in
    guard let comparison = examination.filter?.proof.comparison else { return [] }
    return comparison.looser.map { comparison.finding($0) }
  }
}

extension Comparison {
  fileprivate func finding(_ looser: Looser) -> Finding {
    let first = looser.witnesses.first.map(\.description) ?? ""
    let more = looser.witnesses.dropFirst().map(\.call)
    let also = more.isEmpty ? "" : " The same holds of \(more.joined(separator: ", "))."
    let all = looser.arguments.map { " In all: \($0)." } ?? ""
    let isCommon = looser.architecture.map { common.contains($0) } ?? false
    return Finding(
      .looserThanBaseline, Check.looserThanBaseline.severity,
      at: looser.name.flatMap { subject.location(of: $0) },
      architecture: looser.architecture, calls: looser.name.map { [$0] } ?? [],
      facts: "May run although the baseline refuses it: \(first).\(also)\(all)",
      help: isCommon
        ? Check.looserThanBaseline.help
        : "Take the architecture out: the baseline does not list it.",
      witnesses: looser.witnesses)
  }
}
