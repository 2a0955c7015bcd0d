import Filters
import Foundation
import Profiles
import Seccomp
import Syscalls
import Testing

enum Trials {
  static let arePossible: Bool = {
    let profile = FlatProfile(defaultAction: .allow, architectures: [], rules: [])
    let trial = try? Trial(of: profile, underRuntime: .runc)
    return (try? trial?.run(["true"])) != nil
  }()
}

/// Real commands under real filters; needs no root.
@Suite(
  .enabled(
    if: Trials.arePossible, "this kernel, or a sandbox around it, refuses user notification"),
  .timeLimit(.minutes(1)))
struct TrialTests {
  /// `Tests/Caller`, built beside the tests.
  private static let caller = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    .deletingLastPathComponent().appending(path: "Caller").path

  /// A profile that lets everything run but what these rules are about.
  private static func refusing(_ rules: Rule...) -> FlatProfile {
    FlatProfile(defaultAction: .allow, architectures: [.native], rules: rules)
  }

  private static func rule(
    _ name: String, _ action: Action = .errno(.EPERM), _ conditions: Condition...
  ) -> Rule {
    Rule(names: [name], action: action, conditions: conditions)
  }

  private func call(
    _ name: String, _ arguments: UInt64..., by mode: String = "call", under profile: FlatProfile,
    runtime: RuntimeStub.Runtime = .runc
  ) throws -> TrialOutcome {
    let number = try #require(Syscall(name)?.number(on: .native))
    return try Trial(of: profile, underRuntime: runtime)
      .run([Self.caller, mode, "\(number)"] + arguments.map { "\($0)" })
  }

  @Test func deniedCallIsToldWithItsArgumentsAndTheProgramSeesEPERM() throws {
    let outcome = try call(
      "socket", 38, 5, 7,
      under: Self.refusing(Self.rule("socket", .errno(.EPERM), .init(0, .equal, 38))))
    #expect(outcome.ending == .exited(code: 1))
    let denial = try #require(outcome.denials.first)
    #expect(outcome.denials.count == 1)
    #expect(denial.process.name == "Caller")
    #expect(denial.process.id > 0)
    #expect(denial.invocation.architecture == .native)
    #expect(denial.invocation.number == Syscall("socket")?.number(on: .native))
    #expect(denial.invocation.arguments == [38, 5, 7, 0, 0, 0])
    #expect(denial.verdict == .errno(1))
    #expect(denial.count == 1)
  }

  @Test func allowedCallIsNotTold() throws {
    let outcome = try call(
      "getpgid", under: Self.refusing(Self.rule("getpgid", .errno(.EPERM), .init(0, .equal, 1))))
    #expect(outcome.ending == .exited(code: 0))
    #expect(outcome.denials.isEmpty)
  }

  @Test func exitStatusIsTheCommands() throws {
    let trial = try Trial(of: Self.refusing(), underRuntime: .runc)
    #expect(try trial.run(["sh", "-c", "exit 7"]).ending == .exited(code: 7))
    #expect(try trial.run(["sh", "-c", "kill -KILL $$"]).ending == .killed(signal: SIGKILL))
  }

  struct Answer: Sendable {
    let action: Action
    let errno: UInt16
    let verdict: Verdict
  }

  @Test(arguments: [
    Answer(action: .errno(.ENOSYS), errno: 38, verdict: .errno(38)),
    Answer(action: .errno(Errno(rawValue: 121)!), errno: 121, verdict: .errno(121)),
    // Reports success without running.
    Answer(action: .errno(Errno(rawValue: 0)!), errno: 0, verdict: .errno(0)),
    // Nobody is there to be asked.
    Answer(action: .trace(.EPERM), errno: 38, verdict: .trace(1)),
    Answer(action: .notify, errno: 38, verdict: .notify),
  ])
  func programGetsTheProfilesAnswer(_ answer: Answer) throws {
    let outcome = try call("clone3", under: Self.refusing(Self.rule("clone3", answer.action)))
    #expect(outcome.ending == .exited(code: Int32(answer.errno)))
    #expect(outcome.denials.map(\.verdict) == [answer.verdict])
    #expect(outcome.denials.map(\.errno) == [answer.errno])
  }

  @Test func threadsAndChildrenAreCovered() throws {
    let profile = Self.refusing(Self.rule("unshare"))
    let threads = try call("unshare", 16, by: "threads", under: profile)
    #expect(threads.ending == .exited(code: 16))
    #expect(threads.denials.map(\.count) == [16])
    let child = try call("unshare", by: "child", under: profile)
    #expect(child.ending == .exited(code: 1))
    #expect(child.denials.map(\.count) == [1])
  }

  @Test func processesLeftBehindAreWaitedFor() throws {
    let outcome = try call("unshare", by: "orphan", under: Self.refusing(Self.rule("unshare")))
    #expect(outcome.ending == .exited(code: 3))
    #expect(outcome.denials.map(\.count) == [1])
  }

  /// A call that kills or traps is told.
  @Test(
    arguments: [
      (Action.kill, [.killThread]), (.killThread, [.killThread]), (.killProcess, [.killProcess]),
      (.trap, [.trap(0)]),
    ] as [(Action, [Verdict])])
  func killedCommandEndsBySIGSYS(_ action: Action, told: [Verdict]) throws {
    let outcome = try call("getpgid", under: Self.refusing(Self.rule("getpgid", action)))
    #expect(outcome.ending == .killed(signal: SIGSYS))
    #expect(outcome.denials.map(\.verdict) == told)
  }

