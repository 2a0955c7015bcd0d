package import Syscalls

/// A call of which some bits of the arguments are not known.
///
/// A log may lack an argument, or give only what the call reads of it: strace prints `AT_FDCWD`
/// whether the register held 0x00000000ffffff9c or 0xffffffffffffff9c, and a filter that looks at
/// the upper half answers the two differently.
package struct PartialInvocation: Hashable, Sendable {
  /// The call with the unknown bits as zeros.
  package let invocation: Invocation
  /// Per argument, which bits are known: ones.
  package let known: [UInt64]

  /// `known`: one mask for each of the six arguments.
  package init(_ invocation: Invocation, known: [UInt64]) {
    precondition(known.count == Invocation.argumentCount, "a call has six arguments")
    self.known = known
    self.invocation = Invocation(
      architectureToken: invocation.architectureToken, number: invocation.number,
      instructionPointer: invocation.instructionPointer,
      arguments: zip(invocation.arguments, known).map { $0 & $1 })
  }

  /// The call of which the arguments with these indices are not known at all.
  package init(_ invocation: Invocation, unknown: Set<Int>) {
    self.init(
      invocation,
      known: (0..<Invocation.argumentCount).map { unknown.contains($0) ? 0 : .max })
  }

  /// The call, of which the bits of the masks are known of some arguments, and nothing else; `nil` where the
  /// architecture lacks it.
  package init?(
    _ call: Syscall, on architecture: Architecture,
    knowing arguments: [(index: Int, mask: UInt64, value: UInt64)]
  ) {
    guard let invocation = Invocation(call, on: architecture) else { return nil }
    var values = invocation.arguments
    var known = [UInt64](repeating: 0, count: Invocation.argumentCount)
    for (index, mask, value) in arguments { (values[index], known[index]) = (value, mask) }
    self.init(
      Invocation(
        architectureToken: invocation.architectureToken, number: invocation.number,
        arguments: values), known: known)
  }

  /// The call, of which no argument is known; `nil` where the architecture lacks it.
  package init?(_ call: Syscall, on architecture: Architecture) {
    guard let invocation = Invocation(call, on: architecture) else { return nil }
    self.init(invocation, unknown: Set(0..<Invocation.argumentCount))
  }
}
