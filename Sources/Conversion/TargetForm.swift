package import Profiles
package import Syscalls

/// A form in which another sandbox takes a profile's rules.
package struct TargetForm: Sendable {
  /// As users name it.
  package let name: String
  /// Whether calls of other ABIs of the machine are killed, whatever the profile says of them.
  package let killsOtherABIs: Bool
  /// Whether calls that have no name are killed, whatever the profile's default is.
  package let killsUnnamedCalls: Bool

  private let grammar: any TargetGrammar.Type

  init(
    name: String, killsOtherABIs: Bool = true, killsUnnamedCalls: Bool = false,
    _ grammar: any TargetGrammar.Type
  ) {
    self.name = name
    self.killsOtherABIs = killsOtherABIs
    self.killsUnnamedCalls = killsUnnamedCalls
    self.grammar = grammar
  }

  /// Every form.
  package static let all = [operatorProfile, systemd, nsjail, minijail, seccompiler]

  /// The profile as a text of this form: the same profile gives the same bytes.
  package func text(
    of profile: FlatProfile, for target: ConversionTarget
  ) throws(ConversionError) -> String {
    try grammar.text(of: profile, for: target)
  }

  /// What a text of this form says, as a profile.
  package func profile(
    in text: String, for target: ConversionTarget
  ) throws(ConversionError) -> FlatProfile {
    try grammar.profile(in: text, for: target)
  }
}

/// How a form writes a profile, and reads it back.
protocol TargetGrammar: SendableMetatype {
  static func text(
    of profile: FlatProfile, for target: ConversionTarget
  ) throws(ConversionError) -> String
  static func profile(
    in text: String, for target: ConversionTarget
  ) throws(ConversionError) -> FlatProfile
}

/// What a text is for.
package struct ConversionTarget: Sendable {
  /// Of the service.
  package let name: String
  /// The machine's own ABI.
  package let architecture: Architecture

  /// - Parameters:
  ///   - name: of the service.
  ///   - architecture: the machine's own ABI.
  package init(name: String, architecture: Architecture) {
    self.name = name
    self.architecture = architecture
  }
}
