import Minimization
import Observations
import Profiles
import Syscalls
import Testing

/// What a line of a trace would say.
struct Seen {
  let name: String
  var architecture = Architecture.x86_64
  var arguments: [Int: UInt64] = [:]
  var outcome = Outcome.returned
}

/// One run in which each of `calls` was seen once.
func observations(_ calls: [Seen]) -> Observations {
  var table = ObservationTable()
  for (line, seen) in calls.enumerated() {
    let slot = table.enter(
      SyscallReference(parsing: seen.name), on: seen.architecture,
      arguments: ArgumentValues(seen.arguments),
      file: "log", line: line + 1)
    table.conclude(slot, seen.outcome)
  }
  return Observations(runs: [
    Run(
      id: "0000000000000001", name: "log", formats: ["strace"], lines: calls.count, processes: 1,
      observations: table.folded().observations, ledger: Ledger())
  ])
}

@Suite struct MinimizerTests {
  private func reduce(
    _ calls: [Seen], capabilities: Set<Capability> = Capability.dockerDefault,
    baseline: String = "docker", privileges: Environment.NoNewPrivileges = .both,
    runtime: Environment.Runtime = .any, withInit: Bool = false
  ) throws -> Reduction {
    let environment = Environment(
      architecture: .x86_64, kernel: KernelVersion(6, 18), capabilities: capabilities,
      noNewPrivileges: privileges, runtime: runtime, withInit: withInit)
    return Minimizer(
      baseline: try Baseline.named(baseline).profile.resolved(for: environment),
      environment: environment
    ).reduce(observations(calls))
  }

  private func reason(_ name: String, in reduction: Reduction) -> Reason.Class? {
    reduction.entries.first { $0.name == name }?.reason.class
  }

  private func rules(for name: String, in reduction: Reduction) -> [Rule] {
    reduction.profile.rules.filter { $0.names.contains(name) }
  }

