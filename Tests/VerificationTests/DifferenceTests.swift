import Filters
import Profiles
import Seccomp
import Syscalls
import Testing
import Verification

@Suite struct DifferenceTests {
  private func filter(_ profile: FlatProfile) throws -> Filter {
    try Compiler(native: .x86_64).compile(profile).filter
  }

  private func changes(_ changed: FlatProfile) throws -> [Difference.Change] {
    try Difference(from: try filter(Sample.reduced()), to: try filter(changed)).changes
  }

  @Test func anotherSpellingOfOneMeaningIsNoDifference() throws {
    let profile = Sample.reduced()
    let respelt = FlatProfile(
      defaultAction: profile.defaultAction, architectures: profile.architectures,
      rules: profile.rules.reversed().flatMap { rule in
        rule.names.map {
          Rule(names: [$0], action: rule.action, conditions: rule.conditions)
        }
      })
    #expect(try changes(respelt).isEmpty)
  }

  @Test func addedCallIsLooserAndATakenOneTighter() throws {
    let looser = try changes(Sample.reduced().changed(adding: [.allow("keyctl")]))
    #expect(looser.map(\.direction) == [.looser])
    #expect(looser.map(\.example) == ["x86_64 keyctl()"])
    let tighter = try changes(Sample.reduced().changed(without: ["openat"]))
    #expect(tighter.map { $0.syscall?.name } == ["openat"])
    #expect((tighter[0].direction, tighter[0].from, tighter[0].to) == (.tighter, .allow, .errno(1)))
  }

  @Test func regionOfTheArgumentsIsToldInWords() throws {
    let bare = try changes(
      Sample.reduced().changed(without: ["socket"], adding: [.allow("socket")]))
    #expect(bare.count == 1)
    #expect(bare[0].arguments == "low half of domain = AF_ALG or = AF_VSOCK or ≥ 46")
    #expect(bare[0].witness.arguments[0] == 38)
  }

  @Test func closedLoopholeIsAChangeOfItsOwn() throws {
    let changes = try Difference(
      from: try filter(Sample.baseline), to: try filter(Sample.reduced())
    ).changes.filter { $0.syscall?.name == "socket" && $0.architecture == .x86_64 }
    #expect(changes.map(\.direction) == [.tighter, .tighter])
    #expect(
      changes.map(\.arguments)
        == ["the kernel reads domain = AF_ALG or = AF_VSOCK", "low half of domain ≥ 46"])
    #expect(
      changes.map(\.example) == [
        "x86_64 socket(0x100000026: the kernel takes AF_ALG, ...)", "x86_64 socket(0x2e)",
      ])
  }

  @Test func otherErrnoIsAnotherAnswer() throws {
    let eperm = try changes(Sample.reduced().changed(without: ["clone3"]))
    #expect(eperm.map(\.direction) == [.answer])
    #expect((eperm[0].from, eperm[0].to) == (.errno(38), .errno(1)))
  }

  /// 76 calls that no rule names would be 76 changes.
  @Test func otherDefaultErrnoIsOneChange() throws {
    let old = Sample.reduced()
    let new = FlatProfile(
      defaultAction: .errno(.ENOSYS), architectures: old.architectures, rules: old.rules)
    let all = try changes(new)
    #expect(all.map(\.scope) == [.byDefault])
    #expect((all[0].from, all[0].to, all[0].direction) == (.errno(1), .errno(38), .answer))
    #expect(all[0].calls.count > 50)
    #expect(!all[0].calls.contains { $0.name == "read" })
  }

  /// Of a call that a rule allows for some arguments, the others are left to the default: `accept` stands for all of
  /// them only where one of those is shown.
  @Test func otherDefaultConcernsSomeArgumentsOfARulesCall() throws {
    func profile(_ errno: Errno) -> FlatProfile {
      FlatProfile(
        defaultAction: .errno(errno), architectures: [.x86_64],
        rules: [.allow("_sysctl", Condition(0, .equal, 0))])
    }
    let first = try filter(profile(.EPERM))
    let second = try filter(profile(.ENOSYS))
    let all = try Difference(from: first, to: second).changes
    #expect(all.map(\.scope) == [.byDefault])
    #expect(all[0].partly.map(\.name) == ["_sysctl"])
    #expect(all[0].calls.contains { $0.name == "_sysctl" })
    #expect(all[0].example == "x86_64 accept()")
    #expect(first.simulate(all[0].witness).verdict == all[0].from)
    #expect(second.simulate(all[0].witness).verdict == all[0].to)
  }

  /// The row says tighter, so that its example must be.
  @Test func exampleOfAWholeArchitectureShowsItsDirection() throws {
    let two = FlatProfile(
      defaultAction: .errno(.EPERM), architectures: [.x86_64, .x86],
      rules: [Rule(names: ["read", "write"], action: .allow)])
    let one = FlatProfile(
      defaultAction: .errno(.EPERM), architectures: [.x86_64], rules: two.rules)
    let all = try Difference(from: try filter(two), to: try filter(one)).changes
    #expect(all.map(\.architecture) == [.x86])
    #expect(all.map(\.direction) == [.tighter])
    #expect((all[0].from, all[0].to) == (.allow, .killThread))
    #expect(all[0].example == "x86 read()")
  }

  /// The words of an example mean the same as a question: arguments that matter are told, zeros included.
  @Test func exampleTellsTheArgumentsThatMatter() throws {
    let all = try changes(
      Sample.reduced().changed(adding: [
        .allow("keyctl", Condition(0, .equal, 5), Condition(1, .equal, 0))
      ]))
    #expect(all.map(\.example) == ["x86_64 keyctl(KEYCTL_SETPERM, 0x0)"])
  }

  /// A dumped filter holds what the runtime put before it; a profile does not.
  @Test func runtimesPartStandsBeforeTheProfileAlone() throws {
    let profile = Sample.reduced()
    let enforced = try EnforcedProfile(compiling: profile, for: Sample.environment)
    let stub = try #require(enforced.stubs.first)
    let dumped = try Filter(enforced.filter, behind: stub)
    #expect(try Difference(from: dumped, to: enforced.filter, behind: (nil, stub)).isEmpty)
    #expect(try !Difference(from: dumped, to: enforced.filter).isEmpty)
  }

  @Test func architectureThatOneSideLacksIsOneChange() throws {
    let added = try changes(Sample.reduced().changed(architectures: [.x86]))
    #expect(added.map(\.architecture) == [.x86])
    #expect(added[0].isWholeArchitecture)
    #expect(added[0].direction == .looser)
  }

  @Test func filterThatAllowsEverythingStillShowsTheCallThatDiffers() throws {
    let everything = try Filter([Instruction(code: 0x06, k: 0x7fff_0000)])
    let withoutSocket = try filter(
      FlatProfile(
        defaultAction: .allow, architectures: [.x86_64],
        rules: [Rule(names: ["socket"], action: .errno(.EPERM))]))
    let changes = try Difference(from: withoutSocket, to: everything).changes
    let native = changes.filter { $0.architecture == .x86_64 }
    #expect(native.map(\.example) == ["x86_64 socket()"])
  }
}
