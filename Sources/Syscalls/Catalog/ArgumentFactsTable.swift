extension ArgumentFacts {
  /// By call, in the order of the arguments: names after the man pages (section 2), values as kernel headers
  /// spell them.
  static let byName: [String: [ArgumentFacts]] = [
    "clone": [.significant("flags", .flags(prefix: "CLONE_", low: 0xff, lowPrefix: "SIG"))],
    "fcntl": [.init("fd"), .significant("cmd", .names(prefix: "F_")), .init("arg")],
    "fcntl64": [.init("fd"), .significant("cmd"), .init("arg")],
    "ioctl": [.init("fd"), .significant("request", .names(prefix: "T")), .init("arg")],
    "kill": [.init("pid"), .init("sig", .signals)],
    "tkill": [.init("tid"), .init("sig", .signals)],
    "tgkill": [.init("tgid"), .init("tid"), .init("sig", .signals)],
    "rt_sigqueueinfo": [.init("tgid"), .init("sig", .signals), .init("info")],
    "rt_tgsigqueueinfo": [
      .init("tgid"), .init("tid"), .init("sig", .signals), .init("info"),
    ],
    "pidfd_send_signal": [.init("pidfd"), .init("sig", .signals), .init("info"), .init("flags")],
    "keyctl": [.significant("operation", .names(prefix: "KEYCTL_"))],
    "madvise": [.init("addr"), .init("length"), .init("advice")],
    "mmap": [
      .init("addr"), .init("length"), .init("prot"), .init("flags"), .init("fd"), .init("offset"),
    ],
    "mprotect": [.init("addr"), .init("length"), .init("prot")],
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
    "setsockopt": [
      .init("fd"), .init("level"), .init("optname"), .init("optval"), .init("optlen"),
    ],
    "socket": socket,
    "socketcall": [.significant("call"), .init("args")],
    "socketpair": socket + [.init("sv")],
    "unshare": [.significant("flags", .flags(prefix: "CLONE_", low: 0, lowPrefix: ""))],
  ]

  private static let socket: [ArgumentFacts] = [
    // Of `AF_MAX` in `include/linux/socket.h`, Linux 7.1: 46, as since 5.15, whose last is AF_MCTP.
    .significant("domain", .names(prefix: "AF_"), knownValues: 0...45),
    .significant("type", .flags(prefix: "SOCK_", low: 0xf, lowPrefix: "SOCK_")),
    .significant("protocol"),
  ]
}
