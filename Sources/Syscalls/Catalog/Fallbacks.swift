/// What callers do when a call is refused.
///
/// A program that was recorded where everything was permitted shows the newer call; where the
/// baseline refuses that, it takes the older one, which no trace shows. Sources: glibc 2.36 and
/// 2.43 (`sysdeps/unix/sysv/linux`), musl 1.2.5 (`src`), the Go, Rust and libuv runtimes.
package enum Fallbacks {
  /// The calls that stand in for `name`; empty for one that nothing stands in for.
  package static func standingIn(for name: String) -> [String] { table[name] ?? [] }

  private static let table: [String: [String]] = [
    "clone3": ["clone"],
    "clock_getres_time64": ["clock_getres"],
    "clock_gettime64": ["clock_gettime"],
    "clock_nanosleep_time64": ["clock_nanosleep"],
    "close_range": ["close", "getdents64", "openat"],
    "copy_file_range": ["read", "sendfile", "write"],
    "epoll_pwait2": ["epoll_pwait", "epoll_wait"],
    "execveat": ["execve"],
    "faccessat2": ["faccessat", "newfstatat"],
    "fchmodat2": ["chmod", "fchmodat", "newfstatat", "openat"],
    "futex_requeue": ["futex"],
    "futex_time64": ["futex"],
    "futex_wait": ["futex"],
    "futex_waitv": ["futex"],
    "futex_wake": ["futex"],
    "getrandom": ["close", "openat", "poll", "read"],
    "getxattrat": ["getxattr", "lgetxattr"],
    "io_pgetevents": ["io_getevents"],
    "io_uring_setup": ["epoll_create1", "epoll_ctl", "epoll_pwait", "epoll_wait"],
    "listxattrat": ["listxattr", "llistxattr"],
    "memfd_create": ["ftruncate", "openat", "unlink"],
    "mlock2": ["mlock"],
    "openat2": ["openat"],
    "pidfd_send_signal": ["kill"],
    "pidfd_open": ["waitid"],
    "ppoll_time64": ["ppoll"],
    "preadv2": ["preadv"],
    "pselect6_time64": ["pselect6"],
    "pwritev2": ["pwritev"],
    "recvmmsg_time64": ["recvmmsg"],
    "removexattrat": ["lremovexattr", "removexattr"],
    "renameat2": ["renameat"],
    "rt_sigtimedwait_time64": ["rt_sigtimedwait"],
    "setxattrat": ["lsetxattr", "setxattr"],
    "statx": ["fstat", "fstat64", "fstatat64", "lstat64", "newfstatat", "stat64"],
    "timerfd_gettime64": ["timerfd_gettime"],
    "timerfd_settime64": ["timerfd_settime"],
    "utimensat_time64": ["utimensat"],
    "vfork": ["clone"],
    "fork": ["clone"],
  ]
}
