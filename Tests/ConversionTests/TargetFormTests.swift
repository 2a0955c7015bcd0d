import Conversion
import Profiles
import Syscalls
import Testing

/// Each form writes what it can say, reads it back as the same rules, and names what it cannot say.
@Suite struct TargetFormTests {
  private static let target = ConversionTarget(name: "web", architecture: .x86_64)

  private static func form(_ name: String) throws -> TargetForm {
    try #require(TargetForm.all.first { $0.name == name })
  }

  private static func profile(_ rules: Rule..., defaultAction: Action = .errno(.EPERM))
    -> FlatProfile
  {
    FlatProfile(defaultAction: defaultAction, architectures: [.x86_64], rules: rules)
  }

  /// By call: conditions and answer, whatever their grouping.
  private static func meaning(_ profile: FlatProfile) -> [String: Set<[String]>] {
    profile.effectiveRulesByName.filter { Syscall($0.key)?.exists(on: .x86_64) == true }.mapValues {
      rules in
      Set(
        rules.flatMap { rule in
          rule.alternatives.map { [rule.action.canonical.description] + $0.map(\.description) }
        })
    }
  }

  static let conditions: [Condition] = [
    Condition(0, .equal, 1), Condition(1, .notEqual, 0x28), Condition(2, .less, 4096),
    Condition(3, .lessOrEqual, .max), Condition(4, .greater, 1 << 40),
    Condition(5, .greaterOrEqual, 7), Condition(0, masked: 0x7e02_0000, equals: 0),
    Condition(1, masked: 0x400, equals: 0x400),
  ]

  @Test(arguments: ["nsjail", "minijail", "seccompiler", "spo"], conditions)
  func conditionReadsBackAsItself(name: String, condition: Condition) throws {
    guard name != "spo" || condition.value != .max else { return }
    let form = try Self.form(name)
    let profile = Self.profile(
      Rule(names: ["read", "write"], action: .allow),
      Rule(names: ["ioctl"], action: .allow, conditions: [condition]),
      Rule(names: ["ioctl"], action: .allow, conditions: [Condition(2, .equal, 9), condition]))
    let text = try form.text(of: profile, for: Self.target)
    #expect(
      Self.meaning(try form.profile(in: text, for: Self.target)) == Self.meaning(profile), "\(text)"
    )
  }

  @Test(arguments: ["nsjail", "minijail", "systemd", "spo"])
  func errnoOfItsOwnReadsBackAsItself(name: String) throws {
    let form = try Self.form(name)
    let profile = Self.profile(
      Rule(names: ["read", "exit_group"], action: .allow),
      Rule(names: ["clone3"], action: .errno(.ENOSYS)))
    let text = try form.text(of: profile, for: Self.target)
    let back = try form.profile(in: text, for: Self.target)
    #expect(back.defaultAction == profile.defaultAction)
    #expect(
      Self.meaning(back).filter { $0.value != [["SCMP_ACT_ERRNO(1)"]] } == Self.meaning(profile),
      "\(text)")
  }

  struct Refusal: Sendable {
    let form: String
    let profile: FlatProfile
    let message: String
  }

  @Test(arguments: [
    Refusal(
      form: "systemd",
      profile: profile(
        Rule(names: ["socket"], action: .allow, conditions: [Condition(0, .equal, 1)])),
      message: #"systemd knows calls, and not their arguments: "socket" where a0 == 0x1"#),
    Refusal(
      form: "seccompiler",
      profile: profile(
        Rule(names: ["read"], action: .allow),
        Rule(names: ["clone3", "memfd_create"], action: .errno(.ENOSYS))),
      message:
        "seccompiler has one answer for all rules, which is SCMP_ACT_ALLOW; another one, SCMP_ACT_ERRNO(38), is given to memfd_create, clone3"
    ),
    Refusal(
      form: "minijail",
      profile: profile(
        Rule(
          names: ["socket"], action: .allow,
          conditions: [Condition(0, masked: 0xffff_ffff, equals: 2)])),
      message:
        #"minijail compares whole arguments, and has no words for a0 & 0xffffffff == 0x2 of "socket""#
    ),
    Refusal(
      form: "minijail", profile: profile(defaultAction: .allow),
      message: "minijail cannot answer SCMP_ACT_ALLOW by default"),
    Refusal(
      form: "nsjail", profile: profile(Rule(names: ["mount"], action: .notify)),
      message: "nsjail cannot answer SCMP_ACT_NOTIFY"),
    Refusal(
      form: "nsjail",
      profile: profile(
        Rule(names: ["mount"], action: .allow, conditions: [Condition(0, .equal, 1)]),
        Rule(names: ["mount"], action: .log)),
      message:
        #"nsjail gives "mount" one answer, and the rules give it SCMP_ACT_ALLOW and SCMP_ACT_LOG"#),
    Refusal(
      form: "spo", profile: profile(defaultAction: .errno(.ENOSYS)),
      message:
        "the operator's SeccompProfile has no defaultErrnoRet: its default answers with EPERM, and not with 38"
    ),
    Refusal(
      form: "spo",
      profile: profile(
        Rule(names: ["read"], action: .allow, conditions: [Condition(0, .equal, 1 << 63)])),
      message: "the operator's SeccompProfile has no values from 2^63 on: a0 == 0x8000000000000000"),
  ])
  func whatAFormCannotSayIsNamed(refusal: Refusal) throws {
    let form = try Self.form(refusal.form)
    let error = #expect(throws: ConversionError.self) {
      try form.text(of: refusal.profile, for: Self.target)
    }
    #expect(error?.problems.map(\.message) == [refusal.message])
  }

  /// systemd's own set is in every list of calls: what no line takes out is taken for allowed.
  @Test func whatSystemdHoldsByDefaultIsTakenOut() throws {
    let form = try Self.form("systemd")
    let text = try form.text(
      of: Self.profile(Rule(names: ["read"], action: .allow)), for: Self.target)
    #expect(text.contains(/\bgetrandom\b/))
    let short = text.replacing(/\bgetrandom\b/, with: "")
    let back = try form.profile(in: short, for: Self.target)
    #expect(Self.meaning(back)["getrandom"] == [["SCMP_ACT_ALLOW"]])
  }

  @Test func multiplexedCallsAreRefused() throws {
    let target = ConversionTarget(name: "web", architecture: .x86)
    #expect(throws: ConversionError.self) {
      try Self.form("nsjail").text(of: Self.profile(), for: target)
    }
  }
}
