import Findings
import Logs
import Observations
import Testing
import Traces

/// What is missing, and what only pretends to be there, is told.
@Suite struct AuditLossTests {
  struct Row: CustomTestStringConvertible {
    let log: String
    var events = 2
    let ledger: [String]

    var testDescription: String { String(log.suffix(120)) }
  }

  /// A call of process 7 with this serial, `milliseconds` after the first.
  private static func call(_ serial: Int, at milliseconds: Int = 0, comm: String = "x") -> String {
    let time = String(milliseconds + 1000)
    return "type=SYSCALL msg=audit(\(time.dropLast(3)).\(time.suffix(3)):\(serial)): arch=c000003e"
      + " syscall=39 success=yes exit=7 a0=0 a1=0 a2=0 a3=0 items=0 ppid=1 pid=7 auid=1 uid=0"
      + " comm=\"\(comm)\" exe=\"/y\" key=(null)\n"
  }

  private static func kernel(_ text: String) -> String { "[  309.186459] \(text)\n" }

  private static func dmesg(_ serial: Int) -> String {
    kernel("audit: " + call(serial).dropLast().replacing("SYSCALL msg=", with: "1300 "))
  }

  @Test(arguments: [
    Row(
      log: dmesg(1) + kernel("audit: audit_backlog=65 > audit_backlog_limit=64")
        + kernel("audit: audit_lost=17 audit_rate_limit=0 audit_backlog_limit=64")
        + kernel("audit: backlog limit exceeded") + dmesg(2)
        + kernel("audit: audit_lost=20 audit_rate_limit=0 audit_backlog_limit=64")
        + kernel("audit: backlog limit exceeded"),
      ledger: ["lost-events 20"]),
    Row(
      log: dmesg(1) + kernel("audit: audit_backlog=65 > audit_backlog_limit=64") + dmesg(2),
      ledger: ["lost-events 1"]),
    Row(
      log: dmesg(1) + kernel("audit: rate limit exceeded") + dmesg(2)
        + kernel("audit: kauditd hold queue overflow"),
      ledger: ["lost-events 2"]),
    Row(
      log: dmesg(1) + kernel("kauditd_printk_skb: 152 callbacks suppressed") + dmesg(160),
      ledger: ["lost-events 152"]),
    Row(
      log: dmesg(1) + kernel("audit_printk_skb: 152 callbacks suppressed")
        + kernel("net_ratelimit: 9 callbacks suppressed") + dmesg(160),
      ledger: ["lost-events 152", "foreign-text 1"]),
    Row(
      log: dmesg(1) + kernel("** 12 printk messages dropped **") + dmesg(2),
      ledger: ["lost-events 12"]),
    Row(
      log:
        "Nov 21 23:42:07 vm audit[7]: SYSCALL arch=c000003e syscall=39 success=yes exit=7 pid=7 x=1\n"
        + "Nov 21 23:42:07 vm audit[7]: SYSCALL arch=c000003e syscall=39 success=yes exit=7 pid=7 x=1\n"
        + "Nov 21 23:42:08 vm systemd-journald[1]: Got invalid event from epoll for datagram fd: 9\n",
      ledger: ["recording-stopped 1"]),
    Row(
      log: call(1) + "type=DAEMON_ERR msg=audit(1.000:77): op=dispatch-err lost=12 res=failed\n"
        + call(2), ledger: ["lost-events 12"]),
    Row(
      log: call(1) + "type=DAEMON_ABORT msg=audit(1.000:77): op=space res=failed\n" + call(2),
      ledger: ["recording-stopped 1"]),
    // The daemon ended and came back.
    Row(
      log: call(1) + "type=DAEMON_END msg=audit(2.000:77): op=terminate res=success\n"
        + "type=DAEMON_START msg=audit(3.000:4711): op=start res=success\n" + call(2, at: 5000),
      ledger: ["recording-stopped 1"]),
    // The daemon ended, and the recording with it.
    Row(
      log: call(1) + call(2) + "type=DAEMON_END msg=audit(2.000:77): op=terminate res=success\n",
      ledger: []),
    // Rules were taken away while the test ran.
    Row(
      log: call(1)
        + "type=CONFIG_CHANGE msg=audit(2.000:2): op=remove_rule key=\"k\" list=4 res=1\n"
        + call(3, at: 5000), ledger: ["recording-stopped 1"]),
    Row(
      log: call(1) + "type=CONFIG_CHANGE msg=audit(2.000:2): op=set audit_enabled=0 old=1 res=1\n"
        + call(3, at: 5000), ledger: ["recording-stopped 1"]),
    // The call that takes the rule away has the record's own serial number, or is auditctl's.
    Row(
      log: call(1)
        + "type=CONFIG_CHANGE msg=audit(2.000:2): op=remove_rule key=\"k\" list=4 res=1\n"
        + call(2, at: 1000) + call(3, at: 5000, comm: "auditctl"), events: 3, ledger: []),
    // A change that was refused, and one that changes nothing.
    Row(
      log: call(1)
        + "type=CONFIG_CHANGE msg=audit(2.000:2): op=remove_rule key=\"k\" list=4 res=0\n"
        + "type=CONFIG_CHANGE msg=audit(2.000:3): op=set audit_enabled=0 old=0 res=1\n"
        + call(4, at: 5000), ledger: []),
    Row(
      log: "type=DAEMON_ROTATE msg=audit(1.000:77): op=rotate-logs res=success\n" + call(1)
        + call(2),
      ledger: ["recording-stopped 1"]),
    Row(log: call(1) + call(5), ledger: ["serial-gap 3"]),
    // Out of order is no gap; the daemon counts for itself.
    Row(
      log: call(3) + call(1) + "type=DAEMON_CONFIG msg=audit(1.000:7777): op=x\n" + call(2),
      events: 3, ledger: []),
    Row(log: call(1) + "node=vm " + call(9), ledger: []),
    // A new kernel counts from the beginning.
    Row(log: call(1_000_000) + call(1, at: 9), ledger: []),
    // Cut at the beginning; in what syslog writes, other programs have a say.
    Row(log: call(7).dropFirst(40) + call(8) + call(9), ledger: ["malformed-line 1"]),
    Row(log: "1A00)\n" + call(8) + call(9), ledger: ["malformed-line 1"]),
    Row(
      log: "hello, world\nNov 21 23:42:07 vm audisp-syslog[812]: " + call(8)
        + "Nov 21 23:42:07 vm audisp-syslog[812]: " + call(9), ledger: ["foreign-text 1"]),
    // Cut in the midst, and cut at the end.
    Row(
      log: call(1) + "type=SYSCALL msg=audit(1.000:2): arch=c000003e sysc\n" + call(3),
      ledger: ["malformed-line 1"]),
    Row(
      log: call(1) + "type=SYSCALL msg=audit(1.000:2): arch=c000003e syscall=3", events: 1,
      ledger: ["truncated-tail 1"]),
    Row(log: call(1) + call(2) + "type=SYSCALL msg=audit(17", ledger: ["truncated-tail 1"]),
    Row(log: call(1) + call(2) + "ty", ledger: ["truncated-tail 1"]),
    Row(log: call(1) + call(2).dropLast(20), ledger: ["truncated-tail 1"]),
    // What auditd adds may be cut as well.
    Row(
      log: call(1) + call(2).dropLast() + "\u{1d}ARCH=x86_64 SYSCALL=unknown-syscall(-1)",
      ledger: []),
    Row(
      log: call(1) + call(2).dropLast() + "\u{1d}ARCH=x86_64 AUID=\"uns",
      ledger: ["truncated-tail 1"]),
    Row(log: call(1) + call(2).dropLast() + "\u{1d}ARCH=x86_64 SYSC", ledger: ["truncated-tail 1"]),
    Row(
      log: call(1) + call(2) + "type=PATH msg=audit(1.000:2): item=0 name=\"/us",
      ledger: ["truncated-tail 1"]),
    Row(
      log: call(1) + call(2) + "type=PATH msg=audit(1.000:2): item=0 name=\"/usr\" nametype=NORMAL",
      ledger: []),
    // Two lines ran together.
    Row(
      log: dmesg(1)
        + kernel("audit: type=1300 audit(1.000:2): arch=c000003e sysc" + dmesg(3).dropLast()),
      ledger: ["malformed-line 1"]),
    Row(
      log: call(1) + "type=PATH msg=audit(1.000:1): item=0 name=\"/li" + call(2),
      ledger: ["malformed-line 1"]),
    // The record was cut after what matters: the kernel's log keeps about a kilobyte.
    Row(
      log: dmesg(1)
        + kernel(
          "audit: type=1300 audit(1.000:2): arch=c000003e syscall=39 success=yes exit=7 a0=0"
            + " ppid=1 pid=7 comm=\"x\" exe=2F2F2F2F2F"), ledger: []),
    Row(
      log: call(1) + "\0\0\0" + call(2) + "type=SYSCALL msg=audit(1.000:3): arch=c00\0\0\0\0"
        + call(4), events: 3, ledger: ["nul-bytes 2", "serial-gap 0"]),
    // One damaged line is one loss, however many pieces it is in.
    Row(log: call(1) + "type=SYS\0\0CALL ms\0g=au\0dit\n" + call(2), ledger: ["nul-bytes 1"]),
    Row(log: call(1) + "xx\0yy\0zz\n" + call(2), ledger: ["nul-bytes 1"]),
  ])
  func lossIsTold(_ row: Row) throws {
    let recording = try Recording(row.log)
    #expect(recording.run.events == row.events)
    #expect(recording.ledger == row.ledger.filter { !$0.hasSuffix(" 0") })
  }

