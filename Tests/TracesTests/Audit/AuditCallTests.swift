import Logs
import Observations
import Testing
import Traces

@Suite struct AuditCallTests {
  struct Row: CustomTestStringConvertible {
    let log: String
    let calls: [String]
    var ledger: [String] = []

    var testDescription: String { String(log.prefix(120)) }
  }

  private static let syscall = "type=SYSCALL msg=audit(1795303876.984:1125148): "
  private static let tail =
    " items=0 ppid=1 pid=7 auid=4294967295 uid=0 tty=(none) ses=1 comm=\"x\" exe=\"/y\" key=(null)\n"

  @Test(arguments: [
    Row(
      log: syscall + "arch=c000003e syscall=12 success=yes exit=167317504 a0=0 a1=c a2=3f a3=ff"
        + tail,
      calls: ["x86_64 brk 1: 1 returned"]),
    Row(
      log: syscall + "arch=c000003e syscall=17 per=400000 success=no exit=-13 a0=0 a1=0 a2=0 a3=0"
        + tail,
      calls: ["x86_64 pread64 1: 1 E13"]),
    Row(
      log: syscall + "arch=c000003e syscall=35 success=no exit=-4 a0=0 a1=0 a2=0 a3=0" + tail,
      calls: ["x86_64 nanosleep 1: 1 E4"]),
    // exit_group does not return, so its record has no success and no exit.
    Row(
      log: syscall + "arch=c000003e syscall=231 a0=0 a1=c a2=3f a3=ff" + tail,
      calls: ["x86_64 exit_group 1: 1 unknown"]),
    // int arguments, sign-extended and not; a long keeps all of its bits.
    Row(
      log: syscall
        + "arch=c000003e syscall=135 success=yes exit=0 a0=ffffffffffffffff a1=0 a2=0 a3=0"
        + tail,
      calls: ["x86_64 personality[0=0xffffffff] 1: 1 returned"]),
    Row(
      log: syscall + "arch=c000003e syscall=56 success=yes exit=9 a0=101200011 a1=0 a2=0 a3=0"
        + tail,
      calls: ["x86_64 clone[0=0x1200011] 1: 1 returned"]),
    Row(
      log: syscall + "arch=c000003e syscall=41 success=yes exit=3 a0=1 a1=80001 a2=0 a3=0" + tail,
      calls: ["x86_64 socket[0=0x1 1=0x80001 2=0x0] 1: 1 returned"]),
    // i386's multiplexer is the call that a filter sees; SOCKETCALL's a0 is no register of its own.
    Row(
      log: syscall + "arch=40000003 syscall=102 success=yes exit=3 a0=1 a1=ffa0 a2=0 a3=0" + tail
        + "type=SOCKETCALL msg=audit(1795303876.984:1125148): nargs=3 a0=1 a1=2 a2=0\n",
      calls: ["x86 socketcall[0=0x1] 1: 1 returned"]),
    // argv, which looks like registers.
    Row(
      log: syscall + "arch=c000003e syscall=59 success=yes exit=0 a0=5 a1=5 a2=5 a3=5" + tail
        + "type=EXECVE msg=audit(1795303876.984:1125148): argc=2 a0=\"ls\" a1=\"syscall=169\"\n",
      calls: ["x86_64 execve 1: 1 returned"]),
    Row(
      log: syscall + "arch=c000003e syscall=1073741863 success=yes exit=7 a0=0 a1=0 a2=0 a3=0"
        + tail,
      calls: ["x32 getpid 1: 1 returned"]),
    Row(
      log: syscall + "arch=c000003e syscall=5000 success=no exit=-38 a0=0 a1=0 a2=0 a3=0" + tail,
      calls: ["x86_64 #5000 1: 1 E38"], ledger: ["unknown-name 1"]),
    Row(
      log: syscall + "arch=c00000b7 syscall=56 success=yes exit=3 a0=0 a1=0 a2=0 a3=0" + tail,
      calls: ["aarch64 openat 1: 1 returned"]),
    Row(
      log: syscall + "arch=16 syscall=5 success=yes exit=3 a0=0 a1=0 a2=0 a3=0" + tail
        + "type=SYSCALL msg=audit(1795303876.984:1125149): arch=80000016 syscall=180 success=yes"
        + " exit=3 a0=0 a1=0 a2=0 a3=0" + tail,
      calls: ["s390 open 1: 1 returned", "s390x pread64 1: 1 returned"]),
  ])
  func syscallRecordsTellCallOutcomeAndArguments(_ row: Row) throws {
    let recording = try Recording(row.log)
    #expect(recording.calls == row.calls)
    #expect(recording.ledger == row.ledger)
    #expect(recording.run.formats == ["audit"])
  }

  private static func seccomp(_ number: String, _ code: String, sig: Int = 0) -> String {
    "type=SECCOMP msg=audit(1795303876.984:9): auid=1 uid=0 gid=0 ses=4 subj=docker-default (enforce)"
      + " pid=29786 comm=\"x\" exe=\"/\" sig=\(sig) arch=c000003e syscall=\(number) compat=0"
      + " ip=0x7f6b code=\(code)\n"
  }

