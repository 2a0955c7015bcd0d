internal import Logs
internal import Observations

/// Reads the events of go-audit: one object each, its records with the kernel's own text.
///
///     {"sequence":7,"timestamp":"1795303876.984","messages":[{"type":1300,"data":"arch=…"}]}
struct GoAuditEvents {
  /// `false` where the object is no event.
  func read(
    _ tape: JSONTape, _ line: Span<UInt8>, to records: inout AuditReader,
    into recorder: inout ObservationBuilder
  ) -> Bool {
    guard let messages = tape.member("messages", of: JSONTape.root, in: line) else { return false }
    guard tape.kind(messages) == .array,
      let sequence = tape.member("sequence", of: JSONTape.root, in: line),
      tape.kind(sequence) == .number,
      let serial = tape.withText(sequence, in: line, Self.unsigned),
      let timestamp = tape.member("timestamp", of: JSONTape.root, in: line),
      tape.kind(timestamp) != .number, tape.bytes(timestamp, in: line) != nil
    else {
      recorder.note(.malformedLine)
      return true
    }
    let milliseconds = tape.withText(timestamp, in: line, Self.milliseconds)
    var next = tape.first(in: messages)
    while let message = next {
      next = tape.next(after: message, in: messages)
      guard let type = tape.member("type", of: message, in: line), tape.kind(type) == .number,
        let number = tape.withText(type, in: line, Self.unsigned), number <= UInt16.max,
        let data = tape.member("data", of: message, in: line),
        tape.kind(data) == .text || tape.kind(data) == .escapedText
      else {
        recorder.note(.malformedLine)
        continue
      }
      let id = milliseconds.map {
        AuditRecord.ID(stamp: AuditEventID(milliseconds: $0, serial: serial))
      }
      let kind = AuditRecordKind(number: number)
      if let body = tape.range(data) ?? Self.skimmed(kind, tape, data) {
        records.readText(line.extracting(body), of: kind, id, from: .file, into: &recorder)
      } else if let body = tape.bytes(data, in: line) {
        records.readText(body.span, of: kind, id, from: .file, into: &recorder)
      }
    }
    return true
  }

  /// Where the text of a record stands that tells no call, and so may keep its escapes.
  private static func skimmed(
    _ kind: AuditRecordKind, _ tape: JSONTape, _ data: JSONTape.Place
  ) -> Range<Int>? {
    kind == .companion ? tape.rawRange(data) : nil
  }

  private static func unsigned(_ text: Span<UInt8>, _ range: Range<Int>) -> UInt64? {
    guard let (value, end) = text.decimal(at: range.lowerBound), end == range.upperBound else {
      return nil
    }
    return value
  }

  private static func milliseconds(_ text: Span<UInt8>, _ range: Range<Int>) -> UInt64? {
    guard let (milliseconds, end) = RecordHeader.time(in: text, at: range.lowerBound),
      end == range.upperBound
    else { return nil }
    return milliseconds
  }
}