  /// One rule for a line without a record, wherever it stands: what may be the rest of a record is one in auditd's
  /// own file, and words are a note.
  @Test(arguments: [
    ("# the second run", "foreign-text 1"), ("=== the second run ===", "foreign-text 1"),
    ("hello, world", "foreign-text 1"), ("1A00)", "malformed-line 1"),
    ("0 a1=0 a2=0 a3=0 items=0 ppid=1 pid=7 auid=1 uid=0 comm=\"x\"", "malformed-line 1"),
    ("-F key=(null)", "malformed-line 1"),
  ])
  func lineWithoutARecordIsOneThingWhereverItStands(line: String, ledger: String) throws {
    let records = (1...4).map { Self.call($0) }
    for place in 0...4 {
      let log = records[..<place] + [line + "\n"] + records[place...]
      #expect(try Recording(log.joined(), format: "audit").ledger == [ledger], "line \(place + 1)")
    }
    let syslog = records.map { "Nov 21 23:42:07 vm audisp-syslog[812]: " + $0 }
    for place in 0...4 {
      let log = syslog[..<place] + [line + "\n"] + syslog[place...]
      #expect(
        try Recording(log.joined(), format: "audit").ledger == ["foreign-text 1"],
        "line \(place + 1)")
    }
  }

  // MARK: Children

  private static func fork(
    _ serial: Int, by process: Int = 7, child: Int, number: Int = 57, flags: String = "0"
  ) -> String {
    call(serial).replacing("syscall=39", with: "syscall=\(number)")
      .replacing("exit=7", with: "exit=\(child)").replacing("a0=0", with: "a0=\(flags)")
      .replacing("pid=7 ", with: "pid=\(process) ")
  }
  private static func of(_ process: Int, _ serial: Int) -> String {
    call(serial).replacing(" pid=7 ", with: " pid=\(process) ")
  }
  private static let rest = (100...400).map { call($0) }.joined()
  private static let filtered =
    "type=SECCOMP msg=audit(1.000:9): auid=1 uid=1 gid=1 ses=1 pid=7 comm=\"x\" exe=\"/x\" sig=0"
    + " arch=c000003e syscall=257 compat=0 ip=0x7f code=0x7ffc0000\n"

  @Test(arguments: [
    (fork(1, child: 8) + rest, ["untraced-process 1"]),
    (fork(1, child: 8) + of(8, 2) + rest, []),
    // Seen from the host.
    (fork(1, child: 2) + of(9001, 2) + rest, []),
    (fork(1, child: 2) + of(9001, 2) + fork(3, child: 3) + rest, ["untraced-process 1"]),
    // It began before its maker's call had returned.
    (of(8, 1) + fork(2, child: 8) + rest, []),
    // The log ends soon after.
    (rest + fork(500, child: 8), []),
    // clone with SIGCHLD, and of a thread, which has the number of its process.
    (fork(1, child: 8, number: 56, flags: "11") + rest, ["untraced-process 1"]),
    (fork(1, child: 8, number: 56, flags: "3d0f00") + rest, []),
    // Flags of clone3 stand in memory.
    (fork(1, child: 8, number: 435) + rest, []),
    // A filter logs few calls.
    (filtered + fork(10, child: 8) + rest, ["names-only 1"]),
  ])
  func childrenAreCounted(log: String, ledger: [String]) throws {
    #expect(
      try Recording(log, format: "audit").ledger.filter { !$0.hasPrefix("serial-gap") } == ledger)
  }

  @Test(arguments: [
    // Some program's line in the same log.
    Row(
      log: "Nov 21 23:42:07 vm kernel: audit: type=1300 audit(1.000:1): arch=c000003e syscall=39"
        + " success=yes exit=7 pid=7 comm=\"x\"\n"
        + "Nov 21 23:42:07 vm myapp[7]: type=SYSCALL msg=audit(1.000:2): arch=c000003e syscall=169"
        + " success=yes exit=7 pid=7 comm=\"x\"\n"
        + "Nov 21 23:42:07 vm myapp[7]: kernel: audit: type=1326 audit(1.000:2): pid=7 arch=c000003e"
        + " syscall=169 code=0x7ffc0000\n"
        + "Nov 21 23:42:07 vm myapp[7]: hello\n",
      events: 1, ledger: ["suspect-line 2", "foreign-text 1"]),
    // What a program with CAP_AUDIT_WRITE says.
    Row(
      log: call(1)
        + "type=USER msg=audit(1.000:2): pid=7 uid=0 msg='type=SYSCALL msg=audit(1.000:3): arch=c000003e"
        + " syscall=169 success=yes exit=0 pid=7 comm=\"x\" key=(null)'\n",
      events: 1, ledger: []),
    // A path with a line end in it, printed as it is by `ausearch --interpret --escape raw`.
    Row(
      log: "----\ntype=PATH msg=audit(11/21/26 23:31:16.984:7) : item=0 name=/tmp/x\n"
        + forged(8) + interpreted(7),
      events: 1, ledger: ["suspect-line 1"]),
    Row(
      log: "----\ntype=PATH msg=audit(11/21/26 23:31:16.984:7) : item=0 name=/tmp/x\n"
        + forged(7) + interpreted(7),
      events: 1, ledger: ["suspect-line 1"]),
    Row(
      log: "----\ntype=PATH msg=audit(11/21/26 23:31:16.984:7) : item=0 name=/tmp/x\n"
        + "----\n" + forged(8) + "----\n" + forged(9) + "----\n" + interpreted(7),
      events: 1, ledger: ["suspect-line 2"]),
    Row(
      log: "----\n" + interpreted(7).dropLast(16) + "\n" + forged(7).dropLast(1)
        + "\n y key=(null)\n",
      events: 1, ledger: ["malformed-line 2", "suspect-line 1"]),
  ])
  func whatAProgramWritesIsNoRecord(_ row: Row) throws {
    let recording = try Recording(row.log)
    #expect(recording.run.events == row.events)
    #expect(recording.counts["x86_64 reboot"] == nil)
    #expect(recording.ledger == row.ledger)
  }

  private static func companion(_ serial: Int, _ text: String = "PATH", node: String = "")
    -> String
  {
    "\(node)type=\(text) msg=audit(1.000:\(serial)): item=0 name=\"/usr\" nametype=NORMAL\n"
  }

  private static let uring =
    "type=URINGOP msg=audit(1.000:2): uring_op=18 success=yes exit=0 items=1 ppid=1 pid=7 key=(null)\n"

  @Test(arguments: [
    // Others come with a call, and none without it.
    Row(log: call(1) + companion(1) + companion(1, "CWD") + call(2) + companion(2), ledger: []),
    Row(
      log: call(1) + companion(2) + companion(2, "CWD") + companion(3, "1327") + call(4),
      ledger: ["missing-call 2"]),
    Row(log: call(1) + call(3) + companion(2, "UNKNOWN[1302]"), ledger: ["missing-call 1"]),
    // Renderings have their own order, and records of several calls come between each other.
    Row(log: call(1) + companion(2) + companion(2, "PROCTITLE") + call(2), ledger: []),
    Row(
      log: call(1) + call(2) + companion(1) + companion(2)
        + (3...9000).map { call($0) }.joined() + companion(1, "PROCTITLE"), events: 9000, ledger: []
    ),
    // What has its own records with paths, and is no call.
    Row(log: call(1) + uring + companion(2) + call(3), ledger: []),
    Row(
      log: call(1) + "type=ANOM_LINK msg=audit(1.000:2): op=follow_link ppid=1 pid=7 res=0\n"
        + companion(2) + call(3), ledger: []),
    // The end of a program for packets is told apart from all calls.
    Row(log: call(1) + "type=BPF msg=audit(1.000:2): prog-id=9 op=UNLOAD\n" + call(3), ledger: []),
    // A log begins in the midst of an event, and a rotated file too.
    Row(log: companion(7) + companion(5) + call(8) + companion(6) + call(9), ledger: []),
    Row(
      log: call(1) + companion(1) + companion(70000) + call(2),
      ledger: [
        "missing-call 1", "serial-gap 69998",
      ]),
    // Each machine counts for itself.
    Row(
      log: call(1) + "node=vm " + call(2) + companion(2) + companion(2, node: "node=vm ") + call(3),
      events: 3, ledger: ["missing-call 1"]),
    // A call of which no more is known than that it was.
    Row(
      log: call(1) + "type=SYSCALL msg=audit(1.000:2): arch=c000003e sysc\n" + companion(2)
        + call(3), ledger: ["malformed-line 1"]),
    Row(
      log:
        "{\"ID\":\"1.000:1\",\"SYSCALL\":{\"arch\":\"0xc000003e\",\"syscall\":39,\"success\":\"yes\","
        + "\"exit\":7,\"pid\":7},\"CWD\":{\"cwd\":\"/\"}}\n"
        + "{\"ID\":\"1.000:2\",\"CWD\":{\"cwd\":\"/\"},\"PATH\":[{\"item\":0},{\"item\":1}]}\n",
      events: 1, ledger: ["missing-call 1"]),
  ])
  func callsWithoutTheirOwnRecordAreTold(_ row: Row) throws {
    for size in [64, 1 << 18] {
      let recording = try Recording(row.log, blockSize: size)
      #expect(recording.run.events == row.events)
      #expect(recording.ledger == row.ledger.filter { !$0.hasSuffix(" 0") })
    }
  }

  /// The rest of another record, in which a line feed and more are lost.
  @Test(arguments: [" auid=", " comm=", " a2="], [" syscall=", " a1="])
  func aSecondCallInARecordIsDamage(cut: String, join: String) throws {
    let first = Self.call(1)
    let second = Self.call(2).replacing("syscall=39 ", with: "syscall=59 ")
    let joined =
      first[..<first.firstRange(of: cut)!.lowerBound]
      + second[second.firstRange(of: join)!.lowerBound...]
    let recording = try Recording(joined + Self.call(3), format: "audit")
    #expect(recording.counts == ["x86_64 getpid": 2])
    #expect(
      recording.ledger == (join == " syscall=" ? ["malformed-line 1"] : []) + ["serial-gap 1"])
  }

  /// Serial numbers of more than 32 bits are nobody's, and the gaps between them are no count.
  @Test func serialNumbersBeyondTheKernelsAreNoGaps() throws {
    let log = ["7", "18446744073709551615", "9", "18446744073709551614", "18446744073709551615"]
      .map {
        "type=SYSCALL msg=audit(1795303876.984:\($0)): arch=c000003e syscall=39 success=yes exit=7"
          + " a0=0 a1=0 a2=0 a3=0 items=0 ppid=1 pid=7 key=(null)\n"
      }
    let recording = try Recording(log.joined())
    #expect(recording.counts == ["x86_64 getpid": 4])
    #expect(recording.ledger == ["serial-gap 1", "repeated-record 1"])
  }

  /// Read twice, whatever order a hash table has.
  @Test func entriesBeginWhereTheyFirstStand() throws {
    let log = (0..<40).map {
      "type=SECCOMP msg=audit(1795303876.984:\($0 + 1)): auid=0 uid=0 gid=0 ses=1 pid=\($0 % 7 + 1)"
        + " comm=\"x\" exe=\"/x\" sig=0 arch=c000003e syscall=\($0 % 3) compat=0 ip=0x1"
        + " code=0x7ffc0000\n"
    }
    let run = try Recording(log.joined()).run
    #expect(run.observations.map(\.first.line) == [3, 1, 2])
  }

  private static func interpreted(_ serial: Int) -> String {
    "type=SYSCALL msg=audit(11/21/26 23:31:16.984:\(serial)) : arch=x86_64 syscall=getpid success=yes"
      + " exit=7 a0=0x0 items=0 ppid=1 pid=7 auid=unset ses=unset comm=x exe=/y key=(null) \n"
  }

  private static func forged(_ serial: Int) -> String {
    interpreted(serial).replacing("syscall=getpid", with: "syscall=reboot")
  }
}