  @Test(arguments: [
    Row(
      log: seccomp("102", "0x7ffc0000"), calls: ["x86_64 getuid 1: 1 unknown"],
      ledger: ["names-only 1"]),
    Row(
      log: seccomp("102", "0x7ff00000"), calls: ["x86_64 getuid 1: 1 unknown"],
      ledger: ["names-only 1"]),
    Row(
      log: seccomp("102", "0x7fc00000"), calls: ["x86_64 getuid 1: 1 unknown"],
      ledger: ["names-only 1"]),
    Row(log: seccomp("102", "0x50000"), calls: ["x86_64 getuid 1: 1 denied"]),
    Row(log: seccomp("102", "0x50026"), calls: ["x86_64 getuid 1: 1 denied"]),
    Row(log: seccomp("102", "0x30000", sig: 31), calls: ["x86_64 getuid 1: 1 denied"]),
    Row(log: seccomp("102", "0x0", sig: 31), calls: ["x86_64 getuid 1: 1 denied"]),
    Row(log: seccomp("102", "0x80000000", sig: 31), calls: ["x86_64 getuid 1: 1 denied"]),
    Row(
      log: seccomp("-1", "0x7ffc0000"), calls: ["x86_64 #4294967295 1: 1 unknown"],
      ledger: ["unknown-name 1", "names-only 1"]),
    // A shipper dropped the separator: `A` is no digit of the code.
    Row(
      log: seccomp(
        "102", "0x50000AUID=\"unset\" UID=\"root\" ARCH=x86_64 SYSCALL=unknown-syscall(-1)"),
      calls: ["x86_64 getuid 1: 1 denied"]),
    Row(
      log: seccomp("102", "0x7ffc0000\u{1d}AUID=\"unset\" ARCH=x86_64 SYSCALL=unknown-syscall(-1)"),
      calls: ["x86_64 getuid 1: 1 unknown"], ledger: ["names-only 1"]),
  ])
  func seccompRecordsTellTheCallAndWhetherItRan(_ row: Row) throws {
    let recording = try Recording(row.log)
    #expect(recording.calls == row.calls)
    #expect(recording.ledger == row.ledger)
  }

  private static let seccompHead =
    ": auid=1 uid=0 gid=0 ses=4 pid=7 comm=\"x\" exe=\"/y\" sig=0 arch=c000003e "

  @Test(arguments: [
    // One call, a line at its entry and one at its return.
    Row(
      log:
        "type=SECCOMP msg=audit(1.000:1)\(seccompHead)syscall=41 compat=0 ip=0x7f code=0x7ffc0000\n"
        + "type=SYSCALL msg=audit(1.000:2): arch=c000003e syscall=41 success=yes exit=3 a0=2 a1=1 a2=0"
        + tail,
      calls: ["x86_64 socket[0=0x2 1=0x1 2=0x0] 1: 1 returned"], ledger: ["repeated-record 1"]),
    // Threads of one process share its pid, and their halves interleave.
    Row(
      log:
        "type=SECCOMP msg=audit(1.000:1)\(seccompHead)syscall=0 compat=0 ip=0x7f code=0x7ffc0000\n"
        + "type=SECCOMP msg=audit(1.000:2)\(seccompHead)syscall=1 compat=0 ip=0x7f code=0x7ffc0000\n"
        + "type=SYSCALL msg=audit(1.000:3): arch=c000003e syscall=1 success=yes exit=3 a0=2 a1=1 a2=0"
        + tail
        + "type=SYSCALL msg=audit(1.000:4): arch=c000003e syscall=0 success=yes exit=3 a0=2 a1=1 a2=0"
        + tail
        + "type=SYSCALL msg=audit(1.000:5): arch=c000003e syscall=0 success=yes exit=3 a0=2 a1=1 a2=0"
        + tail,
      calls: ["x86_64 read 2: 2 returned", "x86_64 write 1: 1 returned"],
      ledger: ["repeated-record 2"]),
    // A refused call never returns: the SYSCALL record is of another one.
    Row(
      log: "type=SECCOMP msg=audit(1.000:1)\(seccompHead)syscall=16 compat=0 ip=0x7f code=0x50000\n"
        + "type=SYSCALL msg=audit(1.000:2): arch=c000003e syscall=16 success=yes exit=0 a0=2 a1=5401 a2=0"
        + tail,
      calls: ["x86_64 ioctl 1: 1 denied", "x86_64 ioctl[1=0x5401] 1: 1 returned"]),
    // A line that was copied.
    Row(
      log: "type=SYSCALL msg=audit(1.000:2): arch=c000003e syscall=39 success=yes exit=7 a0=2"
        + tail
        + "type=SYSCALL msg=audit(1.000:2): arch=c000003e syscall=39 success=yes exit=7 a0=2"
        + tail,
      calls: ["x86_64 getpid 1: 1 returned"], ledger: ["repeated-record 1"]),
  ])
  func oneCallWithTwoRecordsIsOneCall(_ row: Row) throws {
    let recording = try Recording(row.log)
    #expect(recording.calls == row.calls)
    #expect(recording.ledger == row.ledger)
  }

  /// Of two such records, the exclusive or of both numbers is the same.
  @Test func recordsWhoseProcessesGrowInStepWithTheirSerialNumbersAreNotRepeated() throws {
    let log = (1...5000).map {
      "type=SYSCALL msg=audit(1.000:\($0)): arch=c000003e syscall=39 success=yes exit=7 a0=0 a1=0 a2=0 a3=0 "
        + "items=0 ppid=1 pid=\($0 + 2) auid=1 uid=0 comm=\"x\" exe=\"/y\" key=(null)\n"
    }
    let recording = try Recording(log.joined())
    #expect(recording.calls == ["x86_64 getpid 5000: 5000 returned"])
    #expect(recording.ledger == [])
  }
}
