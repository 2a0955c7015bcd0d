import Findings
import Logs
import Observations
import TestSupport
import Testing
import Traces

@Suite struct AuditRenderingTests {
  struct Rendering: CustomTestStringConvertible {
    let name: String
    let log: String
    var ledger: [String] = []

    var testDescription: String { name }
  }

  private static let body =
    "arch=c000003e syscall=41 success=no exit=-97 a0=28 a1=80001 a2=0 a3=0 items=0 ppid=5 pid=7"
    + " auid=4294967295 uid=0 tty=(none) ses=1 comm=6129203D2030203C783E exe=\"/y\" key=6B31016B32"

  /// One socket() of AF_VSOCK that failed with EAFNOSUPPORT, in every form.
  @Test(arguments: [
    Rendering(name: "raw", log: "type=SYSCALL msg=audit(1795303876.984:81): \(body)\n"),
    Rendering(name: "without line end", log: "type=SYSCALL msg=audit(1795303876.984:81): \(body)"),
    Rendering(name: "CRLF", log: "type=SYSCALL msg=audit(1795303876.984:81): \(body)\r\n"),
    Rendering(
      name: "enriched",
      log: "type=SYSCALL msg=audit(1795303876.984:81): \(body)\u{1d}ARCH=x86_64 SYSCALL=listen"
        + " AUID=\"unset\" UID=\"root\"\n"),
    Rendering(
      name: "enriched, its separator dropped",
      log: "type=SYSCALL msg=audit(1795303876.984:81): \(body)ARCH=x86_64 SYSCALL=listen\n"),
    Rendering(
      name: "node", log: "node=vm.local type=SYSCALL msg=audit(1795303876.984:81): \(body)\n"),
    Rendering(name: "number", log: "type=UNKNOWN[1300] msg=audit(1795303876.984:81): \(body)\n"),
    Rendering(
      name: "ausearch",
      log: "----\ntime->Sat Nov 21 23:31:16 2026\n"
        + "type=PROCTITLE msg=audit(1795303876.984:81): proctitle=\"x\"\n"
        + "type=SYSCALL msg=audit(1795303876.984:81): \(body)\n"),
    Rendering(
      name: "dmesg", log: "[  309.186459] audit: type=1300 audit(1795303876.984:81): \(body)\n"),
    Rendering(
      name: "dmesg with callers",
      log: "[  309.186459] [    T29] audit: type=1300 audit(1795303876.984:81): \(body)\n"),
    Rendering(
      name: "dmesg -x",
      log: "kern  :notice: [  309.186459] audit: type=1300 audit(1795303876.984:81): \(body)\n"),
    Rendering(
      name: "kernel log as it is",
      log: "<5>[  309.186459] audit: type=1300 audit(1795303876.984:81): \(body)\n"),
    Rendering(
      name: "syslog",
      log:
        "Nov  1 23:42:07 vm kernel: [ 3452.1] audit: type=1300 audit(1795303876.984:81): \(body)\n"),
    Rendering(
      name: "syslog of old kernels",
      log: "Nov 21 23:42:07 vm kernel: type=1300 audit(1795303876.984:81): \(body)\n"),
    Rendering(
      name: "RFC 3339 syslog",
      log: "2026-11-21T23:42:07.123456+00:00 vm kernel: audit: type=1300"
        + " audit(1795303876.984:81): \(body)\n"),
    Rendering(
      name: "audisp-syslog",
      log: "Nov 21 23:42:07 vm audisp-syslog[812]: node=vm type=SYSCALL"
        + " msg=audit(1795303876.984:81): \(body)\n"),
    Rendering(name: "journal", log: "Nov 21 23:42:07 vm audit[29247]: SYSCALL \(body)\n"),
    Rendering(
      name: "journal with helpers",
      log: "Nov 21 23:42:07 vm audit[29247]: SYSCALL \(body)\n"
        + "Nov 21 23:42:07 vm audit: PATH item=0 name=\"/x\"\n"
        + "Nov 21 23:42:07 vm audit[29247]: <audit-1336> uring_op=18 success=yes\n"),
    Rendering(
      name: "journal, full dates", log: "Sat 2026-11-21 23:42:07 UTC vm audit[7]: SYSCALL \(body)\n"
    ),
    Rendering(name: "journal, seconds", log: "1795303876.984123 vm audit[7]: SYSCALL \(body)\n"),
    Rendering(name: "journal, uptime", log: "[  309.186459] vm audit[7]: SYSCALL \(body)\n"),
    Rendering(name: "journal, text alone", log: "SYSCALL \(body)\n"),
    Rendering(
      name: "journal beside the kernel",
      log: "Nov 21 23:42:07 vm audit[29247]: SYSCALL \(body)\n"
        + "Nov 21 23:42:07 vm kernel: audit: type=1300 audit(1795303876.984:81): \(body)\n",
      ledger: ["repeated-record 1"]),
    Rendering(
      name: "io_uring",
      log: "type=SYSCALL msg=audit(1795303876.984:81): \(body)\n"
        + "type=URINGOP msg=audit(1795303876.984:82): uring_op=18 success=yes exit=0 syscall=257\n"
        + "type=UNKNOWN[1336] msg=audit(1795303876.984:83): uring_op=18 success=yes exit=0\n"),
    Rendering(
      name: "NUL bytes of a crash",
      log: "\0\0\0\0type=SYSCALL msg=audit(1795303876.984:81): \(body)\n", ledger: ["nul-bytes 1"]),
    Rendering(
      name: "journal JSON",
      log: #"{"_TRANSPORT":"audit","_AUDIT_TYPE":"1300","_AUDIT_ID":"81","MESSAGE":"SYSCALL "#
        + body.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\\\"")
        + "\"}\n"),
    Rendering(
      name: "journal JSON, the message too long",
      log: #"{"_TRANSPORT":"audit","_AUDIT_TYPE":"1300","_AUDIT_ID":"81","MESSAGE":null,"#
        + #""_AUDIT_FIELD_ARCH":"c000003e","_AUDIT_FIELD_SYSCALL":"41","#
        + #""_AUDIT_FIELD_SUCCESS":"no","_AUDIT_FIELD_EXIT":"-97","_AUDIT_FIELD_A0":"28","#
        + #""_AUDIT_FIELD_A1":"80001","_AUDIT_FIELD_A2":["0","1"],"_PID":"7","#
        + #""_AUDIT_FIELD_COMM":"\"x\""}"# + "\n"),
    Rendering(
      name: "journal JSON beside the kernel",
      log: #"{"_TRANSPORT":"audit","_AUDIT_TYPE":"1300","_AUDIT_ID":"81","#
        + #""_SOURCE_REALTIME_TIMESTAMP":"1795303876984000","MESSAGE":"SYSCALL "#
        + body.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\\\"")
        + "\"}\n"
        + #"{"_TRANSPORT":"kernel","MESSAGE":"audit: type=1300 audit(1795303876.984:81): "#
        + body.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\\\"")
        + "\"}\n",
      ledger: ["repeated-record 1"]),
    Rendering(
      name: "journal export",
      log:
        "__CURSOR=s=1\n_TRANSPORT=audit\nMESSAGE=SYSCALL \(body)\n_AUDIT_TYPE=1300\n_AUDIT_ID=81\n\n"
        + "__CURSOR=s=2\n_TRANSPORT=stdout\nMESSAGE\n\u{a}\0\0\0\0\0\0\0type=\naudi\n\n",
      ledger: ["foreign-text 1"]),
    Rendering(
      name: "laurel",
      log: #"{"ID":"1795303876.984:81","SYSCALL":{"arch":"0xc000003e","syscall":41,"success":"no","#
        + #""exit":-97,"items":0,"ppid":5,"pid":7,"comm":"a) = 0 <x>","exe":"/y","key":null,"#
        + #""ARGV":["0x28","0x80001","0x0","0x0"],"ARCH":"x86_64","SYSCALL":"listen"}}"# + "\n"),
    Rendering(
      name: "go-audit",
      log: #"{"sequence":81,"timestamp":"1795303876.984","messages":[{"type":1300,"data":""#
        + body.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\\\"")
        + #""},{"type":1327,"data":"proctitle=78"}],"uid_map":{"0":"root"}}"# + "\n"),
  ])
  func oneCallIsTheSameInEveryRendering(_ rendering: Rendering) throws {
    let recording = try Recording(rendering.log)
    #expect(recording.calls == ["x86_64 socket[0=0x28 1=0x80001 2=0x0] 1: 1 E97"])
    #expect(recording.ledger == rendering.ledger)
  }

  /// laurel decodes strings, and writes what is not ASCII as it is or by its number.
  @Test(arguments: [
    #"{"ID":"1.000:1","SYSCALL":{"arch":"0xc000003e","syscall":41,"success":"no","exit":-97,"pid":7,"#
      + #""comm":"a b\"é","exe":"/y","ARGV":["0x28","0x80001","0x0","0x0"]}}"#,
    #"{ "ID" : "1.000:1", "SYSCALL" : [{"arch":"c000003e","syscall":"41","success":"no","exit":"-97","#
      + #""pid":"7","comm":"a b\"\u00e9","exe":"\/y","a0":"28","a1":"80001","a2":"0","a3":"0"}]}"#,
  ])
  func namesOfLaurelAreDecoded(_ line: String) throws {
    for selection in [Selection(), Selection(commands: ["a b\"é"]), Selection(executables: ["/y"])]
    {
      let recording = try Recording(line + "\n", format: "audit-json", selection: selection)
      #expect(recording.calls == ["x86_64 socket[0=0x28 1=0x80001 2=0x0] 1: 1 E97"])
      #expect(recording.ledger == [])
    }
    #expect(throws: TraceError.self) {
      try Recording(line + "\n", format: "audit-json", selection: Selection(commands: ["a b"]))
    }
  }

  /// A value that a filter of laurel's put there is no second record.
  @Test func textInARegisterIsNoRecord() throws {
    let recording = try Recording(
      #"{"ID":"1.000:1","SYSCALL":{"arch":"0xc000003e","syscall":41,"success":"yes","exit":3,"pid":7,"#
        + #""comm":"x","ARGV":["0x1 type=SYSCALL msg=audit(1.000:9): arch=c000003e syscall=39 pid=3 "]}}"#
        + "\n")
    #expect(recording.calls == ["x86_64 socket 1: 1 returned"])
  }

  /// A journal that ends within a field.
  @Test func cutFieldOfAnExportIsNotRead() throws {
    let entry =
      "__CURSOR=s\n_TRANSPORT=audit\n_AUDIT_TYPE=1300\n_AUDIT_ID=81\n_PID=7\n"
      + "_AUDIT_FIELD_ARCH=c000003e\n_AUDIT_FIELD_SYSCALL="
    let recording = try Recording("\(entry)39\n\n\(entry)4")
    #expect(recording.calls == ["x86_64 getpid 1: 1 unknown"])
    #expect(recording.run.ledger.losses == 1)
  }

  @Test func linesThatRsyslogFoldedCountAsOftenAsItSays() throws {
    let recording = try Recording(
      "Nov 21 23:42:07 vm audit[29247]: SYSCALL \(Self.body)\n"
        + "Nov 21 23:42:07 vm audit[29247]: message repeated 2 times: [ SYSCALL \(Self.body)]\n")
    #expect(recording.calls == ["x86_64 socket[0=0x28 1=0x80001 2=0x0] 3: 3 E97"])
  }

  private static let interpretedTail =
    " items=0 ppid=5 pid=7 auid=unset uid=root tty=(none) ses=unset comm=a b\" c exe=/usr/bin/x y"
    + " key=(null) \n"

  struct Interpreted: CustomTestStringConvertible {
    let text: String
    let call: String

    var testDescription: String { text }
  }

  /// `ausearch --interpret` of audit 3.0.9.
  @Test(arguments: [
    Interpreted(
      text: "arch=x86_64 syscall=pread success=no exit=ENOENT(No such file or directory)"
        + " a0=AT_FDCWD a1=0x7f a2=O_RDONLY|O_CLOEXEC a3=0x0",
      call: "x86_64 pread64 1: 1 E2"),
    Interpreted(
      text: "arch=x86_64 syscall=socket success=yes exit=3 a0=local a1=SOCK_STREAM a2=ip a3=0x7f",
      call: "x86_64 socket[0=0x1 2=0x0] 1: 1 returned"),
    Interpreted(
      text: "arch=x86_64 syscall=ioctl success=yes exit=0 a0=0x0 a1=TIOCGPTN a2=0x0 a3=0x0",
      call: "x86_64 ioctl[1=0x80045430] 1: 1 returned"),
    Interpreted(
      text: "arch=x86_64 syscall=personality success=yes exit=0 a0=unknown-personality(0xffffffff)"
        + " a1=0x0",
      call: "x86_64 personality[0=0xffffffff] 1: 1 returned"),
    Interpreted(
      text: "arch=x86_64 syscall=personality success=yes exit=0 a0=PER_LINUX32",
      call: "x86_64 personality 1: 1 returned"),
    Interpreted(
      text: "arch=x86_64 syscall=personality success=yes exit=0 a0=unknown-personality(0xffffffff)",
      call: "x86_64 personality[0=0xffffffff] 1: 1 returned"),
    Interpreted(
      text: "arch=x86_64 syscall=unshare success=yes exit=0 a0=CLONE_FS|CLONE_FILES a1=0x0",
      call: "x86_64 unshare[0=0x600] 1: 1 returned"),
    Interpreted(
      text: "arch=i386 syscall=socketcall(bind) success=yes exit=0 a0=bind a1=0xff a2=0x0",
      call: "x86 socketcall[0=0x2] 1: 1 returned"),
    Interpreted(
      text: "arch=i386 syscall=ipc(semget) success=yes exit=0 a0=0x2 a1=0xff a2=0x0",
      call: "x86 ipc 1: 1 returned"),
    Interpreted(
      text: "arch=i386 syscall=socketcall(unknown-socketcall(63)) success=no exit=EINVAL(Invalid"
        + " argument) a0=unknown-socketcall(63)",
      call: "x86 socketcall[0=0x63] 1: 1 E22"),
    Interpreted(
      text: "arch=x86_64 syscall=unknown-syscall(451) success=no exit=EFAULT(Bad address) a0=0x1",
      call: "x86_64 cachestat 1: 1 E14"),
    Interpreted(
      text: "arch=x86_64 syscall=unknown-syscall(1073741863) success=yes exit=7 a0=0x1",
      call: "x32 getpid 1: 1 returned"),
    Interpreted(
      text: "arch=aarch64 syscall=newfstat success=yes exit=0 a0=0x1",
      call: "aarch64 fstat 1: 1 returned"),
    // Numbers without a name, each as its printer formats it.
    Interpreted(
      text: "arch=x86_64 syscall=fcntl success=yes exit=0 a0=0x3 a1=unknown-fcntl-command(1234)",
      call: "x86_64 fcntl[1=0x4d2] 1: 1 returned"),
    Interpreted(
      text: "arch=x86_64 syscall=fcntl success=no exit=EINVAL(Invalid argument) a0=0x3"
        + " a1=unknown-fcntl-command(-1)",
      call: "x86_64 fcntl[1=0xffffffff] 1: 1 E22"),
    Interpreted(
      text: "arch=x86_64 syscall=prctl success=yes exit=0 a0=unknown-prctl-option(0x59616d61)",
      call: "x86_64 prctl[0=0x59616d61] 1: 1 returned"),
    Interpreted(
      text: "arch=x86_64 syscall=socket success=yes exit=3 a0=unknown-family(0x2d)"
        + " a1=unknown-type(80007) a2=unknown-proto(300)",
      call: "x86_64 socket[0=0x2d 1=0x80007 2=0x300] 1: 1 returned"),
    // The kernel's digits are hexadecimal without 0x as well, as audit 2.1 prints them.
    Interpreted(
      text: "arch=x86_64 syscall=setns success=yes exit=0 a0=3 a1=40000000",
      call: "x86_64 setns[1=0x40000000] 1: 1 returned"),
    // Names that headers lack or have for another number.
    Interpreted(
      text: "arch=x86_64 syscall=fcntl success=yes exit=0 a0=0x3 a1=F_GETLK64",
      call: "x86_64 fcntl[1=0xc] 1: 1 returned"),
    Interpreted(
      text: "arch=x86_64 syscall=personality success=yes exit=0 a0=PER_LINUX|~ADDR_NO_RANDOMIZE",
      call: "x86_64 personality[0=0x40000] 1: 1 returned"),
    Interpreted(
      text: "arch=x86_64 syscall=unshare success=yes exit=0 a0=CLONE_NEWNS|CLONE_STOPPED",
      call: "x86_64 unshare[0=0x2020000] 1: 1 returned"),
    Interpreted(
      text: "arch=x86_64 syscall=ptrace success=yes exit=0 a0=PTRACE_SYSEMU",
      call: "x86_64 ptrace[0=0x1f] 1: 1 returned"),
    Interpreted(
      text: "arch=x86_64 syscall=socket success=yes exit=3 a0=netlink a1=SOCK_RAW a2=igp",
      call: "x86_64 socket[0=0x10 2=0x9] 1: 1 returned"),
    Interpreted(
      text: "arch=x86_64 syscall=socket success=yes exit=3 a0=decnet a1=SOCK_RAW a2=ipip",
      call: "x86_64 socket[0=0xc 2=0x5e] 1: 1 returned"),
    Interpreted(
      text: "arch=x86_64 syscall=getpid success=no exit=(null)(Unknown error 524) a0=0x1",
      call: "x86_64 getpid 1: 1 E524"),
    // A machine that the tool has no table for.
    Interpreted(
      text: "arch=unknown-elf-type(c00000f3) syscall=57 success=yes exit=0 a0=0x1",
      call: "riscv64 close 1: 1 returned"),
    Interpreted(
      text: "arch=x86_64 syscall=exit_group a0=EXIT_SUCCESS a1=0x0",
      call: "x86_64 exit_group 1: 1 unknown"),
  ])
  func interpretedRecordsAreTakenBackToNumbers(_ row: Interpreted) throws {
    let recording = try Recording(
      "----\ntype=PROCTITLE msg=audit(11/21/26 23:31:16.984:7) : proctitle=x\n"
        + "type=SYSCALL msg=audit(11/21/26 23:31:16.984:7) : \(row.text)\(Self.interpretedTail)")
    #expect(recording.calls == [row.call])
    #expect(recording.ledger == [])
  }

  /// What ends the names stands before them: a part of another record.
  @Test func damagedInterpretedRecordIsRead() throws {
    let recording = try Recording(
      "----\ntype=SYSCALL msg=audit(11/21/26 23:31:16.984:7) : arch=x86_64 syscall=getpid success=yes"
        + " exit=7 a0=0x0 items=0 pid=7 comm=a key=(null) exe=/usr/bin/x y\n")
    #expect(recording.calls == ["x86_64 getpid 1: 1 returned"])
  }

  /// Between them, the end of the first, a line feed and the head of the second are lost.
  @Test func twoInterpretedRecordsInOneLineAreDamage() throws {
    let recording = try Recording(
      "----\ntype=SYSCALL msg=audit(11/21/26 23:31:16.984:7) : arch=x86_64 syscall=sendto success=yes"
        + " exit=60 a0=0x3 items=0 ppid=1 pid=7 uid=ro arch=x86_64 syscall=execve success=yes exit=0"
        + " a0=0x7ffc items=1\(Self.interpretedTail)")
    #expect(recording.calls == ["x86_64 sendto 1: 1 returned"])
    #expect(recording.ledger == ["malformed-line 1"])
  }

  /// The last line counts nothing that the cut may have shortened: `open` may have been `openat`.
  @Test(arguments: [
    ("arch=x86_64 syscall=open", []),
    ("arch=x86_6", []),
    ("arch=x86_64 syscall=openat success=yes exit=3 a0=AT_FD", ["x86_64 openat 1: 1 returned"]),
    (
      "arch=x86_64 syscall=personality success=yes exit=0 a0=0xff",
      ["x86_64 personality 1: 1 returned"]
    ),
    ("arch=x86_64 syscall=openat success=no exit=E", ["x86_64 openat 1: 1 unknown"]),
  ])
  func cutInterpretedRecordCountsWhatIsWhole(text: String, calls: [String]) throws {
    let whole =
      "----\ntype=SYSCALL msg=audit(11/21/26 23:31:16.984:7) : arch=x86_64 syscall=getpid success=yes"
      + " exit=7 a0=0x0\(Self.interpretedTail)"
    let recording = try Recording(
      whole + "----\ntype=SYSCALL msg=audit(11/21/26 23:31:16.985:8) : \(text)")
    #expect(recording.calls == ["x86_64 getpid 1: 1 returned"] + calls)
    #expect(recording.ledger == ["truncated-tail 1"])
  }

  @Test(arguments: [
    ("log", "x86_64 getuid 1: 1 unknown"), ("errno", "x86_64 getuid 1: 1 denied"),
    ("unknown-seccomp-code(0x80000000)", "x86_64 getuid 1: 1 denied"),
    ("0x7ffc0000", "x86_64 getuid 1: 1 unknown"),
    ("trap", "x86_64 getuid 1: 1 denied"), ("kill-process", "x86_64 getuid 1: 1 denied"),
    ("user-notify", "x86_64 getuid 1: 1 unknown"),
  ])
  func interpretedSeccompRecords(code: String, call: String) throws {
    let recording = try Recording(
      "type=SECCOMP msg=audit(21.11.2026 23:31:16.984:9) : auid=unset uid=root gid=root ses=unset"
        + " pid=7 comm=a sig= b exe=/x arch=i386 syscall=ptrace sig=SIGSYS arch=x86_64"
        + " syscall=getuid compat=0 ip=0x7f code=\(code)\n")
    #expect(recording.calls == [call])
  }

  @Test func blockSizeDoesNotMatter() throws {
    let log = (1...40).map {
      "type=SYSCALL msg=audit(1795303876.984:\($0)): "
        + Self.body.replacing("exit=-97", with: "exit=-\($0 % 3 + 1)") + "\n"
    }.joined()
    let folder = try TemporaryFolder()
    let paths = [try folder.write(Array(log.utf8), to: "log")]
    let whole = try Recording(reading: paths)
    for size in [2, 7, 64, 333, 4096] {
      let recording = try Recording(reading: paths, format: "audit", blockSize: size)
      #expect(recording.run == whole.run)
    }
  }

  @Test func rotatedFilesAreOneRunAndHalvesOfACallMeetAcrossThem() throws {
    let folder = try TemporaryFolder()
    let older = try folder.write(
      Array(
        ("type=SECCOMP msg=audit(1.000:1): auid=1 uid=0 gid=0 ses=4 pid=7 comm=\"x\" exe=\"/y\" sig=0"
          + " arch=c000003e syscall=0 compat=0 ip=0x7f code=0x7ffc0000\n").utf8), to: "audit.log.1")
    let newer = try folder.write(
      Array(
        ("type=SYSCALL msg=audit(1.000:2): arch=c000003e syscall=0 success=yes exit=1 a0=0 a1=0 a2=0"
          + " a3=0 items=0 ppid=1 pid=7 comm=\"x\" exe=\"/y\" key=(null)\n").utf8), to: "audit.log")
    let recording = try Recording(reading: [newer, older])
    #expect(recording.calls == ["x86_64 read 1: 1 returned"])
    #expect(recording.run.observations[0].first == SourceLocation(file: older, line: 1))
    #expect(recording.ledger == ["repeated-record 1"])
  }

  @Test(arguments: [
    (Selection(commands: ["a) = 0 <x>"]), 2), (Selection(commands: ["b"]), 1),
    (Selection(executables: ["/y"]), 2), (Selection(processes: [9]), 1),
    (Selection(executables: ["/tmp/x"]), 1), (Selection(commands: ["DEAD"]), 0),
  ])
  func onlySelectedProcessesCount(selection: Selection, calls: Int) throws {
    let log =
      "type=SYSCALL msg=audit(1.000:1): \(Self.body)\n"
      + "type=SYSCALL msg=audit(1.000:2): \(Self.body)\n"
      + "type=SYSCALL msg=audit(1.000:3): arch=c000003e syscall=39 success=yes exit=1 a0=0 pid=9"
      + " comm=\"b\" exe=2F746D702F78202864656C6574656429 key=(null)\n"
      + "type=SYSCALL msg=audit(1.000:4): arch=c000003e syscall=39 success=yes exit=1 a0=0 pid=8"
      + " comm=DEAD exe=\"/z\" key=(null)\n"
    guard calls > 0 else {
      #expect(throws: TraceError.self) { try Recording(log, selection: selection) }
      return
    }
    let recording = try Recording(log, selection: selection)
    #expect(recording.run.events == calls)
    #expect(recording.ledger == ["other-process \(4 - calls)"])
  }
}
