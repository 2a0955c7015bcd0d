package import Syscalls

extension Finding {
  /// A concrete call that two filters answer differently.
  package struct Witness: Hashable, Sendable {
    /// `nil` for a token that whittle has no name for.
    package let architecture: Architecture?
    /// `AUDIT_ARCH_*`.
    package let architectureToken: UInt32
    /// `nil` for a number without a name.
    package let syscall: Syscall?
    /// As a filter sees it: for x32 with `Architecture.x32Bit`; −1 is `UInt32.max`.
    package let number: UInt32
    /// The registers of all arguments.
    package let arguments: [UInt64]
    /// The call as people write it: `x86_64 socket(AF_ALG)`; last arguments that are 0 are left out.
    package let call: String
    /// What the profile answers, and what the baseline does.
    package let verdict: String
    /// What the baseline answers, as messages say it.
    package let baseline: String

    /// A call, and what both filters answer to it.
    package init(
      architecture: Architecture?, architectureToken: UInt32, syscall: Syscall?, number: UInt32,
      arguments: [UInt64], call: String, verdict: String, baseline: String
    ) {
      self.architecture = architecture
      self.architectureToken = architectureToken
      self.syscall = syscall
      self.number = number
      self.arguments = arguments
      self.call = call
      self.verdict = verdict
      self.baseline = baseline
    }
  }
}

extension Finding.Witness: CustomStringConvertible {
  /// `x86_64 socket(AF_ALG): allow, in the baseline errno 1`
  package var description: String { "\(call): \(verdict), in the baseline \(baseline)" }
}

extension Finding.Witness: Comparable {
  /// The simplest first: few arguments other than 0, and small ones.
  package static func < (left: Self, right: Self) -> Bool {
    if left.weight != right.weight { return left.weight < right.weight }
    if left.arguments != right.arguments {
      return left.arguments.lexicographicallyPrecedes(right.arguments)
    }
    return (left.architectureToken, left.number) < (right.architectureToken, right.number)
  }

  private var weight: Int { arguments.count { $0 != 0 } }
}
