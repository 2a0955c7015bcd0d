package import Logs
internal import Observations

extension TraceFormat {
  /// `journalctl -o export`.
  package static let journalExport = TraceFormat(
    name: "journal-export",
    summary: "audit records of the systemd journal, by journalctl -o export",
    continuesAcrossFiles: true,
    linesRecognized: { sample in
      sample.countLines { $0.hasPrefix("__CURSOR=") || $0.hasPrefix("_TRANSPORT=") }
    },
    groups: { _ in true }, services: [.comm, .exe],
    adviceWhereEmpty: JournalEntry.advice,
    makeReader: { JournalExportReader($1) })
}

/// Reads entries of one field to a line, an empty line after each.
///
///     _TRANSPORT=audit
///     _AUDIT_ID=1125148
///     MESSAGE=SYSCALL arch=c000003e syscall=59 …
///
/// A value that is not plain text stands after its key's line, its length in eight bytes before it.
struct JournalExportReader: TraceReader {
  /// Of a value; what claims to be longer is damaged.
  private static let lengthLimit: UInt64 = 1 << 20
  /// Of an entry's fields together.
  private static let entryLimit = 1 << 24
  /// What a field takes beside its bytes.
  private static let fieldOverhead = 64

  private var records: AuditReader
  private var fields: [String: [UInt8]] = [:]
  private var size = 0
  /// The field that was read last.
  private var latest: String?
  private var binary: (key: String, bytes: [UInt8])?

  /// - Parameter variants: those of the run.
  init(_ variants: CallSignatures) { records = AuditReader(variants) }

  mutating func read(_ line: Span<UInt8>, into recorder: inout ObservationBuilder) {
    if binary != nil {
      readBinary(line, into: &recorder)
    } else if line.isEmpty {
      flush(into: &recorder)
    } else if let equals = line.firstIndex(of: UInt8(ascii: "="), from: 0) {
      set(line.text(0..<equals), line.extracting((equals + 1)...).bytesCopied)
    } else {
      binary = (line.text(0..<line.count), [])
    }
  }

  /// The first value of a field counts, as of repeated ones in JSON.
  private mutating func set(_ key: String, _ value: [UInt8]) {
    latest = key
    guard fields[key] == nil else { return }
    size += key.utf8.count + value.count + Self.fieldOverhead
    if size <= Self.entryLimit { fields[key] = value }
  }

  private mutating func readBinary(_ line: Span<UInt8>, into recorder: inout ObservationBuilder) {
    binary?.bytes += line.bytesCopied + [.newline]
    guard let (key, bytes) = binary, bytes.count >= 8 else { return }
    let length = bytes[..<8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    if length > Self.lengthLimit {
      recorder.note(.malformedLine)
      binary = nil
    } else if bytes.count > 8 + Int(length) {
      set(key, Array(bytes[8..<(8 + Int(length))]))
      binary = nil
    }
  }

  private mutating func flush(into recorder: inout ObservationBuilder) {
    guard !fields.isEmpty else { return }
    if size > Self.entryLimit { recorder.note(.overlongLine) }
    size = 0
    let entry = JournalEntry { fields[$0.description] }
    fields.removeAll()
    records.read(entry, into: &recorder)
  }

  mutating func endFile(isCut: Bool, recorder: inout ObservationBuilder) {
    if binary != nil { recorder.note(.truncatedTail) }
    binary = nil
    // Of the last field, part may be missing.
    if isCut, let latest { fields[latest] = nil }
    flush(into: &recorder)
    records.endFile(isCut: isCut, recorder: &recorder)
  }

  mutating func endRun(recorder: inout ObservationBuilder) {
    records.endRun(recorder: &recorder)
  }
}
