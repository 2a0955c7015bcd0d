internal import Filters
internal import Profiles
internal import Syscalls

/// A profile's filter beside its rules, to be asked about single calls.
struct CompilationCheck: Sendable {
  private let diagrams: Diagrams
  private let filter: Diagram<Verdict>
  private let semantics: RuleSemantics
  /// The calls that the filter answers otherwise than the rules.
  private let wrong: Region

  init(of subject: EnforcedProfile, native: Architecture) throws(TooComplex) {
    var diagrams = Diagrams()
    filter = try diagrams.diagram(of: subject.filter)
    semantics = try RuleSemantics(of: subject.profile, native: native, in: &diagrams)
    wrong = try semantics.callsAnsweredOtherwise(by: filter, in: &diagrams)
    self.diagrams = diagrams
  }

  /// The simplest of the calls asked about that is compiled otherwise than meant; `nil` where none is.
  func miscompilation(of asked: PartialInvocation) -> Explanation.Obstacle? {
    guard wrong != .none else { return nil }
    var diagrams = diagrams
    return try? miscompilation(of: asked, in: &diagrams)
  }

  private func miscompilation(
    of asked: PartialInvocation, in diagrams: inout Diagrams
  ) throws(TooComplex) -> Explanation.Obstacle? {
    let call = asked.invocation
    var alike = Region.all
    for index in asked.known.indices where asked.known[index] != 0 {
      alike = try diagrams.intersection(
        alike,
        try diagrams.region(
          argument: index, masked: asked.known[index], equals: call.arguments[index]))
    }
    let here = diagrams.arguments(of: wrong, token: call.architectureToken, number: call.number)
    let found = try diagrams.intersection(alike, here)
    guard let arguments = diagrams.simplestCall(in: found)?.arguments else { return nil }
    let example = Invocation(
      architectureToken: call.architectureToken, number: call.number, arguments: arguments)
    return .miscompiled(
      example, telling: try diagrams.tellingArguments(of: example, in: here),
      verdict: diagrams.value(of: filter, for: example),
      meant: semantics.verdicts(for: example, in: diagrams), isAlways: found == alike)
  }
}
