package import Syscalls

extension Finding {
  /// A concrete call that two filters answer differently.
  package struct Witness: Hashable, Sendable {
    /// What the profile's filter is held against.
    package enum Reference: String, Hashable, Sendable {
      /// The baseline's filter.
      case baseline
      /// The profile's own rules.
      case rules
      /// The filter of the profile that is checked in; the one that is asked is what runs.
      case profile
    }

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
    /// What the profile's filter answers.
    package let verdict: String
    /// What it is held against.
    package let reference: Reference
    /// What that answers, as messages say it.
    package let baseline: String

    /// A call, and what both filters answer to it.
    package init(
      architecture: Architecture?, architectureToken: UInt32, syscall: Syscall?, number: UInt32,
      arguments: [UInt64], call: String, verdict: String, reference: Reference = .baseline,
      baseline: String
    ) {
      self.architecture = architecture
      self.architectureToken = architectureToken
      self.syscall = syscall
      self.number = number
      self.arguments = arguments
      self.call = call
      self.verdict = verdict
      self.reference = reference
      self.baseline = baseline
    }
  }
}

extension Finding.Witness: CustomStringConvertible {
  /// `x86_64 socket(AF_ALG): allow, in the baseline errno 1`
  package var description: String {
    switch reference {
    case .baseline: "\(call): \(verdict), in the baseline \(baseline)"
    case .rules: "\(call): \(verdict), by the rules \(baseline)"
    case .profile: "\(call): \(verdict), in the profile \(baseline)"
    }
  }
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
