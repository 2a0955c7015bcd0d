import Filters
import Profiles
import Seccomp
import Syscalls
import Testing

/// What libseccomp makes of rules; Debian's 2.5.4, upstream's 2.5.4 and 2.6.1 do the same.
@Suite struct CompilerTests {
  @Test func rulesOfACallAreOrBoundAndConditionsAndBound() throws {
    let filter = try FlatProfile(
      [.x86_64],
      .allow("mmap", Condition(2, .equal, 1), Condition(3, .equal, 2)),
      .allow("mmap", Condition(2, .equal, 5))
    ).compiled()
    #expect(filter.verdict("mmap", 0, 0, 1, 2) == .allow)
    #expect(filter.verdict("mmap", 0, 0, 1, 3) == .errno(1))
    #expect(filter.verdict("mmap", 0, 0, 5, 9) == .allow)
  }

  @Test func twoConditionsOnOneArgumentBecomeTwoRules() throws {
    let filter = try FlatProfile(
      [.x86_64], .allow("personality", Condition(0, .equal, 0), Condition(0, .equal, 8))
    ).compiled()
    #expect(filter.verdict("personality", 0) == .allow)
    #expect(filter.verdict("personality", 8) == .allow)
    #expect(filter.verdict("personality", 9) == .errno(1))
  }

  @Test func ruleThatSaysWhatTheDefaultSaysIsLeftOut() throws {
    let filter = try FlatProfile(
      [.x86_64], Rule(names: ["read"], action: .errno(.EPERM)), .allow("read")
    ).compiled()
    #expect(filter.verdict("read") == .allow)
  }

  @Test func unconditionalRuleShadowsConditionalOnesInEitherOrder() throws {
    let conditional = Rule.refuse("socket", Condition(0, .equal, 38))
    let later = try FlatProfile([.x86_64], .allow("socket"), conditional).compiled()
    let earlier = try FlatProfile([.x86_64], conditional, .allow("socket")).compiled()
    #expect(later.verdict("socket", 38) == .allow)
    #expect(earlier.verdict("socket", 38) == .allow)
  }

  @Test func firstOfTwoUnconditionalActionsWins() throws {
    let filter = try FlatProfile([.x86_64], .refuse("read"), .allow("read")).compiled()
    #expect(filter.verdict("read") == .errno(38))
  }

  @Test func datumIsMaskedToo() throws {
    let filter = try FlatProfile(
      [.x86_64], .allow("personality", Condition(0, masked: 0xf, equals: 0x11))
    ).compiled()
    #expect(filter.verdict("personality", 0x21) == .allow)
    #expect(filter.verdict("personality", 0x12) == .errno(1))
  }

  @Test func maskZeroIsAlwaysTrue() throws {
    let filter = try FlatProfile(
      [.x86_64], .allow("personality", Condition(0, masked: 0, equals: 7))
    ).compiled()
    #expect(filter.verdict("personality", 0x21) == .allow)
  }

  struct Narrow: Sendable {
    let condition: Condition
    let argument: UInt64
    let isAllowedOn32: Bool
    let isAllowedOn64: Bool
  }

  @Test(arguments: [
    Narrow(
      condition: Condition(0, .equal, 0x1_0000_0001), argument: 1,
      isAllowedOn32: true, isAllowedOn64: false),
    Narrow(
      condition: Condition(0, .greaterOrEqual, 0x1_0000_0000), argument: 0,
      isAllowedOn32: true, isAllowedOn64: false),
    Narrow(
      condition: Condition(0, .greater, 0xffff_ffff), argument: 0x1_0000_0000,
      isAllowedOn32: false, isAllowedOn64: true),
    Narrow(
      condition: Condition(0, .equal, 7), argument: 0x1_0000_0007,
      isAllowedOn32: true, isAllowedOn64: false),
  ])
  func constantsAndArgumentsAreCutOn32BitABIs(_ row: Narrow) throws {
    let filter = try FlatProfile(
      [.x86_64, .x86, .x32], .allow("personality", row.condition)
    ).compiled()
    func isAllowed(_ architecture: Architecture) -> Bool {
      filter.verdict("personality", on: architecture, row.argument) == .allow
    }
    #expect(isAllowed(.x86_64) == row.isAllowedOn64)
    #expect(isAllowed(.x86) == row.isAllowedOn32)
    #expect(isAllowed(.x32) == row.isAllowedOn32)
  }

