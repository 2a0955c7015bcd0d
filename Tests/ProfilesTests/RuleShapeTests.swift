import Profiles
import Syscalls
import Testing

@Suite struct RuleShapeTests {
  struct Row: CustomTestStringConvertible {
    let alternatives: [[Condition]]
    let shape: RuleShape?

    init(_ shape: RuleShape?, _ alternatives: [Condition]...) {
      self.alternatives = alternatives
      self.shape = shape
    }

    var testDescription: String { alternatives.description }
  }

  @Test(arguments: [
    Row(.single, [Condition(0, .notEqual, 1), Condition(1, .less, 1 << 40)]),
    Row(.unconditional, [], [Condition(0, .notEqual, 1), Condition(1, .notEqual, 2)]),
    Row(.equalities, [Condition(0, .equal, 1 << 40)], [Condition(1, masked: 3, equals: 1)]),
    Row(
      .oneNarrowArgument, [Condition(0, .less, 38)], [Condition(0, .equal, 39)],
      [Condition(0, .greater, 40)]),
    // [a0 != 16 and a1 != 3] or [a0 != 2] lets (2, 3) run.
    Row(
      nil, [Condition(0, .notEqual, 16), Condition(1, .notEqual, 3)], [Condition(0, .notEqual, 2)]),
    // [a1 <= 2] or [a1 > 0x100000001] lets 3 run.
    Row(nil, [Condition(1, .lessOrEqual, 2)], [Condition(1, .greater, 0x1_0000_0001)]),
    // [a0 != 0 and a1 == 5] or [a2 == 127 and a0 != 0] never returns.
    Row(
      nil, [Condition(0, .notEqual, 0), Condition(1, .equal, 5)],
      [Condition(2, .equal, 127), Condition(0, .notEqual, 0)]),
    Row(nil, [Condition(0, .less, 1)], [Condition(1, .less, 1)]),
  ])
  func shapesOutsideOfTheSafeOnesAreRefused(_ row: Row) {
    #expect(RuleShape(of: row.alternatives) == row.shape)
  }

  /// Two conditions on one argument are rules of their own, and count as such.
  @Test func repeatedArgumentsAreCountedAsTheRulesTheyBecome() {
    let conditions = [
      Condition(0, .greater, 1), Condition(0, .less, 9), Condition(1, .notEqual, 2),
    ]
    let profile = FlatProfile(
      defaultAction: .errno(.EPERM), architectures: [],
      rules: [
        Rule(names: ["kill", "write"], action: .allow, conditions: conditions),
        Rule(names: ["read"], action: .allow, conditions: [conditions[0], conditions[2]]),
        Rule(names: ["read"], action: .errno(.EPERM), conditions: [conditions[1]]),
      ])
    #expect(profile.unsafeShapes.map(\.name) == ["kill", "write"])
  }

  @Test func embeddedBaselinesHaveSafeShapesOnly() {
    // Podman's conditions on socket are of a form that libseccomp gets right by chance, where a container
    // lacks AUDIT_WRITE.
    for baseline in Baseline.all {
      let environment = Environment(architecture: .x86_64, kernel: KernelVersion(6, 18))
      #expect(baseline.profile.resolved(for: environment).unsafeShapes.isEmpty)
    }
  }
}
