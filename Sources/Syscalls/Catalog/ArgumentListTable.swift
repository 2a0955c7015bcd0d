extension ArgumentList {
  private static let word: UInt64 = 0xffff_ffff

  /// Every list. Names are of the kernel's headers, and their values those that the headers give them.
  ///
  /// What known weaknesses need and ordinary programs do not is left out: SOCK_SEQPACKET of AF_UNIX, TCP_ULP,
  /// TCP_REPAIR, TIOCSTI, TIOCSETD, TIOCLINUX, FUTEX_CMP_REQUEUE_PI, MADV_MERGEABLE, MSG_OOB, O_NOTIFICATION_PIPE,
  /// TFD_TIMER_CANCEL_ON_SET. A value that was seen is let run besides.
  static let all: [ArgumentList] = [
    ArgumentList(
      "socket", [(0, word), (1, 0xf), (2, word)],
      // The kernel itself refuses other bits of the type than SOCK_CLOEXEC and SOCK_NONBLOCK.
      [
        "AF_UNIX SOCK_STREAM 0", "AF_UNIX SOCK_DGRAM 0",
        "AF_INET SOCK_STREAM 0", "AF_INET SOCK_STREAM IPPROTO_TCP",
        "AF_INET SOCK_DGRAM 0", "AF_INET SOCK_DGRAM IPPROTO_UDP",
        "AF_INET6 SOCK_STREAM 0", "AF_INET6 SOCK_STREAM IPPROTO_TCP",
        "AF_INET6 SOCK_DGRAM 0", "AF_INET6 SOCK_DGRAM IPPROTO_UDP",
        // glibc's getaddrinfo and getifaddrs, and what sets addresses and routes for who may.
        "AF_NETLINK SOCK_RAW NETLINK_ROUTE !CAP_NET_ADMIN",
        "AF_NETLINK SOCK_DGRAM NETLINK_ROUTE !CAP_NET_ADMIN",
        // libaudit, in su, sudo, sshd and cron, takes EPERM as fatal.
        "AF_NETLINK SOCK_RAW NETLINK_AUDIT",
      ]),
    ArgumentList(
      "setsockopt", [(1, word), (2, word)],
      named(
        "SOL_SOCKET",
        "SO_REUSEADDR SO_DONTROUTE SO_BROADCAST SO_SNDBUF SO_RCVBUF SO_KEEPALIVE SO_PRIORITY SO_LINGER "
          + "SO_REUSEPORT SO_PASSCRED SO_RCVLOWAT SO_RCVTIMEO_OLD SO_SNDTIMEO_OLD SO_RCVTIMEO_NEW "
          + "SO_SNDTIMEO_NEW SO_TIMESTAMP_OLD SO_TIMESTAMPNS_OLD SO_INCOMING_CPU")
        + named(
          "SOL_TCP",
          "TCP_NODELAY TCP_MAXSEG TCP_CORK TCP_KEEPIDLE TCP_KEEPINTVL TCP_KEEPCNT TCP_SYNCNT "
            + "TCP_LINGER2 TCP_DEFER_ACCEPT TCP_WINDOW_CLAMP TCP_QUICKACK TCP_USER_TIMEOUT "
            + "TCP_FASTOPEN TCP_NOTSENT_LOWAT TCP_FASTOPEN_CONNECT")
        + named(
          "SOL_IP",
          "IP_TOS IP_TTL IP_PKTINFO IP_MTU_DISCOVER IP_RECVERR IP_RECVTTL IP_RECVTOS IP_FREEBIND "
            + "IP_BIND_ADDRESS_NO_PORT")
        + named(
          "SOL_IPV6",
          "IPV6_UNICAST_HOPS IPV6_MTU_DISCOVER IPV6_MTU IPV6_RECVERR IPV6_V6ONLY IPV6_RECVPKTINFO "
            + "IPV6_PKTINFO IPV6_RECVHOPLIMIT IPV6_RECVTCLASS IPV6_TCLASS"),
      frequent: named("SOL_SOCKET", "SO_REUSEADDR SO_KEEPALIVE")
        + named("SOL_TCP", "TCP_NODELAY TCP_KEEPIDLE TCP_KEEPINTVL TCP_KEEPCNT")),
    ArgumentList(
      "ioctl", [(1, word)],
      words(
        "TCGETS TCSETS TCSETSW TCSETSF TCSBRK TCFLSH TIOCSCTTY TIOCGPGRP TIOCSPGRP TIOCOUTQ "
          + "TIOCGWINSZ TIOCSWINSZ FIONREAD FIONBIO TIOCNOTTY TIOCGSID TIOCGPTPEER FIONCLEX FIOCLEX "
          + "FIOASYNC TIOCGPTN TIOCSPTLCK SIOCATMARK SIOCGIFNAME SIOCGIFCONF SIOCGIFFLAGS "
          + "SIOCGIFADDR SIOCGIFBRDADDR SIOCGIFNETMASK SIOCGIFMTU SIOCGIFHWADDR SIOCGIFINDEX"),
      frequent: words("TCGETS FIONBIO")),
    futex("futex"),
    futex("futex_time64"),
    ArgumentList(
      "madvise", [(2, word)],
      words(
        "MADV_NORMAL MADV_RANDOM MADV_SEQUENTIAL MADV_WILLNEED MADV_DONTNEED MADV_FREE MADV_DONTFORK "
          + "MADV_DOFORK MADV_HUGEPAGE MADV_NOHUGEPAGE MADV_DONTDUMP MADV_DODUMP MADV_WIPEONFORK "
          + "MADV_KEEPONFORK MADV_COLD MADV_PAGEOUT MADV_POPULATE_READ MADV_POPULATE_WRITE "
          + "MADV_DONTNEED_LOCKED MADV_COLLAPSE"),
      frequent: words("MADV_DONTNEED")),
    ArgumentList("sendto", at: 3, bits: messageFlags),
    ArgumentList("sendmsg", at: 2, bits: messageFlags),
    ArgumentList("sendmmsg", at: 3, bits: messageFlags),
    // O_DIRECT of asm-generic/fcntl.h, and of arm's and arm64's own; where a bit means something else, pipe2 refuses
    // it.
    ArgumentList("pipe2", at: 1, bits: "O_CLOEXEC O_NONBLOCK 0x4000 0x10000"),
    ArgumentList("timerfd_settime", at: 1, bits: "TFD_TIMER_ABSTIME"),
    ArgumentList("timerfd_settime64", at: 1, bits: "TFD_TIMER_ABSTIME"),
    ArgumentList("mmap", at: 2, notTogether: "PROT_WRITE PROT_EXEC"),
    ArgumentList("mmap2", at: 2, notTogether: "PROT_WRITE PROT_EXEC"),
    ArgumentList("mprotect", at: 2, notTogether: "PROT_WRITE PROT_EXEC"),
  ]

  private static let messageFlags =
    "MSG_DONTWAIT MSG_EOR MSG_NOSIGNAL MSG_MORE MSG_CMSG_CLOEXEC"

  private static func futex(_ call: String) -> ArgumentList {
    // FUTEX_PRIVATE_FLAG and FUTEX_CLOCK_REALTIME go with any operation.
    ArgumentList(
      call, [(1, 0xffff_fe7f)],
      words(
        "FUTEX_WAIT FUTEX_WAKE FUTEX_REQUEUE FUTEX_WAKE_OP FUTEX_LOCK_PI FUTEX_UNLOCK_PI "
          + "FUTEX_TRYLOCK_PI FUTEX_WAIT_BITSET FUTEX_WAKE_BITSET FUTEX_LOCK_PI2"),
      groups: ["FUTEX_WAIT_REQUEUE_PI FUTEX_CMP_REQUEUE_PI"],
      frequent: words("FUTEX_WAIT_PRIVATE FUTEX_WAKE_PRIVATE"))
  }

  private static func words(_ text: String) -> [String] {
    text.split(separator: " ").map(String.init)
  }

  private static func named(_ level: String, _ options: String) -> [String] {
    words(options).map { "\(level) \($0)" }
  }
}

