internal import Findings
internal import JSON
package import Logs
internal import Observations
internal import Syscalls

extension TraceFormat {
  /// Audit records as JSON, an object a line: go-audit, laurel, `journalctl -o json`.
  package static let auditJSON = TraceFormat(
    name: "audit-json",
    summary: "audit records as JSON lines: journalctl -o json, laurel, go-audit",
    continuesAcrossFiles: true,
    linesRecognized: { sample in
      sample.countLines { line in
        guard let start = AuditJSONReader.object(in: line) else { return false }
        return AuditJSONReader.marks.contains { line.firstRange(of: $0, from: start) != nil }
      }
    },
    groups: { _ in true },
    makeReader: { _ in AuditJSONReader() })
}

/// Reads audit records that a program wrapped in JSON, one object to a line.
///
/// The text of journalctl's and go-audit's records is the kernel's own, and is read like it.
struct AuditJSONReader: TraceReader {
  /// What the lines of each writer hold, and those of other JSON seldom do.
  static let marks: [StaticString] = [
    "\"_TRANSPORT\"", "\"_AUDIT_TYPE\"", "\"SYSCALL\":{", "\"SECCOMP\":{",
    "\"messages\":[{\"type\":",
  ]

  private var records = AuditReader()
  private var laurel = LaurelEvents()
  private var damage: SourceLocation?

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
    let text = line.extracting(start...).bytesCopied
    if let entry = FlatObject(text), Self.isJournalEntry({ entry.value(of: $0) != nil }) {
      records.read(JournalEntry { entry.value(of: $0) }, into: &recorder)
      return
    }
    let members: [Node.Member]
    do {
      members = try Node(parsing: text).members()
    } catch {
      damage = recorder.place
      return
    }
    if Self.isJournalEntry({ key in members.contains { $0.key == key } }) {
      records.read(JournalEntry(members), into: &recorder)
    } else if let messages = members.first(where: { $0.key == "messages" })?.value {
      readGoAudit(members, messages, into: &recorder)
    } else if !laurel.read(members, records: &records, into: &recorder) {
      recorder.note(.foreignText)
    }
  }

  private static func isJournalEntry(_ has: (String) -> Bool) -> Bool {
    has("_TRANSPORT") || has("_AUDIT_TYPE")
  }

  /// Where the object of the line begins: after the record separator of `-o json-seq`, or the
  /// `data: ` of `-o json-sse`.
  static func object(in line: Span<UInt8>) -> Int? {
    var start = 0
    if line.hasPrefix("\u{1e}") { start = 1 }
    if line.hasPrefix("data: ") { start = 6 }
    return line.hasPrefix("{", at: start) ? start : nil
  }

  /// `{"sequence":7,"timestamp":"1795303876.984","messages":[{"type":1300,"data":"arch=…"}]}`
  private mutating func readGoAudit(
    _ members: [Node.Member], _ messages: Node, into recorder: inout ObservationBuilder
  ) {
    let sequence = members.first { $0.key == "sequence" }?.value
    let timestamp = members.first { $0.key == "timestamp" }?.value
    guard let serial = try? sequence?.integer(UInt64.self), let time = try? timestamp?.string(),
      let messages = try? messages.elements()
    else {
      recorder.note(.malformedLine)
      return
    }
    for message in messages {
      guard let type = try? message.value("type").integer(UInt16.self),
        let data = try? message.value("data").string()
      else {
        recorder.note(.malformedLine)
        continue
      }
      let line = Array("type=\(type) msg=audit(\(time):\(serial)): \(data)".utf8)
      records.readText(line.span, from: .file, into: &recorder)
    }
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
