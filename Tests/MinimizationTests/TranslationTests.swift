import Findings
import Minimization
import Observations
import Profiles
import Syscalls
import Testing

/// Runs of one machine, as other machines would have made them.
@Suite struct TranslationTests {
  private static let targets: [Architecture] = [
    .aarch64, .riscv64, .ppc64le, .s390x, .arm, .x86,
  ]

  private func environment(_ architecture: Architecture) -> Environment {
    Environment(
      architecture: architecture, kernel: KernelVersion(6, 18),
      capabilities: Capability.dockerDefault, noNewPrivileges: .both, runtime: .any)
  }

  private func translate(
    _ calls: [Seen], to target: Architecture, within rules: [Rule]? = nil
  ) throws -> Translation {
    let baseline =
      try rules.map {
        FlatProfile(defaultAction: .errno(.EPERM), architectures: [target], rules: $0)
      }
      ?? Baseline.named("docker").profile.resolved(for: environment(target))
    return Translation(of: observations(calls), to: target, within: baseline)
  }

  private func names(_ translation: Translation) -> Set<String> {
    Set(translation.observations.calls.map(\.description))
  }

  /// What C libraries of aarch64 make of the functions behind the 58 names that x86-64 has and it has not
  /// (glibc `sysdeps/unix/sysv/linux/generic`).
  @Test(arguments: [
    ("access", "faccessat"), ("alarm", "setitimer"), ("chmod", "fchmodat"), ("chown", "fchownat"),
    ("creat", "openat"), ("dup2", "dup3"), ("epoll_create", "epoll_create1"),
    ("epoll_wait", "epoll_pwait"), ("eventfd", "eventfd2"), ("fork", "clone"),
    ("futimesat", "utimensat"), ("getdents", "getdents64"), ("getpgrp", "getpgid"),
    ("inotify_init", "inotify_init1"), ("lchown", "fchownat"), ("link", "linkat"),
    ("lstat", "newfstatat"), ("mkdir", "mkdirat"), ("mknod", "mknodat"), ("open", "openat"),
    ("pause", "ppoll"), ("pipe", "pipe2"), ("poll", "ppoll"), ("readlink", "readlinkat"),
    ("rename", "renameat"), ("rmdir", "unlinkat"), ("select", "pselect6"),
    ("signalfd", "signalfd4"), ("stat", "newfstatat"), ("symlink", "symlinkat"),
    ("time", "gettimeofday"), ("unlink", "unlinkat"), ("utime", "utimensat"),
    ("utimes", "utimensat"), ("vfork", "clone"),
  ])
  func oldNamesAreNewOnes(_ old: String, _ new: String) throws {
    let translation = try translate([Seen(name: old)], to: .aarch64)
    #expect(names(translation).contains(new))
    #expect(translation.replacements[new] == [old] && translation.gaps.isEmpty)
  }

  /// riscv64 came without renameat, and without anything of 32 bits.
  @Test func machinesDiffer() throws {
    #expect(names(try translate([Seen(name: "rename")], to: .riscv64)) == ["renameat2"])
    #expect(names(try translate([Seen(name: "mmap")], to: .arm)) == ["mmap2"])
    let stat = names(try translate([Seen(name: "newfstatat")], to: .arm))
    #expect(stat == ["fstat64", "fstatat64", "lstat64", "stat64", "statx"])
    #expect(names(try translate([Seen(name: "open")], to: .ppc64le)) == ["open"])
  }

  /// By names, never by numbers: read is 0 on x86-64, which is io_setup on aarch64.
  @Test func sameNamesStayWithTheirFirstPlaces() throws {
    let translation = try translate([Seen(name: "read"), Seen(name: "write")], to: .aarch64)
    #expect(translation.same == 2 && translation.replacements.isEmpty)
    let run = translation.observations.runs[0]
    #expect(run.observations.map(\.key.architecture) == [.aarch64, .aarch64])
    #expect(run.observations.map(\.first.line) == [1, 2])
  }

