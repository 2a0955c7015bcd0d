/// The calls that a container runtime makes itself between loading the filter and the program's first
/// instruction.
///
/// Measured with an all-log filter and the audit records of the runtime's own process: runc 1.1.5,
/// 1.1.15, 1.3.6 and 1.5.1, crun 1.8.1, 1.21 and 1.28, on x86-64 with kernel 6.18; root, numeric and
/// named users, groups, terminals, capabilities added and dropped. Unions over versions and
/// variants: a rare call that is missing makes a start that fails one time in twenty. `scripts/measure-floor` measures
/// the installed runtimes anew, by strace.
package enum RuntimeCalls {
  /// Who makes the calls.
  package enum Runtime: Hashable, Sendable { case runc, crun }

  /// `docker run` and `docker exec`, which health checks use. `exec` also tries fsopen, fsconfig,
  /// fsmount and open_tree, which Docker's default refuses and runc does without.
  package static let runc = list(
    "capget capset chdir close close_range epoll_ctl execve faccessat faccessat2 fchown fcntl "
      + "fstat fstatfs futex getcwd getdents64 getpid getppid mmap newfstatat openat openat2 prctl "
      + "read rt_sigreturn sched_yield setgid setgroups setuid statx tgkill uname write")

  /// The same for a container with no-new-privileges.
  package static let runcWithNoNewPrivileges = list(
    "close close_range epoll_ctl execve fcntl fstat fstatfs futex getdents64 getpid mmap openat "
      + "openat2 rt_sigreturn sched_yield statx write")

  /// What crun calls after the filter is on.
  package static let crun = list(
    "capset close close_range execve fchown fstat ioctl openat prctl pselect6 read rt_sigaction "
      + "rt_sigprocmask setgroups setresgid setresuid statx umask write")

  /// The same for a container with no-new-privileges.
  package static let crunWithNoNewPrivileges = list("close close_range execve umask write")

  /// tini 0.19, which `docker run --init` puts before the program.
  package static let tini = list(
    "arch_prctl brk clone execve exit_group getpgrp getpid getrandom ioctl kill mprotect prlimit64 "
      + "readlink rseq rt_sigaction rt_sigprocmask rt_sigtimedwait set_robust_list set_tid_address "
      + "setpgid wait4")

  fileprivate static func list(_ names: String) -> [String] {
    names.split(separator: " ").map(String.init)
  }
}

extension RuntimeCalls {
  /// The argument values with which runc, crun and tini make the calls of which profiles look at arguments: the
  /// index, and the values by their names in the kernel's headers. Read with strace of the runtimes named above.
  package static func argumentValues(of name: String) -> (index: Int, values: [UInt64])? {
    arguments[name].map { index, names in
      (index, names.split(separator: " ").map { KernelConstants.shared.required(String($0)) })
    }
  }

  private static let arguments: [String: (Int, String)] = [
    "fcntl": (1, "F_DUPFD F_GETFD F_SETFD F_GETFL F_SETFL F_DUPFD_CLOEXEC"),
    "futex": (1, "FUTEX_WAIT FUTEX_WAKE FUTEX_WAIT_PRIVATE FUTEX_WAKE_PRIVATE"),
    "ioctl": (1, "TCGETS TIOCSPGRP"),
    "mmap": (2, "PROT_NONE PROT_READ PROT_READ|PROT_WRITE PROT_READ|PROT_EXEC"),
    "mprotect": (2, "PROT_NONE PROT_READ PROT_READ|PROT_WRITE PROT_READ|PROT_EXEC"),
    "prctl": (
      0,
      "PR_GET_DUMPABLE PR_SET_DUMPABLE PR_SET_KEEPCAPS PR_CAPBSET_READ PR_CAPBSET_DROP PR_SET_SECUREBITS "
        + "PR_SET_CHILD_SUBREAPER PR_SET_NO_NEW_PRIVS PR_GET_NO_NEW_PRIVS PR_CAP_AMBIENT"
    ),
  ]
}

extension RuntimeCalls {
  /// The calls without which a runtime does not start a container.
  package struct Start: Sendable {
    /// As messages name it.
    package let maker: String
    /// Whose calls they are.
    package let runtime: Runtime
    /// Whether the container has no-new-privileges.
    package let withNoNewPrivileges: Bool
    /// Kernel names.
    package let calls: [String]

    fileprivate init(
      _ maker: String, _ runtime: Runtime, withNoNewPrivileges: Bool, _ calls: String
    ) {
      self.maker = maker
      self.runtime = runtime
      self.withNoNewPrivileges = withNoNewPrivileges
      self.calls = list(calls)
    }
  }

  /// The smallest lists with which a static program that only exits started every time.
  ///
  /// runc 1.3 and later reads its own descriptors by `openat2` and `statx`, and Go maps memory.
  package static let starts = [
    Start(
      "runc 1.1", .runc, withNoNewPrivileges: false,
      "capget capset chdir close execve exit_group faccessat2 fstat fstatfs futex getcwd "
        + "getdents64 getppid newfstatat openat prctl read rt_sigreturn setgid setgroups setuid "
        + "write"),
    Start(
      "runc 1.3 and later", .runc, withNoNewPrivileges: false,
      "capget capset chdir close execve exit_group fstat fstatfs futex getcwd getdents64 getppid "
        + "mmap newfstatat openat openat2 prctl read rt_sigreturn setgid setgroups setuid statx "
        + "write"),
    Start(
      "runc 1.1", .runc, withNoNewPrivileges: true,
      "close execve exit_group fstatfs futex getdents64 openat rt_sigreturn write"),
    Start(
      "runc 1.3 and later", .runc, withNoNewPrivileges: true,
      "close execve exit_group fstat fstatfs futex getdents64 mmap openat openat2 rt_sigreturn "
        + "statx write"),
    Start(
      "crun", .crun, withNoNewPrivileges: false,
      "capset execve exit_group prctl pselect6 read rt_sigaction rt_sigprocmask setresgid "
        + "setresuid write"),
    Start("crun", .crun, withNoNewPrivileges: true, "execve exit_group"),
  ]
}
