package import Profiles

/// The calls that the container runtime makes itself between loading the filter and the program's
/// first instruction.
///
/// Measured with an all-log filter and the audit records of the runtime's own process: runc 1.1.5,
/// 1.1.15, 1.3.6 and 1.5.1, crun 1.8.1, 1.21 and 1.28, on x86-64 with kernel 6.18; root, numeric and
/// named users, groups, terminals, capabilities added and dropped. Unions over versions and
/// variants: a rare call that is missing makes a start that fails one time in twenty.
package struct RuntimeFloor {
  /// Calls, each with who makes it, sorted by name.
  package let calls: [(name: String, makers: [String])]
  /// The calls without which a container does not start, each with the runtimes that need it,
  /// sorted by name: the smallest lists with which a static program that only exits started every
  /// time.
  package let needed: [(name: String, makers: [String])]
  /// The same for each way in which a container may be started.
  package let neededByStart: [Set<String>]

  package init(for environment: Environment) {
    var makers: [String: [String]] = [:]
    func add(_ names: [String], by maker: String) {
      for name in names where makers[name]?.last != maker {
        makers[name, default: []].append(maker)
      }
    }
    let early = environment.noNewPrivileges != .on
    let late = environment.noNewPrivileges != .off
    if environment.runtime != .crun {
      if early { add(Self.runc, by: "runc") }
      if late { add(Self.runcWithNoNewPrivileges, by: "runc") }
    }
    if environment.runtime != .runc {
      if early { add(Self.crun, by: "crun") }
      if late { add(Self.crunWithNoNewPrivileges, by: "crun") }
    }
    if environment.withInit { add(Self.tini, by: "docker-init") }
    calls = makers.sorted { $0.key < $1.key }.map { ($0.key, Set($0.value).sorted()) }

    let starts = Self.starts.filter { environment.includes($0) }
    neededByStart = starts.map { Set($0.calls) }
    var needed: [String: [String]] = [:]
    for start in starts {
      for name in start.calls where needed[name]?.last != start.maker {
        needed[name, default: []].append(start.maker)
      }
    }
    self.needed = needed.sorted { $0.key < $1.key }.map { ($0.key, Set($0.value).sorted()) }
  }

  private static func list(_ names: String) -> [String] {
    names.split(separator: " ").map(String.init)
  }

  /// `docker run` and `docker exec`, which health checks use. `exec` also tries fsopen, fsconfig,
  /// fsmount and open_tree, which Docker's default refuses and runc does without.
  private static let runc = list(
    "capget capset chdir close close_range epoll_ctl execve faccessat faccessat2 fchown fcntl "
      + "fstat fstatfs futex getcwd getdents64 getpid getppid mmap newfstatat openat openat2 prctl "
      + "read rt_sigreturn sched_yield setgid setgroups setuid statx tgkill uname write")

  private static let runcWithNoNewPrivileges = list(
    "close close_range epoll_ctl execve fcntl fstat fstatfs futex getdents64 getpid mmap openat "
      + "openat2 rt_sigreturn sched_yield statx write")

  private static let crun = list(
    "capset close close_range execve fchown fstat ioctl openat prctl pselect6 read rt_sigaction "
      + "rt_sigprocmask setgroups setresgid setresuid statx umask write")

  private static let crunWithNoNewPrivileges = list("close close_range execve umask write")

  /// tini 0.19, which `docker run --init` puts before the program.
  private static let tini = list(
    "arch_prctl brk clone execve exit_group getpgrp getpid getrandom ioctl kill mprotect prlimit64 "
      + "readlink rseq rt_sigaction rt_sigprocmask rt_sigtimedwait set_robust_list set_tid_address "
      + "setpgid wait4")

  /// What one runtime needs to start a container.
  fileprivate struct Start {
    let maker: String
    let runtime: Environment.Runtime
    let withNoNewPrivileges: Bool
    let calls: [String]
  }

  /// runc 1.3 and later reads its own descriptors by `openat2` and `statx`, and Go maps memory.
  private static let starts = [
    Start(
      maker: "runc 1.1", runtime: .runc, withNoNewPrivileges: false,
      calls: list(
        "capget capset chdir close execve exit_group faccessat2 fstat fstatfs futex getcwd "
          + "getdents64 getppid newfstatat openat prctl read rt_sigreturn setgid setgroups setuid "
          + "write")),
    Start(
      maker: "runc 1.3 and later", runtime: .runc, withNoNewPrivileges: false,
      calls: list(
        "capget capset chdir close execve exit_group fstat fstatfs futex getcwd getdents64 getppid "
          + "mmap newfstatat openat openat2 prctl read rt_sigreturn setgid setgroups setuid statx "
          + "write")),
    Start(
      maker: "runc 1.1", runtime: .runc, withNoNewPrivileges: true,
      calls: list(
        "close execve exit_group fstatfs futex getdents64 openat rt_sigreturn write")),
    Start(
      maker: "runc 1.3 and later", runtime: .runc, withNoNewPrivileges: true,
      calls: list(
        "close execve exit_group fstat fstatfs futex getdents64 mmap openat openat2 rt_sigreturn "
          + "statx write")),
    Start(
      maker: "crun", runtime: .crun, withNoNewPrivileges: false,
      calls: list(
        "capset execve exit_group prctl pselect6 read rt_sigaction rt_sigprocmask setresgid "
          + "setresuid write")),
    Start(
      maker: "crun", runtime: .crun, withNoNewPrivileges: true,
      calls: list("execve exit_group")),
  ]
}

extension Environment {
  fileprivate func includes(_ start: RuntimeFloor.Start) -> Bool {
    (runtime == .any || runtime == start.runtime)
      && noNewPrivileges != (start.withNoNewPrivileges ? .off : .on)
  }
}
