internal import Findings
package import Logs
internal import Observations

extension TraceFormat {
  /// Audit records as JSON, an object a line: go-audit, laurel, `journalctl -o json`.
  package static let auditJSON = TraceFormat(
    name: "audit-json",
    summary: "audit records as JSON lines: journalctl -o json, laurel, go-audit",
    continuesAcrossFiles: true,
    linesRecognized: { sample in
      sample.countLines { line in
        // What Docker's journald driver writes is a container's output.
        guard let start = AuditJSONReader.object(in: line),
          line.firstRange(of: "\"CONTAINER_NAME\"", from: start) == nil
        else { return false }
        return AuditJSONReader.marks.contains { line.firstRange(of: $0, from: start) != nil }
      }
    },
    groups: { _ in true }, services: [.container, .comm, .exe],
    adviceWhereEmpty: JournalEntry.advice,
    makeReader: { AuditJSONReader($1) })
}

/// Reads audit records that a program wrapped in JSON, one object to a line.
struct AuditJSONReader: TraceReader {
  /// What the lines of each writer hold, and those of other JSON seldom do.
  static let marks: [StaticString] = [
    "\"_TRANSPORT\"", "\"_AUDIT_TYPE\"", "\"SYSCALL\":{", "\"SECCOMP\":{",
    "\"messages\":[{\"type\":",
  ]

  private var records: AuditReader
  private var tape = JSONTape()
  private var laurel = LaurelEvents()
  private let goAudit = GoAuditEvents()
  private var damage: SourceLocation?

  /// - Parameter variants: those of the run.
  init(_ variants: CallSignatures) { records = AuditReader(variants) }

  mutating func read(_ line: Span<UInt8>, into recorder: inout ObservationBuilder) {
    if damage != nil { reportDamage(.malformedLine, into: &recorder) }
    if line.isEmpty || line.hasPrefix(":") || line.hasPrefix("event:") { return }
    guard let start = Self.object(in: line) else {
      if line.hasPrefix("-- ") {
        recorder.note(.foreignText)
      } else {
        damage = recorder.place
      }
      return
    }
    let text = line.extracting(start...)
    guard tape.read(text) else {
      damage = recorder.place
      return
    }
    if JournalEntry.isEntry(tape, text) {
      records.read(JournalEntry(tape, text), into: &recorder)
    } else if !goAudit.read(tape, text, to: &records, into: &recorder),
      !laurel.read(tape, text, to: &records, into: &recorder)
    {
      recorder.note(.foreignText)
    }
  }

  /// Where the object of the line begins: after the record separator of `-o json-seq`, or the
  /// `data: ` of `-o json-sse`.
  static func object(in line: Span<UInt8>) -> Int? {
    var start = 0
    if line.hasPrefix("\u{1e}") { start = 1 }
    if line.hasPrefix("data: ") { start = 6 }
    return line.hasPrefix("{", at: start) ? start : nil
  }

  private mutating func reportDamage(_ kind: Ledger.Kind, into recorder: inout ObservationBuilder) {
    guard let place = damage else { return }
    recorder.note(kind, place: place)
    damage = nil
  }

  mutating func endFile(isCut: Bool, recorder: inout ObservationBuilder) {
    reportDamage(isCut ? .truncatedTail : .malformedLine, into: &recorder)
    records.endFile(isCut: false, recorder: &recorder)
  }

  mutating func endRun(recorder: inout ObservationBuilder) {
    records.endRun(recorder: &recorder)
  }
}