  @Test func conditionsOfTheBaselineStayWithEveryCallThatIsKept() throws {
    let reduction = try reduce([
      Seen(name: "socket", arguments: [0: 2]), Seen(name: "clone", arguments: [0: 0x11]),
      Seen(name: "personality", arguments: [0: 0]),
    ])
    for name in ["socket", "clone", "personality"] {
      let rules = rules(for: name, in: reduction)
      #expect(!rules.isEmpty)
      #expect(rules.allSatisfy { !$0.conditions.isEmpty }, "\(name) must not stand bare")
    }
    #expect(
      rules(for: "clone", in: reduction)[0].conditions == [
        Condition(0, masked: 0x7e02_0000, equals: 0)
      ])
  }

  struct Use {
    let seen: [Seen]
    /// Whether the first call is in the profile.
    let isKept: Bool
    let why: Comment
  }

  @Test(arguments: [
    Use(
      seen: [Seen(name: "fchmod", outcome: .failed(errno: 1))], isKept: true,
      why: "EPERM of a call that the baseline allows has a reason of its own"),
    Use(
      seen: [Seen(name: "link", outcome: .failed(errno: 2))], isKept: true,
      why: "ENOENT is an answer to a call that was used"),
    Use(
      seen: [Seen(name: "mount", outcome: .failed(errno: 1))], isKept: false,
      why: "EPERM where the baseline refuses the call"),
    Use(
      seen: [Seen(name: "mseal", outcome: .failed(errno: 38))], isKept: false,
      why: "ENOSYS: it is not there"),
    Use(
      seen: [Seen(name: "mseal", outcome: .failed(errno: 38)), Seen(name: "mseal")], isKept: true,
      why: "not there once, but used another time"),
    Use(
      seen: [Seen(name: "socket", arguments: [0: 38], outcome: .failed(errno: 1))], isKept: false,
      why: "EPERM where the baseline refuses this very family"),
    Use(
      seen: [Seen(name: "socket", arguments: [0: 2], outcome: .failed(errno: 1))], isKept: true,
      why: "EPERM for a family that the baseline allows"),
    Use(
      seen: [Seen(name: "mount")], isKept: false, why: "ran unconfined; the baseline refuses it"),
    Use(
      seen: [Seen(name: "acct", outcome: .denied)], isKept: false,
      why: "denied, as by the baseline"),
    Use(
      seen: [Seen(name: "link", outcome: .denied)], isKept: true,
      why: "denied by a tighter filter than the baseline: the program wanted it"),
    Use(seen: [Seen(name: "#99999")], isKept: false, why: "not in the table"),
  ])
  func refusedIsNotUsed(_ use: Use) throws {
    let reduction = try reduce(use.seen)
    #expect((reason(use.seen[0].name, in: reduction) == .observed) == use.isKept, use.why)
  }

  @Test func onlyValuesThatWereUsedAreAddedToThoseThatKernelsKnow() throws {
    let ordinary = Seen(name: "socket", arguments: [0: 2])
    let alone = try reduce([ordinary])
    let absent = try reduce([
      ordinary, Seen(name: "socket", arguments: [0: 60], outcome: .failed(errno: 38)),
    ])
    let used = try reduce([ordinary, Seen(name: "socket", arguments: [0: 60])])
    #expect(rules(for: "socket", in: absent) == rules(for: "socket", in: alone))
    #expect(rules(for: "socket", in: used) != rules(for: "socket", in: alone))
  }

  @Test func clone3StaysENOSYSAndItsFallBackIsAdded() throws {
    let reduction = try reduce([Seen(name: "clone3")])
    let clone3 = try #require(rules(for: "clone3", in: reduction).first)
    #expect(clone3.action == .errno(.ENOSYS))
    #expect(reason("clone", in: reduction) == .fallback)
    #expect(rules(for: "clone", in: reduction).allSatisfy { !$0.conditions.isEmpty })
    #expect(reduction.outside.map(\.fallbacks) == [["clone"]])
  }

  /// An engine that does not know clone3 answers EPERM, and threads do not come to be. After ENOSYS, what
  /// the C library does then stands in the log.
  @Test(arguments: [
    ("clone3", Outcome.failed(errno: 1), "clone", true), ("clone3", .denied, "clone", true),
    ("clone3", .failed(errno: 38), "clone", false),
    ("io_uring_setup", .failed(errno: 1), "epoll_pwait", true),
    ("io_uring_setup", .denied, "epoll_create1", true),
  ])
  func fallBackOfACallThatWasRefusedWhileRecordingIsAdded(
    name: String, outcome: Outcome, fallback: String, isAdded: Bool
  ) throws {
    let reduction = try reduce([Seen(name: name, outcome: outcome)])
    #expect(reason(name, in: reduction) == nil)
    #expect((reason(fallback, in: reduction) == .fallback) == isAdded)
  }

  @Test func fallBackIsAddedWhereSomeOfTheCallsWereNotThere() throws {
    let reduction = try reduce([
      Seen(name: "clone3", outcome: .failed(errno: 38)),
      Seen(name: "clone3", outcome: .failed(errno: 1)),
    ])
    #expect(reason("clone", in: reduction) == .fallback)
  }

  @Test func clone3IsKeptWhereTheCapabilityOpensIt() throws {
    let reduction = try reduce([Seen(name: "clone3")], capabilities: [.sysAdmin])
    #expect(reason("clone3", in: reduction) == .observed)
  }

  @Test func absentCallsAnswerENOSYSAsTheyDidWhileRecording() throws {
    let reduction = try reduce([Seen(name: "openat2", outcome: .failed(errno: 38))], runtime: .crun)
    #expect(rules(for: "openat2", in: reduction).map(\.action) == [.errno(.ENOSYS)])
    #expect(
      reduction.refusals.first { $0.name == "openat2" }?.cause == .absentWhileRecording)
  }

  @Test func probesThatWereNotSeenAnswerENOSYS() throws {
    let reduction = try reduce([Seen(name: "read")])
    for name in ["fchmodat2", "epoll_pwait2", "memfd_create", "futex_waitv"] {
      #expect(rules(for: name, in: reduction).map(\.action) == [.errno(.ENOSYS)], "\(name)")
    }
    #expect(rules(for: "io_uring_setup", in: reduction).isEmpty, "the baseline answers EPERM")
  }

  struct Floor {
    let runtime: Environment.Runtime, privileges: Environment.NoNewPrivileges
    let present: [String], absent: [String]
  }

  @Test(arguments: [
    Floor(
      runtime: .runc, privileges: .both,
      present: ["capset", "openat2", "faccessat2", "statx", "tgkill", "mmap"],
      absent: ["pselect6", "setresuid", "umask", "fsopen"]),
    Floor(
      runtime: .crun, privileges: .both, present: ["pselect6", "setresuid", "capset"],
      absent: ["openat2", "getcwd"]),
    Floor(
      runtime: .runc, privileges: .on, present: ["openat2", "fstatfs"],
      absent: ["capset", "setuid", "prctl"]),
    Floor(
      runtime: .crun, privileges: .on, present: ["execve", "close_range"],
      absent: ["capset", "prctl"]),
    Floor(
      runtime: .any, privileges: .both, present: ["pselect6", "openat2", "capset"],
      absent: ["rt_sigtimedwait"]),
  ])
  func runtimeFindsItsCallsOpen(_ floor: Floor) throws {
    let reduction = try reduce([], privileges: floor.privileges, runtime: floor.runtime)
    for name in floor.present { #expect(reason(name, in: reduction) == .floor, "\(name)") }
    for name in floor.absent { #expect(reason(name, in: reduction) == nil, "\(name)") }
  }

  @Test func initProgramIsServedWhenAskedFor() throws {
    #expect(reason("rt_sigtimedwait", in: try reduce([], withInit: true)) == .floor)
  }

  @Test func callsThatTracesMissAreThere() throws {
    let reduction = try reduce([])
    for name in ["exit", "exit_group", "restart_syscall", "rt_sigreturn"] {
      #expect(reason(name, in: reduction) == .always, "\(name)")
    }
    for name in ["clock_gettime", "gettimeofday", "time", "getcpu"] {
      #expect(reason(name, in: reduction) == .vdso, "\(name)")
    }
  }

  @Test func architecturesNobodyTriedAreDropped() throws {
    #expect(try reduce([Seen(name: "read")]).profile.architectures == [.x86_64])
    let mixed = try reduce([Seen(name: "read"), Seen(name: "mmap2", architecture: .x86)])
    #expect(mixed.profile.architectures == [.x86_64, .x86])
    let tried = try reduce([
      Seen(name: "getpid", architecture: .x32, outcome: .failed(errno: 38))
    ])
    #expect(tried.profile.architectures == [.x86_64, .x32], "dropped, the attempt would kill")
  }

  @Test func multiplexedAndDirectFormsGoTogetherOnI386() throws {
    let direct = try reduce([Seen(name: "socket", architecture: .x86, arguments: [0: 1])])
    #expect(reason("socketcall", in: direct) == .multiplexed)
    let multiplexed = try reduce([Seen(name: "socketcall", architecture: .x86, arguments: [0: 3])])
    #expect(reason("connect", in: multiplexed) == .multiplexed)
    #expect(
      reason("ipc", in: try reduce([Seen(name: "shmat", architecture: .x86)])) == .multiplexed)
  }

  /// glibc makes the direct call since 2.28 (`sysdeps/unix/sysv/linux/ipc_ops.h`, `__ASSUME_DIRECT_SYSVIPC_SYSCALLS`).
  @Test func ipcOpensTheDirectCallsOfItsSubcalls() throws {
    let seen = try reduce([Seen(name: "ipc", architecture: .x86)])
    for name in ["semget", "semctl", "msgget", "msgsnd", "shmget", "shmat", "shmctl"] {
      #expect(reason(name, in: seen) == .multiplexed, "\(name)")
    }
    #expect(reason("socket", in: seen) == nil)
    #expect(
      reason("ipc", in: try reduce([Seen(name: "shmget", architecture: .x86)])) == .multiplexed)
  }

  @Test(arguments: Baseline.all.map(\.name))
  func everyReductionHasSafeShapesAndOneConditionPerArgument(baseline: String) throws {
    let reduction = try reduce(
      Syscall.all.map { Seen(name: $0.name) }, baseline: baseline)
    #expect(reduction.profile.unsafeShapes.isEmpty)
    for rule in reduction.profile.rules {
      #expect(Set(rule.conditions.map(\.index)).count == rule.conditions.count)
      #expect(rule.names == rule.names.sorted())
    }
  }

  @Test func sameObservationsGiveTheSameBytesInAnyOrder() throws {
    let calls = ["read", "socket", "clone3", "openat", "futex", "personality"].map {
      Seen(name: $0)
    }
    let forward = try reduce(calls).profile.fileBytes
    #expect(forward == (try reduce(calls.reversed()).profile.fileBytes))
  }
}
