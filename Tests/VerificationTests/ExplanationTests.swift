import Filters
import Findings
import Minimization
import Observations
import Profiles
import Seccomp
import Syscalls
import Testing
import Verification

@Suite struct ExplanationTests {
  private func explain(
    _ name: String, _ arguments: [Int: UInt64] = [:], in profile: FlatProfile = Sample.reduced(),
    seen: [Sample.Seen] = Sample.service
  ) throws -> Explanation {
    let explainer = Explainer(
      try EnforcedProfile(compiling: profile, for: Sample.environment),
      within: try Sample.enforcedBaseline(), unresolved: Baseline.newest.profile,
      environment: Sample.environment, observations: Sample.observations(seen))
    return try #require(
      explainer.explain(SyscallReference(parsing: name), on: .x86_64, arguments: arguments))
  }

  /// "The call runs with ordinary arguments" is said of a profile that lets all of them run.
  @Test func valueIsCalledExtraordinaryOnlyWhereOrdinaryOnesRun() throws {
    func terminals(_ requests: [UInt64]) -> FlatProfile {
      Sample.reduced().changed(
        without: ["ioctl"],
        adding: requests.map { .allow("ioctl", Condition(1, masked: 0xffff_ffff, equals: $0)) })
    }
    // TIOCSTI, under a profile that lets TCGETS run alone, and under one with the list.
    guard case .neverSeen = try explain("ioctl", [1: 0x5412], in: terminals([0x5401])).cause else {
      Issue.record("TCGETS is not all that is ordinary")
      return
    }
    let list = try #require(ArgumentList.list(for: "ioctl", at: .families))
    let ordinary = terminals(list.samples().map { $0[0] })
    guard case .notOrdinary = try explain("ioctl", [1: 0x5412], in: ordinary).cause else {
      Issue.record("TIOCSTI is not ordinary")
      return
    }
  }

  @Test func observedCallNamesItsFirstPlace() throws {
    let explanation = try explain("openat")
    #expect(explanation.decision == .decided(.allow))
    guard case .needed(.observed(let first, _, let runs)) = explanation.cause else {
      Issue.record("\(explanation.cause)")
      return
    }
    #expect((first.line, runs) == (3, 1))
    #expect(explanation.decidingRule?.names.contains("openat") == true)
  }

  /// The filter lets it run, and no rule does: not "because the default action answers", which refuses.
  @Test func callThatIsCompiledOtherwiseThanMeantSaysSo() throws {
    let meant = Sample.reduced().changed(adding: [.allow("keyctl", Condition(0, .equal, 5))])
    let made = Sample.reduced().changed(adding: [.allow("keyctl", Condition(0, .equal, 7))])
    let filter = try Compiler(native: .x86_64).compile(made).filter
    let explainer = Explainer(
      EnforcedProfile(meant, filter: filter, stubs: []), within: try Sample.enforcedBaseline(),
      unresolved: Baseline.newest.profile, environment: Sample.environment,
      observations: Sample.observations(Sample.service))
    func obstacle(_ value: UInt64) throws -> Explanation.Obstacle? {
      try #require(
        explainer.explain(SyscallReference(parsing: "keyctl"), on: .x86_64, arguments: [0: value])
      ).obstacle
    }
    guard case .miscompiled(_, _, .allow, [.errno(1)], isAlways: true)? = try obstacle(7) else {
      Issue.record("7 runs, and no rule lets it")
      return
    }
    guard case .miscompiled(_, _, .errno(1), [.allow], isAlways: true)? = try obstacle(5) else {
      Issue.record("5 is refused, and a rule lets it run")
      return
    }
    if let other = try obstacle(6) { Issue.record("6 is refused as meant: \(other)") }
  }

  /// A profile asked about as its own baseline: what runc puts before it stands before both.
  @Test func runtimeAnswersForProfileAndBaselineAlike() throws {
    let enforced = try Sample.enforcedBaseline()
    let explainer = Explainer(
      enforced, within: enforced, unresolved: Baseline.newest.profile,
      environment: Sample.environment, observations: Observations())
    let number = try #require(enforced.stubs[0].bars[.x86_64]) + 1
    let explanation = try #require(
      explainer.explain(.number(number), on: .x86_64, arguments: [:]))
    #expect(explanation.runtimes.verdict == .errno(38))
    #expect(explanation.runtimes.answering == [.runc, .olderRunc])
    #expect(explanation.runtimes.asking == [.crun])
    #expect(explanation.baselineRuntimes == explanation.runtimes)
    #expect(explanation.answeredAt == nil)
  }

  /// What `verify` finds of a profile that lists no architecture, `explain` tells as well.
  @Test func olderRuncAsksTheFilterWhereNoArchitectureIsListed() throws {
    let baseline = try Sample.enforcedBaseline()
    let profile = FlatProfile(
      defaultAction: .errno(.EPERM), architectures: [], rules: Sample.baseline.rules)
    let explainer = Explainer(
      try EnforcedProfile(compiling: profile, for: Sample.environment), within: baseline,
      unresolved: Baseline.newest.profile, environment: Sample.environment,
      observations: Observations())
    let explanation = try #require(
      explainer.explain(.number(999), on: .x86_64, arguments: [:]))
    #expect(explanation.runtimes.answering == [.runc])
    #expect(explanation.baselineRuntimes.answering == [.runc, .olderRunc])
    guard case .outsideBaseline(.errno(38)) = explanation.cause else {
      Issue.record("\(explanation.cause)")
      return
    }
  }

  /// Kernels since 6.14 ask no filter about uretprobe; 6.13 does.
  @Test(arguments: [(KernelVersion(6, 13), false), (KernelVersion(6, 14), true)])
  func callThatTheKernelDoesNotFilterIsTold(kernel: KernelVersion, isUnfiltered: Bool) throws {
    let environment = Environment(architecture: .x86_64, kernel: kernel)
    let enforced = try Sample.enforcedBaseline()
    let explainer = Explainer(
      enforced, within: enforced, unresolved: Baseline.newest.profile, environment: environment,
      observations: Observations())
    let explanation = try #require(
      explainer.explain(SyscallReference(parsing: "uretprobe"), on: .x86_64, arguments: [:]))
    #expect(explanation.isUnfiltered == isUnfiltered)
  }

  @Test func argumentsDecideWhereTheyAreGiven() throws {
    guard case .undecided(let arguments, _) = try explain("socket").decision else {
      Issue.record("the family decides")
      return
    }
    #expect(arguments == [0])
    #expect(try explain("socket", [0: 2]).decision == .decided(.allow))
    let refused = try explain("socket", [0: 38])
    #expect(refused.decision == .decided(.errno(1)))
    #expect(refused.decidingRule == nil)
    guard case .outsideBaseline(.errno(1)) = refused.cause else {
      Issue.record("\(refused.cause)")
      return
    }
  }

  @Test func callsAreCountedThatAreLikeTheOneAskedAbout() throws {
    guard case .needed(.observed(_, let count, let runs)) = try explain("socket", [0: 2]).cause
    else {
      Issue.record("a family that was seen")
      return
    }
    #expect((count, runs) == (1, 1))
    guard case .neededOtherwise(.observed) = try explain("socket", [0: 1]).cause else {
      Issue.record("AF_UNIX was never seen")
      return
    }
    // -1, in 32 or 64 bits, is no family that a kernel knows.
    for other in [.max, 0xffff_ffff] as [UInt64] {
      guard case .notOrdinary = try explain("socket", [0: other]).cause else {
        Issue.record("\(other) was never seen")
        return
      }
    }
    guard case .needed(.observed) = try explain("socket", [0: 0x1_0000_0002]).cause else {
      Issue.record("the kernel reads 32 bits of it")
      return
    }
  }

  @Test func numberIsExplainedWhetherItHasANameOrNot() throws {
    #expect(try explain("#0").call.description == "read")
    let nobodys = try explain("#900", seen: [.init("#900")])
    #expect(nobodys.call == .number(900))
    guard case .leftOut(.unknownCall, let first) = nobodys.cause else {
      Issue.record("\(nobodys.cause)")
      return
    }
    #expect(first.line == 1)
  }

  @Test func refusedCallTellsWhatWouldOpenItInTheBaseline() throws {
    let explanation = try explain("mount")
    #expect(explanation.otherwiseOpen.map(\.includes.capabilities) == [["CAP_SYS_ADMIN"]])
  }

  @Test func runtimeAndNeverSeenAndHandWrittenAreToldApart() throws {
    guard case .needed(.floor(let makers)) = try explain("capset").cause else {
      Issue.record("capset is of the floor")
      return
    }
    #expect(makers == ["crun", "runc"])
    guard case .neverSeen(runs: 1) = try explain("link").cause else {
      Issue.record("link was never seen")
      return
    }
    let handwritten = Sample.reduced().changed(adding: [.allow("link")])
    guard case .byHand(runs: 1) = try explain("link", in: handwritten).cause else {
      Issue.record("link was put in by hand")
      return
    }
    let poorer = Sample.reduced().changed(without: ["openat"])
    guard case .missing(.observed) = try explain("openat", in: poorer).cause else {
      Issue.record("openat is missing")
      return
    }
  }
}
