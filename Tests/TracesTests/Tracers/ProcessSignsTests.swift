import Findings
import Logs
import Observations
import Testing
import Traces

/// What a log of ftrace or perf trace shows of processes and calls that were not recorded.
@Suite struct ProcessSignsTests {
  struct Log: CustomTestStringConvertible {
    let text: String
    var format = "perf-trace"
    let losses: [String]
    var selection = Selection()

    var testDescription: String { "\(losses): \(text.prefix(120))" }

    static func perf(_ lines: [String], _ losses: String..., selection: Selection = Selection())
      -> Log
    {
      Log(text: lines.joined(separator: "\n") + "\n", losses: losses, selection: selection)
    }

    static func ftrace(_ lines: [String], _ losses: String...) -> Log {
      Log(text: lines.joined(separator: "\n") + "\n", format: "ftrace", losses: losses)
    }
  }

  /// A line of `perf trace`, of a process or of the only one, which perf does not name.
  private static func perf(
    _ process: Int?, _ call: String, _ result: String, time: String = "     0.350 ( 0.027 ms)"
  ) -> String {
    let task = process.map { "load.sh/\($0) " } ?? ""
    let padding = String(repeating: " ", count: 70 - call.count)
    return "\(time): \(task)\(call)\(padding) = \(result)"
  }

  private static func continued(_ process: Int?, _ call: String, _ result: String) -> String {
    perf(process, " ... [continued]: \(call)", result, time: "         ? (         )")
  }

  private static func started(_ process: Int? = nil) -> String {
    continued(process, "execve())", "0")
  }

  private static func child(_ process: Int) -> String { continued(process, "clone())", "") }

  private static func ftrace(_ process: Int, _ event: String) -> String {
    "         load.sh-\(process)   [000] .....  1320.582412: \(event)"
  }

  private static func calls(_ count: Int, _ process: Int? = nil) -> [String] {
    (0..<count).map { _ in perf(process, "openat(dfd: CWD, filename: 0x533480b1)", "4") }
  }

  private static let clone = perf(7, "clone(clone_flags: CHILD_SETTID|0x11)", "8 (load.sh)")
  private static let brk = perf(7, "brk()", "0x55c587cb6000")
  private static let exit = perf(7, "exit_group()", "?", time: "     0.350 (         )")

  private static let selected: [Log] = [
    // perf trace -e execve,openat,clone
    .perf([started(7)] + calls(16, 7) + [clone, child(8)] + calls(2, 8), "selected-calls 1"),
    // One program, which may have no C library.
    .perf([started(7)] + calls(16, 7), "selected-calls 1"),
    .perf([started(7)] + calls(3, 7)),
    .perf([started(7), brk] + calls(16, 7) + [exit]),
    // perf trace -e execve,brk,openat: nobody made the second process.
    .perf([started(7), brk] + calls(3, 7) + calls(2, 8), "selected-calls 1"),
    .perf([started(7), brk, clone, child(8)] + calls(2, 8)),
    // perf attached to both.
    .perf([brk] + calls(3, 7) + calls(2, 8)),
    // Of some processes, the beginning is not read.
    .perf([started(7)] + calls(16, 7), selection: Selection(processes: [7])),
    // Events without ends: sys_enter_execve and sys_enter_openat.
    .ftrace(
      [7, 8].flatMap { process in
        [ftrace(process, "sys_execve(filename: 0x5647, argv: 0x5647, envp: 0x5647)")]
          + (0..<8).map { _ in ftrace(process, "sys_openat(dfd: 0xffffff9c, filename: 0x7f)") }
      }, "selected-calls 1"),
    // The program could not be started.
    .ftrace(
      [
        ftrace(7, "sys_execve(filename: 0x5647, argv: 0x5647, envp: 0x5647)"),
        ftrace(7, "sys_execve -> 0xfffffffffffffffe"),
      ]
        + (0..<16).flatMap { _ in
          [
            ftrace(7, "sys_openat(dfd: 0xffffff9c, filename: 0x7f)"),
            ftrace(7, "sys_openat -> 0x3"),
          ]
        }),
    Log(
      text: """
         load.sh (18963), 34 events, 1.5%

           syscall            calls  errors  total       min       avg       max       stddev
                                             (msec)    (msec)    (msec)    (msec)        (%)
           --------------- --------  ------ -------- --------- --------- ---------     ------
           openat                16      2     0.025     0.003     0.006     0.007     15.56%
           execve                 1      0     0.018     0.018     0.018     0.018      0.00%

        """, losses: ["selected-calls 1"]),
  ]

