import Filters
import Findings
import Profiles
import Syscalls
import Testing
import Verification

/// Pairs of rule sets whose order by permission is easily got wrong.
@Suite struct SubsetTrapTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let testDescription: String
    var own: [Rule] = []
    var other: [Rule] = []
    var ownDefault = Action.errno(.EPERM)
    var otherDefault = Action.errno(.EPERM)
    var ownArchitectures: [Architecture] = [.x86_64]
    var otherArchitectures: [Architecture] = [.x86_64]
    /// The call that is let in, where one is: its architecture, name and arguments.
    var looser: String?
  }

  private static func ioctl(_ conditions: Condition...) -> Rule {
    Rule(names: ["ioctl"], action: .allow, conditions: conditions)
  }

  @Test(arguments: [
    Row(
      testDescription: "rules are or-bound, conditions of one are and-bound",
      own: [ioctl(Condition(0, .equal, 1)), ioctl(Condition(1, .equal, 2))],
      other: [ioctl(Condition(0, .equal, 1), Condition(1, .equal, 2))],
      looser: "x86_64 ioctl(0x0, 0x2)"),
    Row(
      testDescription: "an unconditional rule beside narrow ones opens all",
      own: [ioctl(Condition(0, .equal, 1)), ioctl()], other: [ioctl(Condition(0, .equal, 1))],
      looser: "x86_64 ioctl()"),
    Row(
      testDescription: "two conditions on one argument are or-bound",
      own: [ioctl(Condition(0, .greaterOrEqual, 5), Condition(0, .lessOrEqual, 9))],
      other: [ioctl(Condition(0, .equal, 5)), ioctl(Condition(0, .equal, 9))],
      looser: "x86_64 ioctl()"),
    Row(
      testDescription: "a mask of more bits implies one of fewer",
      own: [ioctl(Condition(0, masked: 0xff, equals: 0))],
      other: [ioctl(Condition(0, masked: 0x0f, equals: 0))]),
    Row(
      testDescription: "a mask of fewer bits does not imply one of more",
      own: [ioctl(Condition(0, masked: 0x0f, equals: 0))],
      other: [ioctl(Condition(0, masked: 0xff, equals: 0))], looser: "x86_64 ioctl(0x10)"),
    Row(
      testDescription: "rules together cover what none does alone: ranges",
      own: [ioctl(Condition(0, .lessOrEqual, 9))],
      other: [ioctl(Condition(0, .less, 5)), ioctl(Condition(0, .greater, 4))]),
    Row(
      testDescription: "rules together cover what none does alone: another argument's bit",
      own: [ioctl(Condition(0, .equal, 1))],
      other: [
        ioctl(Condition(0, .equal, 1), Condition(1, masked: 1, equals: 0)),
        ioctl(Condition(0, .equal, 1), Condition(1, masked: 1, equals: 1)),
      ]),
    Row(
      testDescription: "a datum's bits outside of its mask count for nothing",
      own: [ioctl(Condition(0, masked: 0xf, equals: 0x11))],
      other: [ioctl(Condition(0, masked: 0xf, equals: 1))]),
    Row(
      testDescription: "unequal is less or greater",
      own: [ioctl(Condition(0, .notEqual, 7))],
      other: [ioctl(Condition(0, .less, 7)), ioctl(Condition(0, .greater, 7))]),
    Row(
      testDescription: "an ABI that only the profile lists", own: [ioctl()], other: [ioctl()],
      ownArchitectures: [.x86_64, .x86], looser: "x86 ioctl()"),
    Row(
      testDescription: "an ABI that only the baseline lists", own: [ioctl()], other: [ioctl()],
      otherArchitectures: [.x86_64, .x86]),
    Row(
      testDescription: "x32 behind the same token", own: [ioctl()], other: [ioctl()],
      ownArchitectures: [.x86_64, .x32], looser: "x32 ioctl()"),
    Row(
      testDescription: "refusals that differ are no permission", own: [],
      other: [Rule(names: ["ioctl"], action: .killProcess)], ownDefault: .errno(.ENOSYS)),
    Row(
      testDescription: "a default that logs runs everything", ownDefault: .log,
      looser: "x86_64 read()"),
    Row(
      testDescription: "a default that asks a tracer may run everything",
      ownDefault: .trace(.EPERM), looser: "x86_64 read()"),
    Row(
      testDescription: "what asks a tracer is not within what asks a supervisor",
      own: [Rule(names: ["ioctl"], action: .trace(.EPERM))],
      other: [Rule(names: ["ioctl"], action: .notify)], looser: "x86_64 ioctl()"),
    Row(
      testDescription: "the upper half of a request counts where 64 bits are compared",
      own: [ioctl(Condition(1, masked: 0xffff_ffff, equals: 0x5401))],
      other: [ioctl(Condition(1, .equal, 0x5401))],
      looser: "x86_64 ioctl(0x0, 0x100005401: the kernel takes TCGETS, ...)"),
    Row(
      testDescription: "a negative int is extended by zeros or by its sign",
      own: [ioctl(Condition(0, .equal, 0xffff_ffff_ffff_ff9c))],
      other: [ioctl(Condition(0, .equal, 0xffff_ff9c))],
      looser: "x86_64 ioctl(0xffffffffffffff9c)"),
    Row(
      testDescription: "wide constants are cut on 32-bit ABIs",
      own: [ioctl(Condition(0, .greaterOrEqual, 0x1_0000_0000))],
      other: [ioctl(Condition(0, .greaterOrEqual, 0x1_0000_0000)), ioctl(Condition(0, .equal, 0))],
      ownArchitectures: [.x86_64, .x86], otherArchitectures: [.x86_64, .x86]),
    Row(
      testDescription: "a constant that no 64-bit call meets is met on x86",
      own: [ioctl(Condition(0, .equal, 0x1_0000_0001), Condition(1, .equal, 0))],
      other: [ioctl(Condition(0, .greater, 0xffff_ffff))],
      ownArchitectures: [.x86_64, .x86], otherArchitectures: [.x86_64, .x86],
      looser: "x86 ioctl(0x1)"),
    Row(
      testDescription: "argument 0 of a multiplexed call is lost",
      own: [Rule(names: ["socket"], action: .allow, conditions: [Condition(0, .equal, 2)])],
      other: [Rule(names: ["socket"], action: .allow, conditions: [Condition(0, .equal, 1)])],
      ownArchitectures: [.x86], otherArchitectures: [.x86_64, .x86],
      looser: "x86 socket(AF_INET)"),
    Row(
      testDescription: "socketcall opens what it stands before",
      own: [Rule(names: ["socketcall"], action: .allow)],
      other: [Rule(names: ["socket", "bind"], action: .allow)],
      ownArchitectures: [.x86_64, .x86], otherArchitectures: [.x86_64, .x86],
      looser: "x86 socketcall()"),
    Row(
      testDescription: "a refusal under a condition is dead beside an unconditional permission",
      own: [
        Rule(names: ["ioctl"], action: .killThread, conditions: [Condition(0, .equal, 1)]), ioctl(),
      ],
      other: [ioctl(Condition(0, .notEqual, 1))], looser: "x86_64 ioctl(0x1)"),
    Row(
      testDescription: "an earlier unconditional refusal closes later permissions",
      own: [Rule(names: ["ioctl"], action: .killThread), ioctl()], other: []),
    Row(
      testDescription: "of rules that contradict each other the mildest counts for the profile",
      own: [
        ioctl(Condition(0, .equal, 1)),
        Rule(names: ["ioctl"], action: .killThread, conditions: [Condition(1, .equal, 1)]),
      ],
      other: [ioctl(Condition(0, .equal, 1), Condition(1, .notEqual, 1))],
      looser: "x86_64 ioctl(0x1, 0x1)"),
    Row(
      testDescription: "and the strictest for the baseline",
      own: [ioctl(Condition(0, .equal, 1))],
      other: [
        ioctl(Condition(0, .equal, 1)),
        Rule(names: ["ioctl"], action: .killThread, conditions: [Condition(1, .equal, 1)]),
      ],
      looser: "x86_64 ioctl(0x1, 0x1)"),
    Row(
      testDescription: "names that no libseccomp knows say nothing",
      own: [Rule(names: ["no_such_call"], action: .allow)], other: []),
  ])
  func isDecided(_ row: Row) throws {
    var diagrams = Diagrams()
    func meaning(
      _ fallback: Action, _ architectures: [Architecture], _ rules: [Rule]
    ) throws -> RuleSemantics {
      try RuleSemantics(
        of: FlatProfile(defaultAction: fallback, architectures: architectures, rules: rules),
        native: .x86_64, in: &diagrams)
    }
    let own = try meaning(row.ownDefault, row.ownArchitectures, row.own).mildest(in: &diagrams)
    let other = try meaning(row.otherDefault, row.otherArchitectures, row.other)
      .strictest(in: &diagrams)
    let looser = try diagrams.callsLooser(in: own, than: other)
    let text = diagrams.simplestCall(in: looser)?.spelling
    #expect(text == row.looser)
  }

  /// Number −1 is what a tracer sets to skip a call: the default answers it, on x32's side too.
  @Test(arguments: [[Architecture.x86_64], [.x86_64, .x32]])
  func numberMinusOneGetsTheDefault(_ architectures: [Architecture]) throws {
    var diagrams = Diagrams()
    let profile = FlatProfile(
      defaultAction: .errno(.EPERM), architectures: architectures, rules: [.allow("read")])
    let meaning = try RuleSemantics(of: profile, native: .x86_64, in: &diagrams)
    let call = Invocation(architectureToken: Architecture.x86_64.auditToken, number: .max)
    #expect(meaning.verdicts(for: call, in: diagrams) == [.errno(1)])
  }

  /// runc's bar may turn an EPERM into ENOSYS, and never a refusal into a permission.
  @Test(arguments: RuntimeStub.Runtime.allCases)
  func stubNeverLetsMoreRun(_ runtime: RuntimeStub.Runtime) throws {
    let filter = try Sample.enforcedBaseline().filter
    let stub = RuntimeStub(
      runtime, fallback: .errno(1), listed: [.x86_64, .x86, .x32], native: .x86_64
    ) { $0 == .x32 ? 40 | Architecture.x32Bit : 40 }
    var diagrams = Diagrams()
    let bare = try diagrams.diagram(of: filter)
    let behind = try diagrams.diagram(of: filter, behind: stub)
    let looser = try diagrams.callsLooser(in: behind, than: bare)
    #expect(looser == .none)
    #expect((behind == bare) == (runtime == .crun))
  }

  @Test func comparisonThatIsGivenUpIsUndecided() throws {
    let report = Verifier(
      profile: Sample.reduced(), environment: Sample.environment, nodeLimit: 2000
    ).verify(within: try Sample.enforcedBaseline())
    #expect(report.findings(.undecided).count == 1)
    #expect(!report.passes)
    #expect(report.isUndecided)
    #expect(report.findings.first?.message.contains("depends on the call's arguments") == true)
  }
}
