import Filters
import Profiles
import Seccomp
import Syscalls
import Testing

@Suite struct CompilationErrorTests {
  private func failure(
    _ profile: FlatProfile, by compiler: Compiler = Compiler(native: .x86_64)
  ) -> CompilationError? {
    do {
      _ = try compiler.compile(profile)
      return nil
    } catch {
      return error
    }
  }

  @Test func sameConditionWithAnotherActionNamesBothRules() throws {
    let error = try #require(
      failure(
        FlatProfile(
          [.x86_64], .allow("read"), .allow("socket", Condition(0, .equal, 38)),
          .refuse("socket", Condition(0, .equal, 38)))))
    #expect(
      "\(error)" == """
        rule 2 (socket): the same call under the same condition has another action in rule 1; \
        libseccomp refuses the profile, remove one of them
        """)
  }

  @Test func conditionsThatMeetOnlyAfterCuttingAreFoundToo() throws {
    let error = try #require(
      failure(
        FlatProfile(
          [.x86_64, .x86], .allow("personality", Condition(0, .equal, 1)),
          .refuse("personality", Condition(0, .equal, 0x1_0000_0001)))))
    guard case .conflict(with: 0) = error.reason else {
      Issue.record("\(error)")
      return
    }
    #expect(error.place?.index == 1)
  }

  /// `[a0≠0 ∧ a1==5] ∨ [a2==127 ∧ a0≠0]`: seccomp_rule_add runs for ever.
  @Test func ruleSetThatHangsLibseccompEndsWithinTheLimit() throws {
    let profile = FlatProfile(
      [.x86_64],
      .allow("mmap", Condition(0, .notEqual, 0), Condition(1, .equal, 5)),
      .allow("mmap", Condition(2, .equal, 127), Condition(0, .notEqual, 0)))
    let clock = ContinuousClock()
    var error: CompilationError?
    let duration = clock.measure {
      error = failure(profile, by: Compiler(native: .x86_64, timeLimit: .seconds(1)))
    }
    guard case .timedOut = error?.reason else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(error?.place?.name == "mmap")
    #expect(error?.place?.index == 1)
    #expect(duration > .milliseconds(900) && duration < .seconds(5))
  }

  @Test func byteOrdersCannotBeMixed() throws {
    let error = try #require(failure(FlatProfile([.x86_64, .s390x], .allow("read"))))
    guard case .mixedByteOrders = error.reason else {
      Issue.record("\(error)")
      return
    }
  }

  /// So many values of one argument.
  private func profile(ofValues count: Int) -> FlatProfile {
    let rules = (0..<count).map { value in
      Rule.allow("ioctl", Condition(1, .equal, UInt64(value * 2 + 1)))
    }
    return FlatProfile(defaultAction: .errno(.EPERM), architectures: [.x86_64], rules: rules)
  }

  @Test func filterThatTheKernelWouldNotLoadIsRefused() throws {
    let failure = failure(profile(ofValues: 5000))
    let error = try #require(failure)
    guard case .unacceptable(let fault) = error.reason, case .tooLong(let count) = fault.reason,
      count > 4096
    else {
      Issue.record("\(error)")
      return
    }
  }

  @Test func notificationThatNobodyCouldAnswerIsRefused() {
    let byDefault = FlatProfile(defaultAction: .notify, architectures: [], rules: [])
    #expect("\(String(describing: failure(byDefault)))".contains("default action"))
    let onWrite = FlatProfile([], Rule(names: ["read", "write"], action: .notify))
    #expect(failure(onWrite)?.place?.name == "write")
    let onRead = FlatProfile([], Rule(names: ["read"], action: .notify))
    #expect(failure(onRead) == nil)
  }

  @Test func memoryLimitEndsInAnError() throws {
    // The child inherits what the tests beside this one have freed: so much that no heap of theirs holds it, and of many
    // calls, as the rules of one are compared with each other.
    let names = Syscall.all.filter { $0.exists(on: .x86_64) }.map(\.name)
    let rules = (0..<1000).map { value in
      Rule(
        names: names, action: .allow,
        conditions: Condition.indices.map { Condition($0, .equal, UInt64(value * 8 + $0)) })
    }
    let failure = failure(
      FlatProfile(defaultAction: .errno(.EPERM), architectures: [.x86_64], rules: rules),
      by: Compiler(native: .x86_64, timeLimit: .seconds(600), memoryLimit: 0))
    let error = try #require(failure)
    guard case .outOfMemory = error.reason else {
      Issue.record("\(error)")
      return
    }
  }
}