  @Test func callsOfUnlistedArchitecturesKillTheThread() throws {
    let filter = try FlatProfile([.x86_64], .allow("read")).compiled()
    #expect(filter.verdict("read", on: .x86) == .killThread)
    #expect(filter.verdict("read", on: .x32) == .killThread)
    #expect(filter.verdict("read", on: .aarch64) == .killThread)
    let listed = try FlatProfile([.x86_64, .x32], .allow("read")).compiled()
    #expect(listed.verdict("read", on: .x32) == .allow)
  }

  @Test func minusOneGetsTheDefaultAction() throws {
    let filter = try FlatProfile([.x86_64], .allow("read")).compiled()
    let call = Invocation(architectureToken: Architecture.x86_64.auditToken, number: .max)
    #expect(filter.simulate(call).verdict == .errno(1))
  }

  @Test func nativeArchitectureIsFilteredAlthoughNotListed() throws {
    let filter = try FlatProfile([.x86], .allow("read")).compiled()
    #expect(filter.verdict("read", on: .x86_64) == .allow)
  }

  @Test func unknownNamesAreLeftOutAndReported() throws {
    let rule = Rule(names: ["read", "no_such_call", "nor_this"], action: .allow)
    let compilation = try Compiler(native: .x86_64).compile(FlatProfile([.x86_64], rule))
    #expect(compilation.unknownNames == ["no_such_call", "nor_this"])
    #expect(compilation.filter.verdict("read") == .allow)
  }

  @Test func callThatOneArchitectureLacksIsFilteredOnTheOthers() throws {
    let filter = try FlatProfile([.x86_64, .x86], .allow("fstat64"), .allow("socketcall"))
      .compiled()
    #expect(filter.verdict("fstat64", on: .x86) == .allow)
    #expect(filter.verdict("socketcall", on: .x86) == .allow)
    #expect(filter.verdict("fstat") == .errno(1))
  }

  @Test func socketOnX86IsOpenedDirectlyAndThroughSocketcall() throws {
    let filter = try FlatProfile([.x86_64, .x86], .allow("socket", Condition(0, .equal, 2)))
      .compiled()
    #expect(filter.verdict("socket", on: .x86_64, 38) == .errno(1))
    // Argument 0 of the rule is lost to socketcall's number: any family passes.
    #expect(filter.verdict("socketcall", on: .x86, 1) == .allow)
  }

  @Test(arguments: [
    Architecture.aarch64, .arm, .riscv64, .ppc64le, .mipsel64, .s390x, .ppc64, .mips64,
  ])
  func otherMachinesFiltersAreMadeHereToo(_ architecture: Architecture) throws {
    let profile = FlatProfile(
      [architecture], .allow("read"), .allow("prctl", Condition(0, .equal, 4)))
    let filter = try Compiler(native: architecture).compile(profile).filter
    #expect(filter.verdict("read", on: architecture) == .allow)
    #expect(filter.verdict("write", on: architecture) == .errno(1))
    #expect(filter.verdict("prctl", on: architecture, 4) == .allow)
    #expect(filter.verdict("prctl", on: architecture, 5) == .errno(1))
    if architecture.comparesWideArguments {
      #expect(filter.verdict("prctl", on: architecture, 0x1_0000_0004) == .errno(1))
    }
  }

  @Test func treeAndListGiveTheSameVerdictsForLessSteps() throws {
    let names = Syscall.all.filter { $0.exists(on: .x86_64) }.prefix(200).map(\.name)
    let profile = FlatProfile([.x86_64], Rule(names: Array(names), action: .allow))
    let list = try Compiler(native: .x86_64, optimization: .priority).compile(profile).filter
    let tree = try Compiler(native: .x86_64).compile(profile).filter
    var steps = (list: 0, tree: 0)
    for number in 0..<UInt32(500) {
      let call = Invocation(number: number, on: .x86_64)
      let (inList, inTree) = (list.simulate(call), tree.simulate(call))
      #expect(inList.verdict == inTree.verdict)
      steps.list += inList.steps
      steps.tree += inTree.steps
    }
    #expect(steps.tree * 4 < steps.list)
  }

  @Test func stubTakesItsBarFromTheNamesOfTheProfile() {
    let profile = FlatProfile(
      [.x86_64, .x86, .x32], .allow("read"), .refuse("clone3"), .allow("socket"))
    let stub = RuntimeStub(.runc, for: profile, native: .x86_64)
    // clone3 is 435 everywhere; x86's socket, 359 when called directly, counts for nothing.
    #expect(stub.bars == [.x86_64: 435, .x86: 435, .x32: 435 | Architecture.x32Bit])
    let multiplexed = RuntimeStub(
      .runc, for: FlatProfile([.x86], .allow("read"), .allow("socket")), native: .x86_64)
    #expect(multiplexed.bars == [.x86_64: 41, .x86: 3])
  }
}
