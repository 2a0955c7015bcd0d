package import Filters
internal import JSON
internal import Syscalls

/// A concrete call that two filters answer differently.
package struct Witness: Hashable, Sendable {
  package let invocation: Invocation
  package let profile: Verdict
  package let baseline: Verdict

  /// The call's name; `nil` for a number that has none.
  package var name: String? { invocation.call?.syscall?.name }
}

extension Witness: CustomStringConvertible {
  /// `x86_64 socket(AF_ALG): allow, in the baseline errno 1`; last arguments that are 0 are left out.
  package var description: String {
    "\(invocation.spelling): \(profile), in the baseline \(baseline)"
  }
}

extension Witness: Comparable {
  /// The simplest first: few arguments other than 0, and small ones.
  package static func < (left: Self, right: Self) -> Bool {
    let (first, second) = (left.invocation, right.invocation)
    if first.weight != second.weight { return first.weight < second.weight }
    if first.arguments != second.arguments {
      return first.arguments.lexicographicallyPrecedes(second.arguments)
    }
    return (first.architectureToken, first.number) < (second.architectureToken, second.number)
  }
}

extension Invocation {
  /// `x86_64 socket(AF_ALG)`, `x86_64 #-1()`, `arch 0x12345678 #3`; what the kernel reads of a register
  /// that holds more: `x86_64 socket(0x100000028: the kernel takes AF_VSOCK, ...)`.
  package var spelling: String {
    let machine =
      architecture?.rawValue ?? "architecture 0x\(String(architectureToken, radix: 16))"
    let name = number == .max ? "#-1" : call?.description ?? "#\(number)"
    let syscall = call?.syscall
    let shown = arguments.prefix((arguments.lastIndex { $0 != 0 } ?? -1) + 1)
    func spelt(_ value: UInt64, at index: Int) -> String {
      syscall?.spelling(of: value, at: index) ?? "0x" + String(value, radix: 16)
    }
    let taken = shown.indices.map { self.taken(at: $0) }
    var words = shown.indices.map { index in
      spelt(arguments[index], at: index)
        + (taken[index].map { ": the kernel takes \(spelt($0, at: index))" } ?? "")
    }
    let count = architecture.flatMap { syscall?.parameters(on: $0)?.count } ?? 0
    if taken.contains(where: { $0 != nil }), words.count < count { words.append("...") }
    return "\(machine) \(name)(\(words.joined(separator: ", ")))"
  }

  fileprivate var weight: Int { arguments.count { $0 != 0 } }
}
