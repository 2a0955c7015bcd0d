import Syscalls

/// Calls with ordinary and odd values of the arguments that profiles look at: what `Caller list` makes, and what a
/// log of it must tell.
enum WatchedCalls {
  struct Call: Hashable {
    let call: Syscall
    /// The values of the arguments that a list looks at, by index.
    let values: [Int: UInt64]

    /// A line of `Caller list`.
    var line: String {
      var registers = [UInt64](repeating: 0, count: 6)
      // No descriptor, where one comes first.
      if !["futex", "mmap", "madvise", "mprotect", "pipe2", "socket"].contains(call.name) {
        registers[0] = 0xffff_ffff
      }
      for (index, value) in values { registers[index] = value }
      return ([UInt64(call.number(on: .x86_64) ?? 0)] + registers).map(String.init)
        .joined(separator: " ")
    }
  }

  static let all: [Call] = names.flatMap { name -> [Call] in
    guard let list = ArgumentList.list(for: name, at: .strict) else { return [] }
    return (list.samples() + odd(list)).map { sample in
      Call(
        call: list.call,
        values: Dictionary(uniqueKeysWithValues: zip(list.arguments.map(\.index), sample)))
    }
  }

  static let names = [
    "socket", "setsockopt", "ioctl", "futex", "madvise", "sendto", "sendmsg", "sendmmsg", "pipe2",
    "timerfd_settime", "mmap", "mprotect",
  ]

  /// Values that no list has: names that are not ordinary, numbers without a name, flags alone and together.
  private static func odd(_ list: ArgumentList) -> [[UInt64]] {
    switch list.call.name {
    case "socket":
      // AF_UNIX SEQPACKET with both flags, AF_PACKET, a type and a family that nobody has.
      [[1, 0x80805, 0], [17, 3, 0x300], [2, 3, 1], [2, 7, 0x7fff_ffff], [99, 1, 0]]
    case "setsockopt":
      // TCP_ULP, SO_ZEROCOPY, IP_ADD_MEMBERSHIP, PACKET_RX_RING, TLS_TX, levels and options without a name.
      [
        [6, 31], [1, 60], [0, 35], [263, 5], [282, 1], [17, 103], [270, 1], [41, 42], [6, 999],
        [12345, 1], [0xffff_ffff, 0xffff_ffff], [1, 76],
      ]
    case "ioctl":
      // TIOCSTI, TIOCSETD, FICLONE, TUNSETIFF, BLKGETSIZE64, SIOCSIFADDR, none.
      [
        [0x5412], [0x5423], [0x4004_9409], [0x4004_54ca], [0x8008_1272], [0x8916], [0xdead_beef],
        [0],
      ]
    case "futex":
      // FUTEX_CMP_REQUEUE, WAIT_REQUEUE_PI and CMP_REQUEUE_PI, private, with the clock, unknown.
      [[4], [11], [12], [0x80], [0x189], [0x189 | 0x200], [0x8c], [0x81], [31]]
    case "madvise": [[9], [12], [13], [100], [0x7fff_ffff]]
    case "mmap", "mprotect": [[0], [1], [3], [5], [7], [0x8], [0x0100_0000]]
    default: (0..<32).map { [UInt64(1) << $0] } + [[0], [0xffff_ffff], [0x4040]]
    }
  }
}
