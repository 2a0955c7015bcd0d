internal import Logs

/// Which lines are of processes that were selected, by what each line tells of its own.
struct SelectedProcesses {
  private var prepared: PreparedSelection?
  private var isEverything = false

  mutating func contain(
    _ process: UInt32?, _ names: ProgramNames, in line: Span<UInt8>,
    _ recorder: borrowing ObservationBuilder
  ) -> Bool {
    if isEverything { return true }
    guard let prepared else {
      isEverything = recorder.selection.takesAllUnseen
      prepared = PreparedSelection(recorder.selection)
      return contain(process, names, in: line, recorder)
    }
    return prepared.selects(process: process) && prepared.selects(names, in: line)
  }
}
