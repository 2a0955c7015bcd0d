internal import Logs

/// Which lines are of processes that were selected, by what each line tells of its own.
struct SelectedProcesses {
  private var prepared: PreparedSelection?

  mutating func contain(
    _ process: UInt32?, command: ProgramText?, executable: ProgramText? = nil,
    in line: Span<UInt8>, _ recorder: borrowing ObservationBuilder
  ) -> Bool {
    let selection = prepared ?? PreparedSelection(recorder.selection)
    prepared = selection
    return selection.selects(process: process)
      && selection.selects(command: command, executable: executable, in: line)
  }
}
