package import Observations
internal import Syscalls

/// What was recorded of some files of a run.
package struct RunPart {
  let entries: ObservationTable.Entries
  /// Of the machine, and whether it is more than a guess.
  let architecture: Architecture
  let isMachineKnown: Bool
  let ledger: Ledger
  let evidence: RunEvidence
  let processes: Set<UInt32>
  let formats: Set<String>
  let lines: Int
  let bytes: Int
  /// The sum of the files' `LineBuffer.beginning`, whatever their order.
  let beginnings: UInt64
}

extension Run {
  /// - Parameter parts: in the order in which their files were written.
  package init(_ parts: [RunPart], name: String) {
    var table = ObservationTable()
    var ledger = Ledger()
    var evidence = RunEvidence()
    var processes: Set<UInt32> = []
    var formats: Set<String> = []
    var lines = 0
    var bytes = 0
    var beginnings: UInt64 = 0
    // What one part tells of the machine holds for the whole run.
    let known = Set(parts.lazy.filter(\.isMachineKnown).map(\.architecture))
    for part in parts {
      if !part.isMachineKnown, known.count == 1, let told = known.first,
        told.host != part.architecture.host
      {
        let moved = part.entries.moved(from: part.architecture, to: told)
        table.append(moved.entries)
        if moved.absent > 0 { ledger.add(.architectureMismatch, count: moved.absent, at: nil) }
      } else {
        table.append(part.entries)
      }
      ledger.add(part.ledger)
      evidence.add(part.evidence)
      // The only part's are not copied: there may be a million.
      if processes.isEmpty {
        processes = part.processes
      } else {
        processes.formUnion(part.processes)
      }
      formats.formUnion(part.formats)
      lines += part.lines
      bytes += part.bytes
      beginnings &+= part.beginnings
    }
    let (observations, foldedCalls) = table.folded()
    if foldedCalls > 0 { ledger.add(.foldedArguments, count: foldedCalls, at: nil) }
    if table.hasTooManyUnknownCalls { ledger.move(.unknownName, to: .tooManyNames) }
    evidence.conclude(observations, processes: processes, in: &ledger)
    self.init(
      id: RunDigest.id(
        formats: formats.sorted(), totalBytes: bytes, beginnings: beginnings, lines: lines,
        processes: processes, observations: observations, ledger: ledger),
      name: name, formats: formats.sorted(), lines: lines, processes: processes.count,
      observations: observations, ledger: ledger, commandLine: evidence.commandLine)
  }
}
