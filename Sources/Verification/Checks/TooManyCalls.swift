internal import Findings
internal import Syscalls
internal import Text

extension Check {
  static let tooManyCalls: Check = .init(
    .tooManyCalls, .error, .medium,
    title: "The profile leaves more calls open than the limit callsOpen of whittle.json.",
    help: "Generate the profile again with less headroom, or raise the limit."
  ) { examination in
    guard let limit = examination.circumstances.limits.callsOpen,
      let calls = examination.filter?.proof.comparison?.allowedCalls
    else { return [] }
    return calls.sorted { $0.key < $1.key }.filter { $0.value > limit }.map {
      Finding(
        .tooManyCalls, tooManyCalls.severity, architecture: $0.key,
        facts:
          "\($0.value.counting("call")) may run on \($0.key), and no more than \(limit) should.",
        help: tooManyCalls.help)
    }
  }
}
