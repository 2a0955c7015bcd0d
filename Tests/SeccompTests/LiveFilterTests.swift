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
      ("close", .errno(.ENOSYS)), ("getuid", .errno(ErrnoRet(rawValue: 4094)!)),
      ("getgid", .errno(ErrnoRet(rawValue: 0)!)), ("fork", .trap), ("execve", .killThread),
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

  @Test func callsThatNoFilterIsAskedAboutAreKnown() throws {
    for number in UInt32(334)...337 {
      let bypasses = LiveFilter.bypassesFilters(Invocation(number: number, on: .x86_64))
      #expect(bypasses == (335...336).contains(number))
    }
    #expect(!LiveFilter.bypassesFilters(Invocation(number: 335, on: .x86)))
  }
}