  @Test func whatCannotBeTranslatedIsListed() throws {
    let translation = try translate(
      [
        Seen(name: "arch_prctl"), Seen(name: "modify_ldt"), Seen(name: "#9999"),
        Seen(name: "read", architecture: .x86), Seen(name: "read"),
      ], to: .aarch64)
    #expect(names(translation) == ["read"])
    #expect(
      Dictionary(
        uniqueKeysWithValues: translation.gaps.map { ("\($0.call) \($0.architecture)", $0.cause) })
        == [
          "arch_prctl x86_64": .noCounterpart, "modify_ldt x86_64": .noCounterpart,
          "#9999 x86_64": .unknown, "read x86": .otherABI,
        ])
    #expect(translation.gaps.allSatisfy { $0.first.line > 0 })
  }

  @Test func nothingLeavesTheBaseline() throws {
    let translation = try translate(
      [Seen(name: "open"), Seen(name: "mkdir")], to: .aarch64,
      within: [Rule(names: ["openat"], action: .allow)])
    #expect(names(translation) == ["openat"])
    #expect(translation.gaps.map(\.cause) == [.outsideBaseline(["mkdirat"])])
  }

  /// kernel/fork.c, CONFIG_CLONE_BACKWARDS2: on s390 the flags of clone are the second argument.
  @Test func argumentsStandWhereTheyStandThere() throws {
    let clone = Seen(name: "clone", arguments: [0: 0x11])
    let timer = Seen(name: "timerfd_settime", arguments: [1: 1])
    for (target, index) in [(Architecture.s390x, 1), (.aarch64, 0)] {
      let translation = try translate([clone, timer], to: target)
      let keys = translation.observations.runs[0].observations.map(\.key)
      #expect(keys.contains { $0.call.description == "clone" && $0.arguments[index] == 0x11 })
      #expect(
        keys.contains { $0.call.description == "timerfd_settime" && $0.arguments[1] == 1 })
    }
    // TCGETS is 0x5401 on x86-64 and 0x402c7413 on ppc64le: what was asked there is not known.
    let ioctl = try translate([Seen(name: "ioctl", arguments: [1: 0x5401])], to: .ppc64le)
    #expect(ioctl.observations.runs[0].observations[0].key.arguments.isEmpty)
  }

  /// What i386 has names of its own for, and what it hands to one call.
  @Test(arguments: [
    (
      Architecture.x86, Seen(name: "stat64", architecture: .x86), Architecture.aarch64, "newfstatat"
    ),
    (.x86, Seen(name: "fcntl64", architecture: .x86), .x86_64, "fcntl"),
    (.x86, Seen(name: "mmap2", architecture: .x86), .riscv64, "mmap"),
    (.x86, Seen(name: "getuid32", architecture: .x86), .aarch64, "getuid"),
    (
      .x86, Seen(name: "socketcall", architecture: .x86, arguments: [0: 3]), .aarch64, "connect"
    ),
    (.x86, Seen(name: "socketcall", architecture: .x86, arguments: [0: 9]), .aarch64, "sendto"),
    (.x86, Seen(name: "ipc", architecture: .x86, arguments: [0: 2]), .aarch64, "semget"),
    (.aarch64, Seen(name: "openat", architecture: .aarch64), .x86_64, "openat"),
    (.arm, Seen(name: "_llseek", architecture: .arm), .x86_64, "lseek"),
    (.riscv64, Seen(name: "renameat2", architecture: .riscv64), .aarch64, "renameat2"),
  ])
  func othersAreTranslatedToo(
    _ source: Architecture, _ seen: Seen, _ target: Architecture, _ name: String
  ) throws {
    let translation = try translate([seen], to: target)
    #expect(translation.source == source)
    #expect(names(translation).contains(name), "\(names(translation)) \(translation.gaps)")
  }

  /// `socketcall` of which nobody told what it was for.
  @Test func whatIsNotToldIsAGap() throws {
    let translation = try translate(
      [Seen(name: "socketcall", architecture: .x86), Seen(name: "read", architecture: .x86)],
      to: .aarch64)
    #expect(names(translation) == ["read"])
    #expect(translation.gaps.map(\.cause) == [.noCounterpart])
  }

  /// The flags of clone stand second on s390x, and first elsewhere.
  @Test func argumentsOfOthersMoveBack() throws {
    let clone = Seen(name: "clone", architecture: .s390x, arguments: [1: 0x11])
    let key = try translate([clone], to: .x86_64).observations.runs[0].observations[0].key
    #expect(key.arguments[0] == 0x11 && key.arguments[1] == nil)
    // A request of ppc64le's is none of x86-64's.
    let ioctl = Seen(name: "ioctl", architecture: .ppc64le, arguments: [1: 0x402c_7413])
    #expect(
      try translate([ioctl], to: .x86_64).observations.runs[0].observations[0].key.arguments
        .isEmpty)
  }

  /// The reach of an image of the other machine decides between the calls of a group.
  @Test func reachDecides() throws {
    var seen = observations([Seen(name: "stat"), Seen(name: "open")])
    seen.reach = ProgramReach(calls: [.aarch64: ["newfstatat": .init("/bin/a")]])
    let baseline = try Baseline.named("docker").profile.resolved(for: environment(.aarch64))
    let translation = Translation(of: seen, to: .aarch64, within: baseline)
    #expect(names(translation) == ["newfstatat", "openat"])
  }

  /// The floor has the names of the machine, and each replaced call its reason.
  @Test(arguments: targets)
  func profileIsOfTheMachinesNames(_ target: Architecture) throws {
    let environment = environment(target)
    let baseline = try Baseline.named("docker").profile.resolved(for: environment)
    let seen = ["open", "stat", "fork", "mmap", "set_tid_address", "exit_group"].map {
      Seen(name: $0)
    }
    let translation = Translation(of: observations(seen), to: target, within: baseline)
    let reduction = Minimizer(
      baseline: baseline, environment: environment, drift: .libc,
      translation: translation
    ).reduce(translation.observations)
    for entry in reduction.entries {
      let exists = reduction.profile.filteredArchitectures(native: target).contains {
        Syscall(entry.name)?.exists(on: $0) ?? false
      }
      #expect(exists, "\(entry.name) is not on \(target)")
    }
    let names = Set(reduction.entries.map(\.name))
    #expect(names.isSuperset(of: ["execve", "openat", "read", "clone", "close"]))
    #expect(!names.isDisjoint(with: ["newfstatat", "fstatat64"]))
    #expect(!names.isDisjoint(with: ["mmap", "mmap2"]))
    if target == .aarch64 {
      guard
        case .drift(let cause)? = reduction.entries.first(where: { $0.name == "openat" })?.reason
      else {
        Issue.record("openat has another reason")
        return
      }
      #expect(cause.words == "in place of open, seen on x86_64")
    }
  }
}
