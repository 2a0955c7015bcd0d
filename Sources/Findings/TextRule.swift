extension Finding {
  /// What a profile's text must be, by the name under which breaking it is known.
  package enum TextRule: String, CaseIterable, Hashable, Sendable {
    case noProfile = "no-profile"
    case syntax
    case duplicateKey = "duplicate-key"
    case unknownKey = "unknown-key"
    case wrongType = "wrong-type"
    case tooLarge = "too-large"
    case action
    case name
    case unknownName = "unknown-name"
    case comparison = "operator"
    case index
    case value
    case mask
    case errnoRet = "errno"
    case architectures
    case flag
    case notify
    case noEffect = "no-effect"
    case repeatedArgument = "repeated-argument"
    case contradiction
    case deadRule = "dead-rule"
    case scope
  }
}
