extension ArgumentFacts {
  /// By call, in the order of the arguments: names after the man pages (section 2), values as kernel headers
  /// spell them.
  static let byName: [String: [ArgumentFacts]] = [
    "clone": [.significant("flags", .flags(prefix: "CLONE_", low: 0xff, lowPrefix: "SIG"))],
    "futex": futex,
    "futex_time64": futex,
    "fcntl": [.init("fd"), .significant("cmd", .names(prefix: "F_")), .init("arg")],
    "fcntl64": [.init("fd"), .significant("cmd"), .init("arg")],
    "ioctl": [.init("fd"), .significant("request", .requests), .init("arg")],
    "kill": [.init("pid"), .init("sig", .signals)],
    "tkill": [.init("tid"), .init("sig", .signals)],
    "tgkill": [.init("tgid"), .init("tid"), .init("sig", .signals)],
    "rt_sigqueueinfo": [.init("tgid"), .init("sig", .signals), .init("info")],
    "rt_tgsigqueueinfo": [
      .init("tgid"), .init("tid"), .init("sig", .signals), .init("info"),
    ],
    "pidfd_send_signal": [.init("pidfd"), .init("sig", .signals), .init("info"), .init("flags")],
    "keyctl": [.significant("operation", .names(prefix: "KEYCTL_"))],
    "madvise": [.init("addr"), .init("length"), .significant("advice", .names(prefix: "MADV_"))],
    "mmap": mmap,
    "mmap2": mmap,
    "mprotect": [.init("addr"), .init("length"), protection],
    "open": [.init("pathname"), .init("flags"), .init("mode")],
    "openat": [.init("dirfd"), .init("pathname"), .init("flags"), .init("mode")],
    "personality": [.significant("persona")],
    "prctl": [
      .significant("option", .names(prefix: "PR_")), .init("arg2"), .init("arg3"), .init("arg4"),
      .init("arg5"),
    ],
    "ptrace": [
      .significant("request", .names(prefix: "PTRACE_")), .init("pid"), .init("addr"),
      .init("data"),
    ],
    "setns": [.init("fd"), .significant("nstype")],
    "pipe2": [
      .init("pipefd"), .significant("flags", .flags(prefix: "O_", low: 0, lowPrefix: "")),
    ],
    "sendmmsg": [.init("sockfd"), .init("msgvec"), .init("vlen"), messageFlags],
    "sendmsg": [.init("sockfd"), .init("msg"), messageFlags],
    "sendto": [
      .init("sockfd"), .init("buf"), .init("len"), messageFlags, .init("dest_addr"),
      .init("addrlen"),
    ],
    "setsockopt": [
      .init("fd"), .significant("level", .names(prefix: "SOL_")),
      .significant("optname", .socketOptions), .init("optval"), .init("optlen"),
    ],
    "socket": socket,
    "socketcall": [.significant("call"), .init("args")],
    "socketpair": socket + [.init("sv")],
    "timerfd_settime": timer,
    "timerfd_settime64": timer,
    "unshare": [.significant("flags", .flags(prefix: "CLONE_", low: 0, lowPrefix: ""))],
  ]

  private static let futex: [ArgumentFacts] = [
    .init("uaddr"),
    .significant("op", .flags(prefix: "FUTEX_", low: 0xff, lowPrefix: "FUTEX_")), .init("val"),
    .init("timeout"), .init("uaddr2"), .init("val3"),
  ]

  private static let mmap: [ArgumentFacts] = [
    .init("addr"), .init("length"), protection, .init("flags"), .init("fd"), .init("offset"),
  ]

  private static let timer: [ArgumentFacts] = [
    .init("fd"), .significant("flags", .flags(prefix: "TFD_TIMER_", low: 0, lowPrefix: "")),
    .init("new_value"), .init("old_value"),
  ]

  private static let protection = significant(
    "prot", .flags(prefix: "PROT_", low: 0, lowPrefix: ""))
  private static let messageFlags = significant(
    "flags", .flags(prefix: "MSG_", low: 0, lowPrefix: ""))

  private static let socket: [ArgumentFacts] = [
    // Of `AF_MAX` in `include/linux/socket.h`, Linux 7.1: 46, as since 5.15, whose last is AF_MCTP.
    .significant("domain", .names(prefix: "AF_"), knownValues: 0...45),
    .significant("type", .flags(prefix: "SOCK_", low: 0xf, lowPrefix: "SOCK_")),
    .significant("protocol"),
  ]
}
