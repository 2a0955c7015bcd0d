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
  mutating func take(
    _ lines: Span<PlainLine>, from start: Int, line: Int, _ shape: PlainLine.Shape,
    keepingPaths keepsPaths: Bool, into counts: inout CallCounters
  ) -> Int {
    let bareProcess = fileProcess ?? 0
    let rows = counts.rows
    let calls = counts.calls
    var counts = counts.counts.mutableSpan
    var processes = processes.plain.rows.mutableSpan
    var number = UInt32.max
    var place = 0
    for index in start..<lines.count {
      let plain = lines[index]
      var call = plain.call
      if plain.process != number {
        let own = plain.process == 0 ? bareProcess : plain.process
        guard let found = processes.span.lent(own) else { return index }
        number = plain.process
        place = found
      }
      if plain.isA(.unfinished, shape) {
        guard processes[place].pending.isNone, !keepsPaths || rows[Int(call.variant)] >= 0 else {
          return index
        }
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
      let row = Int(rows[Int(call.variant)])
      guard row >= 0 else { return index }
      counts[row &+ Int(call.ending.rawValue)] &+= 1
      processes[place].pending = .none
      processes[place].latest = call
    }
    return lines.count
  }

  /// The variant that a line counts: the second half of a call does not tell it.
  func variant(of line: PlainLine) -> UInt16 {
    let entered = processes.plain.pending(process(of: line))
    return entered.isNone ? line.call.variant : entered.variant
  }

  /// Lets plain lines tell of the process of a line that has been read in full.
  mutating func lend(_ line: PlainLine, _ recorder: ObservationBuilder) {
    suspended.merge(processes.takeSuspended(), living: processes.count)
    guard recorder.selection.isEverything else { return }
    let dying = dying
    processes.lend(process(of: line)) {
      $0.isPlain(on: recorder.assumedArchitecture) && dying[ObjectIdentifier($0)] == nil
    }
  }

  /// The number of the process that a line tells of; 0 for the one without a number.
  private func process(of line: PlainLine) -> UInt32 {
    line.process == 0 ? fileProcess ?? 0 : line.process
  }
}
