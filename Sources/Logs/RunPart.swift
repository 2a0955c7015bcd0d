package import Observations

/// What was recorded of some files of a run.
package struct RunPart {
  let entries: ObservationTable.Entries
  let ledger: Ledger
  let evidence: RunEvidence
  let processes: Set<UInt32>
  let formats: Set<String>
  let lines: Int
  let bytes: Int
}

extension Run {
  /// - Parameter parts: in the order in which their files were written.
  package init(_ parts: some Sequence<RunPart>, name: String) {
    var table = ObservationTable()
    var ledger = Ledger()
    var evidence = RunEvidence()
    var processes: Set<UInt32> = []
    var formats: Set<String> = []
    var lines = 0
    var bytes = 0
    for part in parts {
      table.append(part.entries)
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
    }
    let (observations, foldedCalls) = table.folded()
    if foldedCalls > 0 { ledger.add(.foldedArguments, count: foldedCalls, at: nil) }
    evidence.conclude(observations, processes: processes, in: &ledger)
    self.init(
      id: RunDigest.id(
        totalBytes: bytes, lines: lines, processes: processes, observations: observations),
      name: name, formats: formats.sorted(), lines: lines, processes: processes.count,
      observations: observations, ledger: ledger)
  }
}
