import Foundation
import Observations
import Syscalls
import TestSupport
import Testing

/// The values that readers give the arguments that profiles look at are those of the kernel's registers: those with which
/// `Caller list` made the calls.
@Suite struct WatchedCallTests {
  static let styles = [
    "", "-X raw", "-X verbose", "-y -ttt -T", "-f -n", "-yy -N", "-e raw=all", "-s 4 -k",
  ]

  @Test(
    .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/strace"), "needs strace"),
    arguments: styles)
  func straceTellsTheRegisters(style: String) throws {
    let folder = try TemporaryFolder()
    let options = style.split(separator: " ").map(String.init)
    let command = try Command(
      options + ["-o", "log", Command.built("Caller").path, "list"],
      of: URL(filePath: "/usr/bin/strace"), in: folder.url,
      input: WatchedCalls.all.map { $0.line + "\n" }.joined())
    // strace 6.1 knows no -N, and some builds no -k.
    guard command.status == 0 else {
      #expect(style.contains("-N") || style.contains("-k"), "\(command.errors)")
      return
    }
    let log = try Data(contentsOf: folder / "log")
    try check(bytes: Array(log), "strace")
  }

  private func check(bytes: [UInt8], _ format: String) throws {
    let recording = try Recording(bytes: bytes, format: format)
    #expect(recording.run.ledger.entries[.unreadArgument] == nil)
    let seen = Self.seen(in: recording.run)
    let made = Set(WatchedCalls.all.map { Self.masked($0) })
    #expect(made.subtracting(seen) == [])
    // The program's start maps memory besides, and nothing else.
    let besides = seen.subtracting(made).filter { !["mmap", "mprotect"].contains($0.call.name) }
    #expect(besides == [])
    // Every line, however its block is cut, and whichever lane reads it.
    try BothLanes(bytes).agree(on: [
      .init(blockSize: 1 << 18, threads: 1), .init(blockSize: 4099, threads: 2),
    ])
  }

  /// One run of `Caller list` under auditd 3.0.9 (`auditctl -a always,exit -F arch=b64 -S all -F exe=...`) and one
  /// under `strace -X raw`, without the records of other calls.
  @Test(arguments: ["audit", "interpreted"])
  func auditTellsTheRegisters(form: String) throws {
    func seen(_ name: String) throws -> Set<WatchedCalls.Call> {
      let path = #filePath.replacing(
        "WatchedCallTests.swift", with: "Samples/watched.\(name).log.gz")
      return Self.seen(in: try Recording(reading: [path]).run)
    }
    var registers = try seen("strace")
    #expect(registers.count == 120)
    if form == "interpreted" {
      // ausearch 3.0.9 leaves flags of the type out, so that the whole is not known.
      registers = Set(
        registers.map { call in
          let lacks = call.call.name == "socket"
          return WatchedCalls.Call(
            call: call.call, values: call.values.filter { !lacks || $0.key != 1 })
        })
    }
    let told = try seen(form)
    #expect(told.subtracting(registers) == [])
    #expect(registers.subtracting(told) == [])
  }

  private static func seen(in run: Run) -> Set<WatchedCalls.Call> {
    Set(
      run.observations.compactMap { observation in
        guard let call = observation.key.call.syscall, WatchedCalls.names.contains(call.name) else {
          return nil
        }
        let arguments = observation.key.arguments
        return WatchedCalls.Call(
          call: call,
          values: Dictionary(
            uniqueKeysWithValues: arguments.indices.map { ($0, arguments[$0] ?? 0) }))
      })
  }

  /// As the kernel reads the registers.
  private static func masked(_ made: WatchedCalls.Call) -> WatchedCalls.Call {
    WatchedCalls.Call(
      call: made.call,
      values: Dictionary(
        uniqueKeysWithValues: made.values.map { index, value in
          (index, value & made.call.mask(ofArgument: index, on: .x86_64))
        }))
  }
}

