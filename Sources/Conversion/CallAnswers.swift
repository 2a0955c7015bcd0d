internal import Profiles
internal import Syscalls
internal import Text

/// What a profile answers on one ABI, call by call: the form that all targets of rules take.
struct CallAnswers {
  /// A call that is answered otherwise than by default.
  struct Call {
    let name: String
    /// As the kernel counts them.
    let number: UInt32
    let action: Action
    /// The or-bound lists of and-bound conditions; none for any arguments.
    let alternatives: [[Condition]]
    /// The first rule about it.
    let rule: Rule
  }

  /// By number.
  let calls: [Call]
  let fallback: Action

  /// Names that the ABI does not have are left out, as runtimes leave them out.
  init(of profile: FlatProfile, on architecture: Architecture, for form: String)
    throws(ConversionError)
  {
    // What a multiplexer's rules are made of, no other sandbox knows.
    guard [.x86_64, .aarch64, .riscv64, .loongarch64, .arm].contains(architecture) else {
      throw ConversionError(
        "there is no conversion to \(form) for \(architecture), where some calls have two ways into the kernel"
      )
    }
    var problems: [ConversionError.Problem] = []
    for flag in profile.flags where flag != .threadSync {
      problems.append(.init("\(form) cannot be asked for \(flag.rawValue)"))
    }
    var calls: [Call] = []
    for (name, rules) in profile.effectiveRulesByName {
      guard let number = Syscall(name)?.rawNumber(on: architecture) else { continue }
      let action = rules[0].action.canonical
      if let other = rules.first(where: { $0.action.canonical != action }) {
        problems.append(
          .init(
            "\(form) gives \(name.quotedForTerminal) one answer, and the rules give it \(action) and \(other.action)",
            at: other))
      }
      let alternatives = rules.flatMap(\.alternatives)
      calls.append(
        Call(
          name: name, number: number, action: action,
          alternatives: alternatives.contains(where: \.isEmpty) ? [] : alternatives,
          rule: rules[0]))
    }
    guard problems.isEmpty else { throw ConversionError(problems) }
    self.calls = calls.sorted { $0.number < $1.number }
    fallback = profile.defaultAction.canonical
  }
}

extension Architecture {
  /// A condition as libseccomp compiles it on this ABI.
  func binding(_ condition: Condition) -> Condition {
    (comparesWideArguments ? condition : condition.narrow).canonical
  }
}

extension UInt64 {
  /// `0x1f`.
  var hexadecimal: String { "0x" + String(self, radix: 16) }
}
