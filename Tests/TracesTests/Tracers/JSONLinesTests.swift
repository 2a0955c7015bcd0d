import Logs
import Observations
import Testing
import Traces

/// Calls that other programs tell of as JSON.
@Suite struct JSONLinesTests {
  struct Row: CustomTestStringConvertible {
    let format: String
    let log: String
    let calls: [String]
    var ledger: [String] = []

    var testDescription: String { "\(format): \(log.prefix(100))" }
  }

  private static func auditbeat(_ auditd: String) -> String {
    #"{"@timestamp": "2025-11-18T11:24:43.745Z", "auditd": \#(auditd), "#
      + #""process": {"pid": 4711, "name": "websrv"}, "event": {"module": "auditd"}}"# + "\n"
  }

  private static func osquery(_ columns: String, action: String = "added") -> String {
    #"{"name": "pack_x_seccomp", "columns": {\#(columns), "compat": "0"}, "action": "\#(action)"}"#
      + "\n"
  }

  @Test(arguments: [
    Row(
      format: "auditbeat",
      log: auditbeat(
        #"{"result": "success", "data": {"arch": "x86_64", "syscall": "openat", "exit": "3"}}"#),
      calls: ["x86_64 openat 1: 1 returned"]),
    Row(
      format: "auditbeat",
      log: auditbeat(
        #"{"result": "fail", "data": {"arch": "x86_64", "syscall": "socket", "exit": "EAFNOSUPPORT", "#
          + #""a0": "ffffffff00000028", "a1": "80001", "a2": "0"}}"#),
      calls: ["x86_64 socket[0=0x28 1=0x80001 2=0x0] 1: 1 E97"]),
    Row(
      format: "auditbeat",
      log: auditbeat(
        #"{"message_type": "seccomp", "data": {"arch": "i386", "syscall": "5", "code": "0x50001"}}"#
      )
        + auditbeat(#"{"data": {"arch": "aarch64", "syscall": "getdents", "code": "0x7ffc0000"}}"#),
      calls: ["aarch64 getdents64 1: 1 unknown", "x86 open 1: 1 denied"]),
    // A login names no call, a file is another module's, and x32 is known by its number.
    Row(
      format: "auditbeat",
      log: auditbeat(#"{"data": {"op": "login"}}"#)
        + auditbeat(#"{"log": {"arch": "c000003e", "syscall": "1073741825", "exit": "1"}}"#)
        + #"{"@timestamp": "2025", "file": {"path": "/x"}, "event": {"module": "file_integrity"}}"#
        + "\n",
      calls: ["x32 write 1: 1 unknown"], ledger: ["foreign-text 1"]),
    Row(
      format: "auditbeat",
      log: #"{"_source": {"@timestamp": "2025", "auditd.data.arch": "x86_64", "#
        + #""auditd.data.syscall": "brk", "auditd.result": "success"}}"# + "\n",
      calls: ["x86_64 brk 1: 1 returned"]),
    Row(
      format: "auditbeat",
      log: auditbeat(#"{"data": {"arch": "x86_64", "syscall": "brk"}}"#)
        + auditbeat(#"{"data": {"arch": "pdp11", "syscall": "brk"}}"#)
        + auditbeat(#"{"data": {"syscall": "brk"}}"#) + "{]\n",
      calls: ["x86_64 brk 1: 1 unknown"], ledger: ["malformed-line 3"]),
    Row(
      format: "osquery",
      log: osquery(#""arch": "X86_64", "code": "LOG", "syscall": "getsockname""#)
        + osquery(#""arch": "X86_64", "code": "ERRNO", "syscall": "435(unknown)""#)
        + osquery(#""arch": "AARCH64", "code": "2143289344(unknown)", "syscall": "56""#)
        + osquery(#""arch": "X86_64", "code": "LOG", "syscall": "open""#, action: "removed"),
      calls: [
        "aarch64 openat 1: 1 unknown", "x86_64 clone3 1: 1 denied",
        "x86_64 getsockname 1: 1 unknown",
      ], ledger: ["names-only 3"]),
    Row(
      format: "osquery",
      log:
        #"{"action": "snapshot", "snapshot": [{"arch": "X86_64", "compat": "0", "syscall": "read"}]}"#
        + "\n",
      calls: ["x86_64 read 1: 1 unknown"], ledger: ["names-only 1"]),
    Row(
      format: "spo-json-enricher",
      log: #"{"auditID":"7-5","executable":"/bin/sh","pid":7,"syscalls":["read","futex"]}"# + "\n"
        + #"I0705 12:08:18.729660 1 jsonenricher.go:9] "Setting up caches" expiry="1h0m0s""# + "\n"
        + #"{"auditID":"7-6","executable":"/bin/sh","pid":7,"syscalls":["rea\u0001d"]}"# + "\n",
      calls: ["x86_64 futex 1: 1 unknown", "x86_64 read 1: 1 unknown"],
      ledger: ["malformed-line 1", "foreign-text 1", "guessed-architecture 1", "names-only 2"]),
  ])
  func callsOfObjects(_ row: Row) throws {
    let recording = try Recording(row.log)
    #expect(recording.run.formats == [row.format])
    #expect(recording.calls == row.calls)
    #expect(recording.ledger == row.ledger)
  }

  @Test func processesAreSelected() throws {
    let log =
      Self.auditbeat(#"{"data": {"arch": "x86_64", "syscall": "brk"}}"#)
      + Self.auditbeat(#"{"data": {"arch": "x86_64", "syscall": "read"}}"#)
      .replacing("websrv", with: "other")
    let recording = try Recording(log, selection: Selection(commands: ["websrv"]))
    #expect(recording.counts == ["x86_64 brk": 1])
    #expect(recording.ledger == ["other-process 1"])
  }
}
