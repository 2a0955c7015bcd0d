import Findings
import Logs
import Observations
import Testing
import Traces

/// Rules that select a few calls leave the beginnings of programs out.
@Suite struct ProgramStartTests {
  struct Row: CustomTestStringConvertible {
    /// Process and number of the call, one to a record.
    let calls: [(process: Int, number: Int)]
    let signs: Int

    var testDescription: String { "\(calls)" }
  }

  // Of x86-64.
  private static let execve = 59
  private static let brk = 12
  private static let connect = 42
  private static let write = 1
  private static let exit = 231
  private static let clone = 56
  private static let wait = 61
  private static let threadAddress = 218

  private static func log(_ calls: [(process: Int, number: Int)], seccomp: Bool = false) -> String {
    calls.enumerated().map { serial, call in
      let number = call.number
      let head = "msg=audit(1795303876.984:\(serial + 1)):"
      return seccomp
        ? "type=SECCOMP \(head) auid=1 uid=0 gid=0 ses=4 pid=\(call.process) comm=\"x\" exe=\"/y\" sig=0"
          + " arch=c000003e syscall=\(number) compat=0 ip=0x7f code=0x7ffc0000\n"
        : "type=SYSCALL \(head) arch=c000003e syscall=\(number)"
          + (number == exit ? "" : " success=yes exit=0")
          + " a0=0 a1=0 a2=0 a3=0 items=0 ppid=1 pid=\(call.process) auid=1 comm=\"x\" exe=\"/y\""
          + " key=(null)\n"
    }.joined()
  }

  /// Rules for one ABI leave out all that a program of another one does; its end is told by its parent's call.
  @Test(
    arguments: [
      ([(7, brk, 0), (7, clone, 9), (9, execve, 0), (7, wait, 9), (7, brk, 0)], 1),
      ([(7, brk, 0), (7, clone, 9), (9, execve, 0), (9, brk, 0), (7, wait, 9)], 0),
      // As its own namespace numbers it, it is another.
      ([(7, brk, 0), (7, clone, 2), (9, execve, 0), (7, wait, 2), (7, brk, 0)], 0),
      // Of a process that ended before it was any program.
      ([(7, brk, 0), (7, clone, 9), (9, exit, 0), (7, wait, 9)], 0),
    ] as [([(Int, Int, Int)], Int)])
  func programOfWhichNoCallIsToldHasEnded(calls: [(Int, Int, Int)], signs: Int) throws {
    let log = Self.log(calls.map { ($0.0, $0.1) }).split(separator: "\n")
    let returned = zip(log, calls).map { $0.replacing("exit=0", with: "exit=\($1.2)") }
    let recording = try Recording(returned.joined(separator: "\n") + "\n")
    #expect(recording.run.ledger.entries[.selectedCalls]?.count ?? 0 == signs)
  }

  @Test(arguments: [
    Row(calls: [(7, execve), (7, connect)], signs: 1),
    Row(calls: [(7, execve), (7, connect), (7, exit)], signs: 1),
    Row(calls: [(7, execve), (8, execve), (8, connect), (7, connect)], signs: 2),
    // The rule is for execve alone.
    Row(calls: [(7, execve), (8, execve), (9, execve)], signs: 2),
    Row(calls: [(7, execve), (7, execve), (8, connect)], signs: 2),
    // One is recorded in full, the other is not.
    Row(calls: [(7, execve), (8, execve), (7, brk), (8, connect), (7, connect)], signs: 1),
    // In full.
    Row(calls: [(7, execve), (7, brk), (7, connect), (7, exit)], signs: 0),
    Row(calls: [(7, execve), (7, threadAddress), (7, write), (7, exit)], signs: 0),
    Row(calls: [(7, execve), (8, connect), (7, brk), (8, write)], signs: 0),
    // Begins or ends in the midst.
    Row(calls: [(7, connect), (7, write)], signs: 0),
    Row(calls: [(7, execve)], signs: 0),
    Row(calls: [(7, brk), (7, clone), (8, execve), (7, connect)], signs: 0),
    // Without a C library.
    Row(calls: [(7, execve), (7, write), (7, exit)], signs: 0),
  ])
  func programsWithoutABeginningAreTold(_ row: Row) throws {
    let recording = try Recording(Self.log(row.calls))
    #expect(recording.ledger == (row.signs == 0 ? [] : ["selected-calls \(row.signs)"]))
    #expect(recording.run.events == row.calls.count)
  }

  /// A filter logs what it does not allow, which may be little.
  @Test func whatAFilterLogsIsNoSign() throws {
    let filter = try Recording(Self.log([(7, Self.execve), (7, Self.connect)], seccomp: true))
    #expect(filter.ledger == ["names-only 2"])
    // The calls of a process that its filter logs, and a rule for some of them.
    let both = try Recording(
      Self.log([(7, Self.execve), (7, Self.connect)])
        + Self.log([(7, Self.brk)], seccomp: true).replacing(":1):", with: ":9):"))
    #expect(!both.ledger.contains { $0.hasPrefix("selected-calls") })
  }

  @Test func failedExecveBeginsNothing() throws {
    let log = Self.log([(7, Self.execve), (7, Self.connect), (8, Self.write)])
      .replacing("syscall=59 success=yes exit=0", with: "syscall=59 success=no exit=-2")
    #expect(try Recording(log).ledger == [])
  }

  /// Two machines' processes share a number.
  @Test func processesOfTwoMachinesAreApart() throws {
    let log = Self.log([(7, Self.execve)]) + "node=b \(Self.log([(7, Self.connect)]))"
    #expect(try Recording(log).ledger == ["selected-calls 1"])
  }
}
