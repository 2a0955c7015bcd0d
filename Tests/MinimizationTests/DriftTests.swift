import Findings
import Minimization
import Observations
import Profiles
import Syscalls
import Testing

@Suite struct DriftTests {
  private func reduce(
    _ calls: [Seen], _ level: Drift.Level = .libc, within rules: [Rule]? = nil,
    on architecture: Architecture = .x86_64, reaching reach: [String]? = nil
  ) throws -> Reduction {
    let environment = Environment(
      architecture: architecture, kernel: KernelVersion(6, 18),
      capabilities: Capability.dockerDefault, noNewPrivileges: .on, runtime: .crun)
    let baseline =
      try rules.map {
        FlatProfile(
          defaultAction: .errno(.EPERM), architectures: [architecture], rules: $0)
      } ?? Baseline.named("docker").profile.resolved(for: environment)
    let image = reach.map { names in
      ProgramReach(
        calls: [
          architecture: Dictionary(uniqueKeysWithValues: names.map { ($0, .init("/bin/a")) })
        ])
    }
    return Minimizer(
      baseline: baseline, environment: environment, drift: level, image: image,
      arguments: .families
    ).reduce(observations(calls))
  }

  private func drift(_ name: String, in reduction: Reduction) -> String? {
    guard case .drift(let cause)? = reduction.entries.first(where: { $0.name == name })?.reason
    else { return nil }
    return cause.words
  }

  /// What musl makes of a function, and what glibc makes of it, lead to each other (80 functions under strace).
  @Test(arguments: [
    ("open", "openat"), ("stat", "newfstatat"), ("stat", "statx"), ("fstat", "newfstatat"),
    ("lstat", "newfstatat"), ("fork", "clone"), ("poll", "ppoll"), ("epoll_wait", "epoll_pwait"),
    ("epoll_wait", "epoll_pwait2"), ("pipe", "pipe2"), ("select", "pselect6"),
    ("nanosleep", "clock_nanosleep"), ("alarm", "setitimer"), ("tkill", "tgkill"),
    ("inotify_init", "inotify_init1"), ("mkdir", "mkdirat"), ("unlink", "unlinkat"),
    ("rename", "renameat"), ("utimes", "utimensat"), ("getdents", "getdents64"),
    ("getrlimit", "prlimit64"), ("accept", "accept4"), ("dup2", "dup3"), ("eventfd", "eventfd2"),
    ("writev", "write"), ("readv", "read"), ("getpgrp", "getpgid"), ("semop", "semtimedop"),
  ])
  func oneEntryPointLeadsToTheOther(_ old: String, _ new: String) throws {
    for (seen, other) in [(old, new), (new, old)] {
      let reduction = try reduce([Seen(name: seen)])
      let entry = try #require(reduction.entries.first { $0.name == other })
      if [.floor, .always].contains(entry.reason.class) { continue }
      #expect(drift(other, in: reduction) == "beside \(seen), seen")
      #expect(drift(other, in: try reduce([Seen(name: seen)], .none)) == nil)
    }
  }

  /// Redis 7.0 wakes its event loop by a pipe, Redis 8.0 by an eventfd, and so do Go 1.22 and Go 1.25.
  @Test func pollerIsWokenByAnEventInPlaceOfAPipe() throws {
    let poller = [Seen(name: "pipe2"), Seen(name: "epoll_create")]
    #expect(drift("eventfd2", in: try reduce(poller)) == "beside pipe2, seen with epoll")
    #expect(drift("eventfd2", in: try reduce(poller, .none)) == nil)
    #expect(drift("eventfd2", in: try reduce([Seen(name: "pipe2")])) == nil)
    // The pipe's flags are not the event's, and what an image's programs can call decides.
    let rule = try reduce(poller).profile.rules.first { $0.names.contains("eventfd2") }
    #expect(try #require(rule).conditions.isEmpty)
    #expect(drift("eventfd2", in: try reduce(poller, reaching: ["pipe2", "read"])) == nil)
    #expect(drift("eventfd2", in: try reduce(poller, reaching: ["eventfd2"])) != nil)
  }

  /// Of an image, it is known which of the calls its C library makes.
  @Test func reachOfTheImageReplacesTheTable() throws {
    let seen = ["stat", "poll", "pipe", "set_tid_address"].map { Seen(name: $0) }
    let reach = ["newfstatat", "ppoll", "poll", "set_tid_address", "rseq", "getcwd"]
    let reduction = try reduce(seen, reaching: reach)
    #expect(drift("newfstatat", in: reduction) == "beside stat, seen")
    #expect(drift("ppoll", in: reduction) == "beside poll, seen")
    #expect(drift("rseq", in: reduction) == "glibc or musl begins a program with it")
    let table = try reduce(seen)
    for name in ["statx", "prlimit64"] {
      #expect(drift(name, in: reduction) == nil && drift(name, in: table) != nil, "\(name)")
    }
    // Nothing of pipe's group is in reach, so that nobody knows who makes it: the table decides.
    #expect(drift("pipe2", in: reduction) == "beside pipe, seen")
    #expect(drift("getcwd", in: reduction) == nil)
  }

  @Test func reasonStandsInTheProfile() throws {
    let reduction = try reduce([Seen(name: "mkdir")])
    let rule = try #require(reduction.profile.rules.first { $0.names.contains("mkdirat") })
    #expect(rule.comment == "drift: beside mkdir, seen" && rule.action == .allow)
  }