extension ArgumentList {
  /// - Parameter values: names of one value for each argument, and a capability behind `!`.
  fileprivate init(
    _ name: String, _ arguments: [(index: Int, mask: UInt64)], _ values: [String],
    groups: [String] = [], frequent: [String] = []
  ) {
    self.init(
      call: Self.call(name),
      arguments: arguments.map { Argument(index: $0.index, mask: $0.mask) },
      form: .values(
        values.map { Value(parsing: $0) },
        groups: groups.map { $0.split(separator: " ").map { Self.value(String($0)) } }),
      frequent: frequent.map { Value(parsing: $0) }, level: .families)
  }

  fileprivate init(_ name: String, at index: Int, bits: String) {
    self.init(
      call: Self.call(name), arguments: [Argument(index: index, mask: 0xffff_ffff)],
      form: .bits(bits.split(separator: " ").reduce(0) { $0 | Self.value(String($1)) }),
      frequent: [], level: .families)
  }

  fileprivate init(_ name: String, at index: Int, notTogether bits: String) {
    self.init(
      call: Self.call(name), arguments: [Argument(index: index, mask: 0xffff_ffff)],
      form: .notTogether(bits.split(separator: " ").map { Self.value(String($0)) }), frequent: [],
      level: .strict)
  }

  private static func call(_ name: String) -> Syscall {
    guard let call = Syscall(name) else { preconditionFailure("a list is of no call") }
    return call
  }

  fileprivate static func value(_ name: String) -> UInt64 {
    let number =
      name.hasPrefix("0x") ? UInt64(name.dropFirst(2), radix: 16) : UInt64(name)
    return (number ?? KernelConstants.shared.required(name)) & 0xffff_ffff
  }
}

extension ArgumentList.Value {
  fileprivate init(parsing text: String) {
    let words = text.split(separator: " ").map(String.init)
    let names = words.filter { !$0.hasPrefix("!") }
    values = names.map { ArgumentList.value($0) }
    // The level of an option is in its name.
    name =
      names.first?.hasPrefix("SOL_") == true
      ? names.dropFirst().joined() : names.joined(separator: ", ")
    exceptHolding = words.first { $0.hasPrefix("!") }.map { String($0.dropFirst()) }
  }
}
