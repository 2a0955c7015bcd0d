import Findings
import Logs
import Observations
import Testing
import Traces

/// What the kernel and the programs that write logs say of their own losses, and records beside calls that
/// follow no grammar.
@Suite struct AuditNoticeTests {
  struct Row: CustomTestStringConvertible {
    /// Between two records.
    let text: String
    let ledger: [String]

    var testDescription: String { text }
  }

  private static let body =
    ": auid=1 uid=0 gid=0 ses=4 pid=7 comm=\"x\" exe=\"/y\" sig=0 arch=c000003e syscall=39 compat=0"
    + " ip=0x7f code=0x7ffc0000\n"

  private static func call(_ serial: Int) -> String {
    "type=SECCOMP msg=audit(1795303876.984:\(serial))\(body)"
  }

  private static func kernelCall(_ serial: Int) -> String {
    "Nov 21 23:42:07 vm kernel: [ 3452.1] audit: type=1326 audit(1795303876.984:\(serial))\(body)"
  }

  @Test(arguments: [
    // rsyslog, by any of its names.
    Row(
      text: "Nov 21 23:42:07 vm rsyslogd[733]: imjournal: 5120 messages lost due to rate-limiting"
        + " (20000 allowed within 600 seconds)", ledger: ["lost-events 5120"]),
    Row(
      text: "Nov 21 23:42:07 vm rsyslogd: imjournal: begin to drop messages due to rate-limiting\n"
        + "Nov 21 23:52:07 vm rsyslogd: imjournal: 9 messages lost due to rate-limiting",
      ledger: ["lost-events 9"]),
    Row(
      text: "Nov 21 23:42:07 vm rsyslogd: imjournal: begin to drop messages due to rate-limiting",
      ledger: ["lost-events 1"]),
    Row(
      text: "Nov 21 23:42:07 vm rsyslogd-2177: imuxsock lost 43 messages from pid 9131 due to"
        + " rate-limiting", ledger: ["lost-events 43"]),
    Row(
      text:
        "Nov 21 23:42:07 vm rsyslogd-2177: imuxsock begins to drop messages from pid 9131 due to"
        + " rate-limiting", ledger: ["lost-events 1"]),
    Row(
      text: "2026-11-21T23:42:07.123456+00:00 vm rsyslogd: imklog: 3 messages lost due to"
        + " rate-limiting", ledger: ["lost-events 3"]),
    Row(
      text: "Nov 21 23:42:07 vm syslog.warning imuxsock: 8 messages lost due to rate-limiting",
      ledger: ["lost-events 8"]),
    Row(
      text:
        "Nov 21 23:42:07 vm rsyslogd: action 'action-0-builtin:omfile' (module 'builtin:omfile') message lost,"
        + " could not be processed. Check for additional error messages before this one.",
      ledger: ["lost-events 1"]),
    // auditd, of its plug-ins.
    Row(
      text:
        "Nov 21 23:42:07 vm auditd[7]: Auditd is suspending event passing to plugins due to overflowing its"
        + " queue.", ledger: ["recording-stopped 1"]),
    // journald.
    Row(
      text: "Nov 21 23:42:07 vm systemd-journald[300]: Suppressed 1244 messages from"
        + " /system.slice/auditd.service", ledger: ["lost-events 1244"]),
    Row(
      text: "Nov 21 23:42:07 vm systemd-journal[300]: Suppressed 5 messages from auditd.service",
      ledger: ["lost-events 5"]),
    Row(
      text: "Nov 21 23:42:07 vm journal: Suppressed 6 messages from /system.slice/x.service",
      ledger: ["lost-events 6"]),
    Row(
      text: "Nov 21 23:42:07 vm systemd-journald[300]: Forwarding to syslog missed 5 messages.",
      ledger: ["lost-events 5"]),
    Row(
      text: "Nov 21 23:42:07 vm systemd-journald[300]: Missed 12 kernel messages",
      ledger: ["lost-events 12"]),
    Row(
      text:
        "Nov 21 23:42:07 vm kernel: [ 3.1] systemd-journald[300]: /dev/kmsg buffer overrun, some"
        + " messages lost.", ledger: ["lost-events 1"]),
    Row(
      text: "Nov 21 23:42:07 vm systemd-journald[300]: Failed to write entry (22 items, 760 bytes),"
        + " ignoring: Cannot allocate memory", ledger: ["lost-events 1"]),
    // auditd.
    Row(
      text: "Nov 21 23:42:07 vm auditd[812]: Error receiving audit netlink packet (No buffer space"
        + " available)", ledger: ["lost-events 1"]),
    Row(
      text: "type=DAEMON_ERR op=format-raw msg=NULL res=failed", ledger: ["lost-events 1"]),
    // The kernel, at any level.
    Row(
      text: "kern  :warn  : [ 3452.1] audit: audit_lost=17 audit_rate_limit=0"
        + " audit_backlog_limit=64", ledger: ["lost-events 17"]),
    Row(
      text: "kern  :err   : [ 3452.1] audit: kauditd hold queue overflow", ledger: ["lost-events 1"]
    ),
    Row(text: "<3>[ 3452.1] audit: backlog limit exceeded", ledger: ["lost-events 1"]),
    Row(
      text: "Nov 21 23:42:07 vm kern.err kernel: [ 3452.1] audit: rate limit exceeded",
      ledger: ["lost-events 1"]),
    Row(
      text:
        "type=CONFIG_CHANGE msg=audit(1795303876.984:3): op=set lost=0 old=17 auid=0 ses=1 res=1",
      ledger: ["lost-events 17"]),
    Row(
      text: "2026-11-30T19:33:40,504440+00:00 kauditd_printk_skb: 186 callbacks suppressed",
      ledger: ["lost-events 186"]),
    Row(
      text: "2026-11-30T19:33:40,504440+00:00 ** 12 printk messages dropped **",
      ledger: ["lost-events 12"]),
    // Others may say what they like.
    Row(
      text: "2026-11-30T19:33:40,504 kauditd_printk_skb: 186 callbacks suppressed",
      ledger: ["foreign-text 1"]),
    Row(
      text: "Nov 21 23:42:07 vm myapp[7]: imjournal: 5120 messages lost due to rate-limiting",
      ledger: ["foreign-text 1"]),
    Row(
      text: "Nov 21 23:42:07 vm kernel: [ 3452.1] net_ratelimit: 9 callbacks suppressed",
      ledger: ["foreign-text 1"]),
    Row(text: "Nov 21 23:42:07 vm rsyslogd: action 'x' resumed", ledger: ["foreign-text 1"]),
    // What auditd itself writes; none is a loss.
    Row(
      text: "type=DAEMON_CONFIG msg=audit(1490239800.477:34) config changed, auid=0 pid=1512"
        + " subj=system_u:system_r:unconfined_service_t:s0 res=success", ledger: []),
    Row(
      text: "type=DAEMON_START msg=audit(1490239800.477:34): auditd start, ver=2.6, format=raw,"
        + " auid=4294967295 pid=1 res=success", ledger: []),
    Row(text: "type=UNKNOWN[1329] msg=?", ledger: []),
    Row(
      text:
        "type=LOGIN msg=audit(1490239800.477:3): login pid=2 uid=0 old auid=4294967295 new auid=0"
        + " old ses=4294967295 new ses=2", ledger: []),
    Row(
      text: "type=AVC msg=audit(1490239800.477:3): avc:  denied  { read } for  pid=2 comm=\"x\""
        + " name=\"y\" dev=\"sda\" ino=7 permissive=0", ledger: []),
    Row(text: "type=PROCTITLE msg=audit(1490239800.477:2): proctitle=(null)", ledger: []),
  ])
  func noticesAreRead(_ row: Row) throws {
    let isFile = row.text.hasPrefix("type=")
    let log =
      isFile
      ? Self.call(2) + row.text + "\n" + Self.call(4)
      : Self.kernelCall(2) + row.text + "\n" + Self.kernelCall(3)
    let recording = try Recording(log)
    #expect(recording.counts == ["x86_64 getpid": 2])
    #expect(
      recording.ledger.filter { !$0.hasPrefix("names-only") && !$0.hasPrefix("serial") }
        == row.ledger)
  }

  @Test(arguments: [
    ("kernel: [ 3452.1] kauditd_printk_skb: 152 callbacks suppressed", 152),
    ("kernel: [ 3452.1] audit_log_end: 15 callbacks suppressed", 15),
    ("kernel: [ 3452.1] printk: 7 callbacks suppressed", 7),
    ("kernel: printk: 7 messages suppressed.", 7),
  ])
  func whatTheKernelDidNotPrintIsMissing(text: String, count: Int) throws {
    let recording = try Recording(
      Self.kernelCall(2) + "Nov 21 23:42:07 vm \(text)\n" + Self.kernelCall(3))
    #expect(recording.ledger == ["lost-events \(count)", "names-only 2"])
  }

  /// Linux before 4.15 printed the next message on the same line.
  @Test func messageAfterANoticeIsRead() throws {
    let recording = try Recording(
      "[ 3452.1] audit: type=1326 audit(1795303876.984:2)\(Self.body)"
        + "[ 3452.2] ** 15 printk messages dropped ** [ 3452.3] audit: type=1326"
        + " audit(1795303876.984:20)\(Self.body)")
    #expect(recording.counts == ["x86_64 getpid": 2])
    #expect(recording.ledger == ["lost-events 15", "names-only 2"])
  }

  /// `journalctl -o cat` has neither date nor name.
  @Test func noticesWithoutAWriterAreRead() throws {
    let call = "SECCOMP \(Self.body.dropFirst(2))"
    let recording = try Recording(
      call + "Suppressed 12 messages from auditd.service\n"
        + "audit: audit_lost=3 audit_rate_limit=0\n"
        + call)
    #expect(recording.ledger == ["lost-events 15", "names-only 2"])
  }

  // MARK: Deaths of SIGSYS

  private static func killed(_ serial: Int, process: Int, code: String = "0x80000000") -> String {
    "type=SECCOMP msg=audit(1700000001.500:\(serial)): auid=1 uid=0 gid=0 ses=4 pid=\(process)"
      + " comm=\"mkdir\" exe=\"/bin/busybox\" sig=31 arch=c000003e syscall=83 compat=0 ip=0x7f"
      + " code=\(code)\n"
  }

  private static func refused(_ serial: Int, process: Int) -> String {
    killed(serial, process: process, code: "0x50001").replacing("sig=31", with: "sig=0")
  }

  private static func numbered(_ serial: Int, process: Int) -> String {
    died(serial, process: process).replacing("ANOM_ABEND", with: "1701")
      .replacing("sig=31", with: "reason=\"seccomp\" sig=31")
  }

  private static func died(_ serial: Int, process: Int, signal: String = "31") -> String {
    "type=ANOM_ABEND msg=audit(1700000001.500:\(serial)): auid=4294967295 uid=0 gid=0 ses=4294967295"
      + " subj=docker-default pid=\(process) comm=\"mkdir\" exe=\"/bin/busybox\" sig=\(signal) res=1\n"
  }

  struct Death: CustomTestStringConvertible {
    let log: String
    let count: Int

    var testDescription: String { log }

    init(_ records: String..., count: Int) {
      log = records.joined()
      self.count = count
    }
  }

  @Test(arguments: [
    Death(died(3, process: 5001), count: 1),
    Death(killed(2, process: 5001), died(3, process: 5001), count: 0),
    Death(killed(2, process: 5001, code: "0x0"), died(3, process: 5001), count: 0),
    Death(died(3, process: 5001), killed(2, process: 5001), count: 0),
    // Of another process, and of an errno.
    Death(killed(2, process: 5002), died(3, process: 5001), count: 1),
    Death(refused(2, process: 5001), died(3, process: 5001), count: 1),
    // Two processes with one number after the other.
    Death(killed(2, process: 5001), died(3, process: 5001), died(4, process: 5001), count: 1),
    // One record twice.
    Death(died(3, process: 5001), died(3, process: 5001), count: 1),
    Death(died(3, process: 5001, signal: "11"), count: 0),
    Death(numbered(3, process: 5001), count: 1),
  ])
  func deathWithoutItsCallIsTold(_ death: Death) throws {
    let recording = try Recording(Self.call(1) + death.log)
    let deaths = recording.ledger.filter { $0.hasPrefix("killed-call") }
    #expect(deaths == (death.count == 0 ? [] : ["killed-call \(death.count)"]))
    #expect(recording.counts["x86_64 mkdir"] == (death.log.contains("SECCOMP") ? 1 : nil))
  }

  @Test func deathIsToldInEveryRendering() throws {
    let call = Self.call(1)
    let interpreted =
      "----\ntype=ANOM_ABEND msg=audit(11/14/23 22:13:21.500:60) : auid=unset uid=root gid=root ses=unset"
      + " pid=5001 comm=mkdir exe=/bin/busybox sig=SIGSYS res=yes \n"
    #expect(try Recording(call + interpreted).ledger == ["killed-call 1", "names-only 1"])
    let laurel =
      #"{"ID":"1.000:5","SECCOMP":{"pid":7,"comm":"x","exe":"/y","sig":0,"arch":"0xc000003e","#
      + #""syscall":39,"code":"0x7ffc0000"}}"# + "\n"
      + #"{"ID":"1.000:6","ANOM_ABEND":{"pid":5001,"comm":"mkdir","exe":"/x","sig":31,"res":1}}"#
      + "\n"
    #expect(try Recording(laurel).ledger == ["killed-call 1", "names-only 1"])
    let journal =
      "Nov 21 23:42:07 vm audit[7]: SECCOMP \(Self.body.dropFirst(2))"
      + "Nov 21 23:42:07 vm audit[5001]: ANOM_ABEND auid=1 pid=5001 comm=\"mkdir\" exe=\"/x\" sig=31 res=1\n"
      + "Nov 21 23:42:07 vm kernel: audit: type=1701 audit(1.000:6): auid=1 pid=5001 comm=\"mkdir\""
      + " exe=\"/x\" sig=31 res=1\n"
    #expect(try Recording(journal).ledger == ["killed-call 1", "names-only 1"])
  }

  @Test func deathOfAnotherProcessIsNone() throws {
    let recording = try Recording(
      Self.call(1) + Self.died(3, process: 5001), selection: Selection(processes: [7]))
    #expect(recording.ledger == ["names-only 1", "serial-gap 1"])
  }

  // MARK: Kernels without arch=

  /// Linux 3.16 and before.
  @Test(arguments: [
    ("250", "0", "x86_64 keyctl"), ("250", "1", "x86 fadvise64"),
    ("1073741863", "1", "x32 getpid"),
  ])
  func callWithoutArchitectureIsReadAsAssumed(number: String, compat: String, call: String) throws {
    let recording = try Recording(
      "Jun 02 21:10:05 node-a kernel: [ 5012.330871] audit: type=1326 audit(1433279405.330:9):"
        + " auid=1000 uid=1000 gid=1000 ses=2 pid=1188 comm=\"websrv\" exe=\"/srv/websrv\" sig=31"
        + " syscall=\(number) compat=\(compat) ip=0x7f0a5c11b3d9 code=0x0\n")
    #expect(recording.counts == [call: 1])
    #expect(recording.ledger == ["guessed-architecture 1"])
  }

  @Test func callOfASyscallRecordWithoutArchitectureIsDamage() throws {
    let recording = try Recording(
      Self.call(1)
        + "type=SYSCALL msg=audit(1.000:2): syscall=39 success=yes exit=7 pid=7 key=(null)\n")
    #expect(recording.counts == ["x86_64 getpid": 1])
    #expect(recording.ledger.first == "malformed-line 1")
  }
}
