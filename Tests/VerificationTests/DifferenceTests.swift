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
    #expect(bare[0].arguments == "low half of domain = 38 or = 40 or ≥ 46")
    #expect(bare[0].witness.arguments[0] == 38)
  }

  @Test func closedLoopholeIsAChangeOfItsOwn() throws {
    let changes = try Difference(
      from: try filter(Sample.baseline), to: try filter(Sample.reduced())
    ).changes.filter { $0.syscall?.name == "socket" && $0.architecture == .x86_64 }
    #expect(changes.map(\.direction) == [.tighter, .tighter])
    #expect(
      changes.map(\.arguments)
        == ["the kernel reads domain = 38 or = 40", "low half of domain ≥ 46"])
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
