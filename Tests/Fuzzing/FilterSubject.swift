import Filters
import Syscalls

/// A BPF program: written and read again it is the same; its listing ends; and what is decided of calls
/// that are known in part holds for each that it may be.
struct FilterSubject: FuzzSubject {
  func check(_ input: [UInt8]) {
    guard let filter = try? Filter(decoding: input.span) else { return }
    require(filter.encoded() == input, "written it is another one")
    require(!filter.disassembled().isEmpty, "it has no listing")
    for seed in UInt64(0)..<4 {
      let values = (0..<6).map { (seed &+ UInt64($0)) &* 0x9e37_79b9_7f4a_7c15 }
      let call = Invocation(
        number: UInt32(truncatingIfNeeded: seed &* 41), on: .x86_64, arguments: values)
      let answer = filter.simulate(call).verdict
      switch filter.decide(PartialInvocation(call, unknown: [0, 1])) {
      case .decided(let verdict):
        require(verdict == answer, "decided \(verdict), answered \(answer)")
      case .undecided(_, let verdicts):
        require(verdicts?.contains(answer) ?? true, "answered \(answer), which was ruled out")
      }
    }
  }
}