/// How strace prints what stands around the arguments that decide.
@Suite struct WatchedArgumentTests {
  @Test(arguments: [
    (#"sendto(3, "a\"b, 7, MSG_OOB", 16, MSG_NOSIGNAL|MSG_DONTWAIT, NULL, 0)"#, "sendto[3=0x4040]"),
    (#"sendto(3, "\\", 1, MSG_OOB, NULL, 0)"#, "sendto[3=0x1]"),
    (#"sendto(3, "abc"..., 700, 0, NULL, 0)"#, "sendto[3=0x0]"),
    (
      #"sendto(3</x>, "a", 1, MSG_MORE, {sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("10.0.0.2")}, 16)"#,
      "sendto[3=0x8000]"
    ),
    (#"sendto(3, 0x7ffc01, 1, 0x10000 /* MSG_??? */, NULL, 0)"#, "sendto[3=0x10000]"),
    (
      #"sendmsg(3, {msg_name=NULL, msg_iov=[{iov_base="a, b", iov_len=4}], msg_flags=0}, MSG_NOSIGNAL)"#,
      "sendmsg[2=0x4000]"
    ),
    (
      "sendmsg(3, {msg_name={{sa_family=AF_UNIX, ...}, msg_flags=0}, MSG_EOR|MSG_MORE)",
      "sendmsg[2=0x8080]"
    ),
    (
      "sendmmsg(3, [{msg_hdr={msg_name=NULL}, msg_len=1}], 1, 0x1 /* MSG_OOB */)", "sendmmsg[3=0x1]"
    ),
    ("pipe2([3, 4], O_NONBLOCK|O_CLOEXEC)", "pipe2[1=0x80800]"),
    ("pipe2([3, 4], 0)", "pipe2[1=0x0]"),
    ("setsockopt(3, SOL_TCP, TCP_ULP, [7564404], 4)", "setsockopt[1=0x6 2=0x1f]"),
    ("setsockopt(3, SOL_IPV6, 0x2a /* IPV6_??? */, [1], 4)", "setsockopt[1=0x29 2=0x2a]"),
    (
      "futex(0x7f, FUTEX_WAIT_BITSET_PRIVATE|FUTEX_CLOCK_REALTIME, 0, {tv_sec=1, tv_nsec=2}, FUTEX_BITSET_MATCH_ANY)",
      "futex[1=0x189]"
    ),
    ("futex(0x7f, 0x1f /* FUTEX_??? */, 0)", "futex[1=0x1f]"),
    ("ioctl(3, BTRFS_IOC_CLONE or FICLONE, 4)", "ioctl[1=0x40049409]"),
    // filefrag, an old socket's time, a speaker: as strace 6.1 prints them, and with -X raw.
    ("ioctl(3, FS_IOC_FIEMAP, {fm_start=0})", "ioctl[1=0xc020660b]"),
    ("ioctl(3, SIOCGSTAMP_OLD, 0x7f)", "ioctl[1=0x8906]"),
    ("ioctl(3, KIOCSOUND, 0)", "ioctl[1=0x4b2f]"),
    ("ioctl(3, BINDER_WRITE_READ, 0x7f)", "ioctl[1=0xc0306201]"),
    ("setsockopt(3, SOL_BLUETOOTH, BT_SECURITY, [1], 4)", "setsockopt[1=0x112 2=0x4]"),
    ("socket(AF_INET, SOCK_DGRAM, IPPROTO_L2TP)", "socket[0=0x2 1=0x2 2=0x73]"),
    ("socket(AF_BLUETOOTH, SOCK_RAW, BTPROTO_HCI)", "socket[0=0x1f 1=0x3 2=0x1]"),
    ("socket(AF_CAN, SOCK_RAW, CAN_RAW)", "socket[0=0x1d 1=0x3 2=0x1]"),
    ("mprotect(0x7f, 4096, PROT_READ|PROT_WRITE|PROT_EXEC)", "mprotect[2=0x7]"),
    (
      "timerfd_settime(3, TFD_TIMER_ABSTIME, {it_value={tv_sec=1}}, NULL)", "timerfd_settime[1=0x1]"
    ),
  ])
  func areFound(call: String, expected: String) throws {
    let recording = try Recording("\(call) = 0", format: "strace")
    #expect(recording.calls == ["x86_64 \(expected) 1: 1 returned"])
    let log = Array(
      "77 brk(NULL) = 0x1000\n77 \(call) = 0\n77 \(call) = 0\n77 exit_group(0) = ?\n".utf8)
    try BothLanes(log).agree(on: [.init(blockSize: 1 << 18, threads: 1)])
  }

  @Test func standInEitherHalf() throws {
    let recording = try Recording(
      """
      77    pipe2( <unfinished ...>
      78    sendmsg(4, {msg_name=NULL}, MSG_OOB <unfinished ...>
      77    <... pipe2 resumed>[3, 4], O_CLOEXEC) = 0
      78    <... sendmsg resumed>) = 1
      77    pipe2( <unfinished ...>
      77    <... pipe2 resumed>[5, 6], O_CLOEXEC) = 0

      """, format: "strace")
    #expect(
      recording.calls == [
        "x86_64 pipe2[1=0x80000] 2: 2 returned", "x86_64 sendmsg[2=0x1] 1: 1 returned",
      ])
  }

  /// A name without a value would leave a call that was seen out of the profile.
  @Test func namesThatNobodyKnowsAreLosses() throws {
    let recording = try Recording(
      """
      setsockopt(3, SOL_TCP, TCP_FROM_TOMORROW, [1], 4) = 0
      setsockopt(3, SOL_TCP, TCP_FROM_TOMORROW, [1], 4) = 0
      prctl(PR_FROM_TOMORROW, 1) = 0
      exit_group(0) = ?

      """, format: "strace")
    #expect(recording.ledger.contains("unread-argument 2"))
    #expect(Ledger.Kind.unreadArgument.isLoss)
  }
}