  /// A shell that ignores SIGSYS dies all the same, as it would of the filter.
  @Test func processThatIgnoresSIGSYSIsKilled() throws {
    let number = try #require(Syscall("getpgid")?.number(on: .native))
    for (action, verdict) in [(Action.killProcess, Verdict.killProcess), (.trap, .trap(0))] {
      let trial = try Trial(of: Self.refusing(Self.rule("getpgid", action)), underRuntime: .runc)
      let outcome = try trial.run(["sh", "-c", "trap '' SYS; exec \(Self.caller) call \(number)"])
      #expect(outcome.ending == .killed(signal: SIGKILL))
      #expect(outcome.denials.map(\.verdict) == [verdict])
    }
  }

  /// As the kernel runs it, `SECCOMP_RET_TRAP` in seccomp(2): the handler is told the call, and the
  /// registers are those before it.
  @Test(arguments: [false, true]) func handlerOfATrapRuns(isInChild: Bool) throws {
    let number = try #require(Syscall("getpgid")?.number(on: .native))
    let trial = try Trial(of: Self.refusing(Self.rule("getpgid", .trap)), underRuntime: .runc)
    let command = [Self.caller, "handle", "\(number)"]
    let script = command.joined(separator: " ") + "; exit $?"
    let outcome = try trial.run(isInChild ? ["sh", "-c", script] : command)
    #expect(outcome.ending == .exited(code: 43))
    #expect(outcome.denials.map(\.verdict) == [.trap(0)])
  }

  @Test func likeCallsAreOneDenialUnlessARuleTellsThemApart() throws {
    let script =
      "\(Self.caller) call $0 1 2; \(Self.caller) call $0 1 3; \(Self.caller) call $0 4 3"
    func denials(_ conditions: Condition...) throws -> [[UInt64]] {
      let rule = Rule(names: ["getpgid"], action: .errno(.EPERM), conditions: conditions)
      let number = try #require(Syscall("getpgid")?.number(on: .native))
      return try Trial(of: Self.refusing(rule), underRuntime: .runc)
        .run(["sh", "-c", script, "\(number)"])
        .denials.map { Array($0.invocation.arguments.prefix(2)) + [UInt64($0.count)] }
    }
    #expect(try denials() == [[1, 2, 3]])
    #expect(try denials(.init(0, .greater, 0)) == [[1, 2, 2], [4, 3, 1]])
  }

  /// What stands between the profile's largest number and the program under runc, and under runc
  /// alone.
  @Test func stubAnswersBeforeTheProfile() throws {
    let known = Syscall.all.filter { $0.name != "clone3" && $0.name != "faccessat2" }
      .compactMap { call in call.number(on: .native).map { (call.name, $0) } }
    let bar = try #require(Syscall("clone3")?.number(on: .native))
    let profile = FlatProfile(
      defaultAction: .errno(.EPERM), architectures: [.native],
      rules: [Rule(names: known.filter { $0.1 < bar }.map(\.0), action: .allow)])
    let runc = try call("clone3", under: profile)
    #expect(runc.ending == .exited(code: 38))
    #expect(runc.denials.contains { $0.verdict == .errno(38) })
    #expect(try call("clone3", under: profile, runtime: .crun).ending == .exited(code: 1))
  }

  @Test func commandThatIsNotThere() throws {
    let trial = try Trial(of: Self.refusing(), underRuntime: .runc)
    #expect {
      try trial.run(["no-such-command"])
    } throws: { error in
      if case .notFound = error as? TrialError { true } else { false }
    }
    #expect {
      try trial.run(["/etc/passwd"])
    } throws: { error in
      if case .notExecutable(errno: EACCES) = error as? TrialError { true } else { false }
    }
  }

  @Test func profileThatRefusesExecveIsRefused() {
    #expect {
      try Trial(of: Self.refusing(Self.rule("execve", .killProcess)), underRuntime: .runc)
    } throws: { error in
      if case .refusesExecution(.killProcess) = error as? TrialError { true } else { false }
    }
  }

  /// A condition decides once the address is known.
  @Test func executionRefusedByConditionIsTold() throws {
    let profile = Self.refusing(Self.rule("execve", .errno(.EPERM), .init(0, .greater, 1)))
    let trial = try Trial(of: profile, underRuntime: .runc)
    #expect {
      try trial.run(["true"])
    } throws: { error in
      if case .notExecutable(errno: EPERM) = error as? TrialError { true } else { false }
    }
  }

  /// libseccomp adds the machine's own ABI, and so do runtimes.
  @Test func profileThatDoesNotListTheMachineHoldsForItAllTheSame() throws {
    let other: Architecture = Architecture.native == .aarch64 ? .riscv64 : .aarch64
    let profile = FlatProfile(
      defaultAction: .allow, architectures: [other], rules: [Self.rule("getpgid")])
    let outcome = try call("getpgid", under: profile)
    #expect(outcome.ending == .exited(code: 1))
    #expect(outcome.denials.count == 1)
  }

  /// `getpgid` has the greater number, and comes first.
  @Test func denialsStandInTheOrderInWhichTheyWereMade() throws {
    let numbers = try ["getpgid", "getpriority", "dup"].map {
      try #require(Syscall($0)?.number(on: .native))
    }
    let script = numbers.map { "\(Self.caller) call \($0) 9" }.joined(separator: "; ")
    let profile = Self.refusing(
      Self.rule("getpgid"), Self.rule("getpriority"), Self.rule("dup", .errno(.EPERM)))
    let outcome = try Trial(of: profile, underRuntime: .runc).run(["sh", "-c", script])
    let told = outcome.denials.filter { $0.process.name == "Caller" }.map(\.invocation.number)
    #expect(told == numbers)
  }
}
