import Filters
import Profiles
import Seccomp
import Syscalls
import Testing

enum LiveFilters {
  static let arePossible: Bool = {
    let filter = try? Compiler().compile(
      FlatProfile(defaultAction: .errno(.EPERM), architectures: [], rules: [])
    ).filter
    return (try? filter.flatMap { LiveFilter($0) }?.verdicts(on: [])) != nil
  }()
}

@Suite(.enabled(if: LiveFilters.arePossible, "this kernel, or a sandbox, refuses filters"))
struct LiveFilterTests {
  private func verdicts(_ rules: [Rule], on calls: [(String, [UInt64])]) throws -> [Verdict] {
    let profile = FlatProfile(
      defaultAction: .errno(.EPERM), architectures: [.native], rules: rules)
    let live = try #require(LiveFilter(try Compiler().compile(profile).filter))
    return try live.verdicts(
      on: try calls.map { name, arguments in
        try #require(
          Syscall(name).flatMap { Invocation($0, on: .native, arguments: arguments) })
      })
  }

  @Test func everyActionIsToldAndNoneIsDone() throws {
    let rules: [(String, Action)] = [
      ("exit_group", .allow), ("getpid", .log), ("kill", .trace(.ENOSYS)), ("read", .notify),
      ("close", .errno(.ENOSYS)), ("getuid", .errno(Errno(rawValue: 4094)!)),
      ("getgid", .errno(Errno(rawValue: 0)!)), ("fork", .trap), ("execve", .killThread),
      ("openat", .killProcess),
    ].filter { Syscall($0.0)?.exists(on: .native) ?? false }
    let answers = try verdicts(
      rules.map { Rule(names: [$0.0], action: $0.1) }, on: rules.map { ($0.0, []) } + [("dup", [])])
    #expect(answers == rules.map { Verdict($0.1) } + [.errno(1)])
  }

  @Test func argumentsAreSeenInFull() throws {
    let rules = [Rule.allow("socket", Condition(0, .equal, 0x1_0000_0002))]
    #expect(
      try verdicts(
        rules, on: [("socket", [2]), ("socket", [0x1_0000_0002]), ("socket", [.max])])
        == [.errno(1), .allow, .errno(1)])
  }

  /// Under masks of what the kernel reads, no upper half decides; under a comparison of whole registers,
  /// any does.
  @Test(arguments: [0, 1, 0xffff_ffff, 0x8000_0000] as [UInt64])
  func upperHalvesDecideNothingUnderMasks(_ upper: UInt64) throws {
    let families: [UInt64] = [2, 38, 40]
    let calls = families.map { ("socket", [upper << 32 | $0]) }
    let masked = [Rule.allow("socket", Condition(0, masked: 0xffff_ffe0, equals: 0))]
    #expect(try verdicts(masked, on: calls) == [.allow, .errno(1), .errno(1)])
    let whole = [
      Rule.allow("socket", Condition(0, .less, 38)), .allow("socket", Condition(0, .greater, 40)),
    ]
    #expect(
      try verdicts(whole, on: calls)
        == (upper == 0 ? [.allow, .errno(1), .errno(1)] : [.allow, .allow, .allow]))
  }

  @Test func callsThatNoFilterIsAskedAboutAreKnown() throws {
    for number in UInt32(334)...337 {
      let bypasses = LiveFilter.bypassesFilters(Invocation(number: number, on: .x86_64))
      #expect(bypasses == (335...336).contains(number))
    }
    #expect(!LiveFilter.bypassesFilters(Invocation(number: 335, on: .x86)))
  }
}
