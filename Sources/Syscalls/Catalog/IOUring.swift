/// What a ring does without the call of that name being made.
package enum IOUring {
  /// Both are needed.
  package static let calls = ["io_uring_setup", "io_uring_enter"]

  /// The calls that have an operation of their own (`enum io_uring_op` of `linux/io_uring.h`, Linux 6.12;
  /// socket since 5.19, setsockopt by a command of sockets since 6.7).
  package static let operations: Set<String> = [
    "accept", "accept4", "bind", "connect", "epoll_ctl", "fgetxattr", "fsetxattr", "futex_wait",
    "futex_waitv", "futex_wake", "getxattr", "linkat", "listen", "mkdirat", "open", "openat",
    "openat2",
    "pipe2", "readv", "recv", "recvfrom", "recvmsg", "renameat", "renameat2", "send", "sendmsg",
    "sendto", "setsockopt", "setxattr", "shutdown", "socket", "splice", "statx", "symlinkat", "tee",
    "unlinkat", "writev",
  ]
}