  @Test(arguments: selected) func selectionsOfCallsAreTold(_ log: Log) throws {
    try expectLosses(log)
  }

  private static let wait = perf(nil, "wait4(upid: -1)", "8 (load.sh)")
  private static let onlyClone = perf(nil, "clone(clone_flags: CHILD_SETTID|0x11)", "8 (load.sh)")

  private static let untraced: [Log] = [
    // perf trace --no-inherit
    .perf(
      [started(), perf(nil, "brk()", "0x55c587cb6000"), onlyClone, wait, onlyClone, wait],
      "untraced-process 2"),
    // The child may not have had its turn.
    .perf([started(), perf(nil, "brk()", "0x55c587cb6000"), onlyClone]),
    .perf([brk, clone] + calls(300, 7), "untraced-process 1"),
    .perf([brk, clone] + calls(300, 7) + [child(8)]),
    // perf attached to two threads.
    .perf(calls(1, 6) + calls(1, 7) + [clone] + calls(300, 7), "untraced-process 1"),
    // Of the child, perf saw no second return.
    .perf([brk, clone] + calls(300, 7) + calls(1, 8)),
    // It may be among what was lost.
    Log(
      text: ([brk, clone] + calls(300, 7)).joined(separator: "\n") + "\nLOST 3 events!\n",
      losses: ["lost-events 3"]),
    .perf([brk, clone] + calls(300, 7), selection: Selection(processes: [7])),
    .ftrace(
      [ftrace(7, "sys_enter: NR 56 (1200011, 0, 0, 7f, 0, 0)"), ftrace(7, "sys_exit: NR 56 = 8")]
        + (0..<150).flatMap { _ in
          [ftrace(7, "sys_enter: NR 39 (0, 0, 0, 0, 0, 0)"), ftrace(7, "sys_exit: NR 39 = 7")]
        }, "untraced-process 1"),
    .ftrace(
      [
        ftrace(7, "sys_enter: NR 56 (1200011, 0, 0, 7f, 0, 0)"),
        ftrace(8, "sys_exit: NR 56 = 0"), ftrace(7, "sys_exit: NR 56 = 8"),
      ]
        + (0..<150).flatMap { _ in
          [ftrace(7, "sys_enter: NR 39 (0, 0, 0, 0, 0, 0)"), ftrace(7, "sys_exit: NR 39 = 7")]
        }),
  ]

  private static func tables(_ threads: [(clones: Int, secondReturns: Bool)]) -> String {
    threads.enumerated().map { index, thread in
      let least = thread.secondReturns ? "0.000" : "0.144"
      return """
         load.sh (\(18963 + index)), \(2 + 2 * thread.clones) events, 1.5%

           syscall            calls  errors  total       min       avg       max       stddev
                                             (msec)    (msec)    (msec)    (msec)        (%)
           --------------- --------  ------ -------- --------- --------- ---------     ------
           brk                    1      0     0.018     0.018     0.018     0.018      0.00%
           clone                  \(thread.clones)      0     0.321     \(least)     0.160     0.177     10.49%


        """
    }.joined()
  }

  private static let untracedInTables: [Log] = [
    // perf trace -s --no-inherit
    Log(text: tables([(3, false)]), losses: ["untraced-process 3"]),
    Log(text: tables([(2, false), (1, true), (1, true)]), losses: []),
    // The child of the child had not had its turn.
    Log(text: tables([(2, false), (1, true), (2, true)]), losses: []),
  ]

  @Test(arguments: untraced + untracedInTables) func processesThatWereMadeAndNotTracedAreTold(
    _ log: Log
  ) throws {
    try expectLosses(log)
  }

  private func expectLosses(_ log: Log) throws {
    let recording = try Recording(log.text, format: log.format, selection: log.selection)
    let ledger = recording.run.ledger.entries.filter(\.key.isLoss).sorted { $0.key < $1.key }
    #expect(ledger.map { "\($0.key.rawValue) \($0.value.count)" } == log.losses)
  }
}