  /// What adds power, or hides its arguments, is not another way to anything.
  @Test(arguments: Drift.Level.allCases)
  func powerIsNeverAdded(_ level: Drift.Level) throws {
    let seen = [
      "clone", "clone3", "execve", "fork", "kill", "wait4", "openat", "read", "write", "epoll_wait",
      "mmap",
      "recvmsg", "sendmsg", "ioctl", "prctl", "close", "socket",
    ].map { Seen(name: $0) }
    let reduction = try reduce(seen, level)
    let powerful: Set = [
      "clone3", "execveat", "io_uring_enter", "io_uring_register", "io_uring_setup", "pidfd_getfd",
      "process_vm_readv", "process_vm_writev", "ptrace", "socketcall", "ipc", "setns", "unshare",
      "bpf",
    ]
    #expect(powerful.isDisjoint(with: reduction.entries.map(\.name)))
  }

  /// Newer calls that a libc tries first are told ENOSYS, unless the newer kernel is asked for.
  @Test func probesKeepENOSYS() throws {
    let seen = ["access", "chmod", "rename", "futex", "wait4", "kill"].map { Seen(name: $0) }
    let newer = [
      "fchmodat2", "renameat2", "futex_wait", "futex_waitv", "pidfd_open", "pidfd_send_signal",
      "faccessat2", "openat2",
    ]
    let libc = try reduce(seen)
    for name in newer + ["clone3"] {
      #expect(
        libc.refusals.first { $0.name == name }?.action == .errno(.ENOSYS), "\(name)")
    }
    let kernel = try reduce(seen + [Seen(name: "open")], .kernel)
    for name in newer { #expect(drift(name, in: kernel) != nil, "\(name)") }
    #expect(kernel.refusals.contains { $0.name == "clone3" && $0.action == .errno(.ENOSYS) })
  }

  /// A program that glibc starts makes these, whatever musl showed (strace, glibc 2.36 and 2.39).
  @Test func startOfTheOtherLibraryIsServed() throws {
    let glibc = [
      "brk", "mmap", "access", "openat", "newfstatat", "fstat", "pread64", "close", "arch_prctl",
      "set_tid_address", "set_robust_list", "rseq", "mprotect", "prlimit64", "munmap", "read",
      "exit_group", "getrandom", "execve",
    ]
    let start = [Seen(name: "arch_prctl"), Seen(name: "set_tid_address"), Seen(name: "exit_group")]
    let reduction = try reduce(start)
    #expect(Set(glibc).subtracting(reduction.entries.map(\.name)).isEmpty)
    // 32-bit programs alone set their thread so, and threads are made by who makes some.
    #expect(drift("set_thread_area", in: reduction) == nil)
    #expect(!reduction.entries.contains { $0.name == "membarrier" })
    #expect(drift("membarrier", in: try reduce(start + [Seen(name: "clone")])) != nil)
    // A program of Go has no C library to start.
    let go = try reduce([
      Seen(name: "arch_prctl"), Seen(name: "clone"), Seen(name: "sched_getaffinity"),
    ])
    #expect(!go.entries.contains { $0.name == "pread64" })
    #expect(try reduce([]).entries.allSatisfy { $0.reason.class != .drift })
  }

  /// i386 and arm have a second form of each call with a time.
  @Test func timesOf64BitsAreServedOn32BitMachines() throws {
    let reduction = try reduce(
      ["clock_nanosleep", "futex", "ppoll", "utimensat", "set_tid_address"].map {
        Seen(name: $0, architecture: .x86)
      })
    for name in ["clock_nanosleep", "futex", "ppoll", "utimensat"] {
      let other = name == "futex" ? "futex_time64" : "\(name)_time64"
      #expect(drift(other, in: reduction) != nil, "\(other)")
    }
    #expect(drift("set_thread_area", in: reduction) != nil)
    #expect(drift("clock_nanosleep_time64", in: try reduce([Seen(name: "nanosleep")])) == nil)
  }

  @Test func nothingLeavesTheBaseline() throws {
    let reduction = try reduce(
      [Seen(name: "mkdir"), Seen(name: "open")],
      within: [Rule(names: ["mkdir", "open", "exit_group"], action: .allow)])
    #expect(reduction.entries.map(\.name) == ["exit_group", "mkdir", "open"])
  }

  /// Flags of open stand one further behind in openat; a baseline's rule on them goes along, and where the other
  /// call has a rule of its own, that one stays.
  @Test func conditionsTravelWithTheirPositions() throws {
    let readOnly = Condition(1, masked: 3, equals: 0)
    let rules = [
      Rule(names: ["open"], action: .allow, conditions: [readOnly]),
      Rule(names: ["openat", "creat"], action: .allow),
      Rule(names: ["rename"], action: .allow, conditions: [Condition(1, .equal, 7)]),
      Rule(names: ["renameat"], action: .allow, conditions: [Condition(0, .equal, 9)]),
    ]
    let reduction = try reduce([Seen(name: "open"), Seen(name: "rename")], within: rules)
    func conditions(_ name: String) -> [[Condition]] {
      reduction.profile.rules.filter { $0.names == [name] }.map(\.conditions)
    }
    #expect(conditions("openat") == [[Condition(2, masked: 3, equals: 0)]])
    #expect(conditions("renameat") == [[Condition(0, .equal, 9)]])
    // Beside a call that may do anything, so may the other.
    let both = try reduce([Seen(name: "open"), Seen(name: "creat")], within: rules)
    #expect(
      both.profile.rules.filter { $0.names.contains("openat") }.allSatisfy { $0.conditions.isEmpty }
    )
  }

  /// An operation of futex that is not ordinary was seen, and the other form of the call makes it, too.
  @Test func seenValuesTravel() throws {
    let futex = try reduce(
      [Seen(name: "futex", architecture: .x86, arguments: [1: 12])])
    let rules = futex.profile.rules.filter { $0.names == ["futex_time64"] }
    #expect(rules.contains { $0.comment?.contains("FUTEX_CMP_REQUEUE_PI") ?? false }, "\(rules)")
  }
}
