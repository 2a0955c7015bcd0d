import Filters
import Profiles
import Seccomp
import Syscalls
import TestSupport
import Testing

/// libseccomp's filters, simulated, against the rules read one by one.
@Suite struct RuleSemanticsTests {
  static let interesting: [UInt64] = [
    0, 1, 2, 3, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff, 0x1_0000_0000, 0x1_0000_0001, .max,
  ]

  /// Up to four rules of one call, of shapes that libseccomp compiles rightly: equality and masks.
  static func rules(_ random: inout Seeded) -> [Rule] {
    (0..<random.number(1..<5)).map { _ in
      let indices = (0..<6).shuffled(using: &random).prefix(random.number(1..<4))
      let conditions = indices.map { index in
        let value = interesting[random.number(0..<interesting.count)]
        return Bool.random(using: &random)
          ? Condition(index, .equal, value)
          : Condition(index, masked: interesting[random.number(1..<10)], equals: value)
      }
      return Rule(names: ["ioctl"], action: .allow, conditions: conditions)
    }
  }

  @Test func filterMeansWhatItsRulesSay() throws {
    var random = Seeded(3)
    var allowed = 0
    for _ in 0..<150 {
      let rules = Self.rules(&random)
      let profile = FlatProfile(
        defaultAction: .errno(.EPERM), architectures: [.x86_64], rules: rules)
      let filter = try profile.compiled()
      for _ in 0..<200 {
        let arguments = (0..<6).map { _ in
          Self.interesting[random.number(0..<Self.interesting.count)]
        }
        let isMeant = rules.contains { rule in
          rule.conditions.allSatisfy { $0.isMet(by: arguments[$0.index]) }
        }
        let call = Invocation(number: 16, on: .x86_64, arguments: arguments)
        #expect(filter.simulate(call).verdict == (isMeant ? .allow : .errno(1)))
        allowed += isMeant ? 1 : 0
      }
    }
    #expect(allowed > 1000)
  }

  /// Why filters are compared with their rules: `[a0≠16 ∧ a1≠3] ∨ [a0≠2]` refuses `(2, 3)`, but
  /// libseccomp's filter allows it (2.5.4 and 2.6.1). A version that no longer does is good news.
  @Test func libseccompMiscompilesSomeRules() throws {
    let filter = try FlatProfile(
      [.x86_64],
      .allow("ioctl", Condition(0, .notEqual, 16), Condition(1, .notEqual, 3)),
      .allow("ioctl", Condition(0, .notEqual, 2))
    ).compiled()
    withKnownIssue(isIntermittent: true) {
      #expect(filter.verdict("ioctl", 2, 3) == .errno(1))
    }
  }
}
