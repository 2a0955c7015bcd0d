internal import Logs
internal import Observations
internal import Syscalls

/// Lines that are plain: what ``StraceReader`` does with every other line, in short.
extension StraceSession {
  /// Takes plain lines in, from `start` on; returns the first that has to be read in full.
  ///
  /// - Parameters:
  ///   - line: the number of the line at `start`.
  ///   - keepsPaths: whether somebody wants the paths of calls whose variants are not counted as plain.
  ///   - passedOver: calls of processes that are not selected.
  mutating func take(
    _ lines: Span<PlainLine>, from start: Int, line: Int, _ shape: PlainLine.Shape,
    keepingPaths keepsPaths: Bool, into counts: inout CallCounters,
    _ passedOver: inout PassedOverCalls
  ) -> Int {
    let bareProcess = fileProcess ?? 0
    let rows = counts.rows
    let calls = counts.calls
    var counts = counts.counts.mutableSpan
    var processes = processes.rows.mutableSpan
    var number = UInt32.max
    var place = 0
    var isSelected = true
    for index in start..<lines.count {
      let plain = lines[index]
      var call = plain.call
      if plain.process != number {
        let own = plain.process == 0 ? bareProcess : plain.process
        guard let found = processes.span.plainRow(of: own) else { return index }
        number = plain.process
        place = found
        isSelected = processes[place].isSelected
      }
      if plain.isA(.unfinished, shape) {
        guard processes[place].pending.isNone,
          isSelected
            ? !keepsPaths || rows[Int(call.variant)] >= 0 : calls[Int(call.variant)] != .max
        else { return index }
        processes[place].pending = call
        processes[place].pendingLine = line + index - start
        continue
      }
      if plain.isA(.call, shape) {
        guard processes[place].pending.isNone else { return index }
      } else {
        let entered = processes[place].pending
        guard plain.isA(.resumption, shape), !entered.isNone,
          calls[Int(entered.variant)] == call.variant
        else { return index }
        call = call.of(entered.variant)
      }
      if isSelected {
        let row = Int(rows[Int(call.variant)])
        guard row >= 0 else { return index }
        counts[row &+ Int(call.ending.rawValue)] &+= 1
        processes[place].latest = call
      } else {
        guard calls[Int(call.variant)] != .max else { return index }
        passedOver.add(line: line + index - start)
      }
      processes[place].pending = .none
    }
    return lines.count
  }

  /// The variant that a line counts, if it is a call: the second half of one does not tell it.
  func variant(of line: PlainLine) -> UInt16? {
    let entered = processes.plainPending(process(of: line))
    return entered.isNone ? line.isCall ? line.call.variant : nil : entered.variant
  }

  /// Lets plain lines tell of the process of a line that has been read in full.
  mutating func letPlainLinesTell(ofProcessOf line: PlainLine, _ recorder: ObservationBuilder) {
    guard let process = processes.toldInFull(process(of: line)),
      dying.isEmpty || dying[ObjectIdentifier(process)] == nil
    else { return }
    let isSelected = recorder.selection.isEverything || recorder.selection.includes(process)
    let begins = line.isUnfinished && recorder.plainCounts.rows[Int(line.call.variant)] >= 0
    guard
      isSelected
        ? process.isPlain(
          on: recorder.assumedArchitecture, inCallOf: begins ? recorder.line : nil)
        : process.isIdle
    else { return }
    processes.letPlainLinesTell(of: process, isSelected: isSelected, inside: line.call)
  }

  /// Whether plain lines tell of the process of a line.
  func isPlain(_ line: PlainLine) -> Bool {
    processes.rows.span.plainRow(of: process(of: line)) != nil
  }

  /// The number of the process that a line tells of; 0 for the one without a number.
  private func process(of line: PlainLine) -> UInt32 {
    line.process == 0 ? fileProcess ?? 0 : line.process
  }
}
