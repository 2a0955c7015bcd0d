package import Logs

extension TraceFormat {
  /// Linux audit, one record to a line.
  package static let audit = TraceFormat(
    name: "audit",
    summary: "Linux audit records: audit.log, ausearch, syslog, journalctl, dmesg",
    continuesAcrossFiles: true,
    linesRecognized: { sample in sample.countLines(where: isAuditRecord) },
    isForeign: { line in
      // Other programs' lines of a system's log are dated; those of a document are not.
      if line.hasPrefix("----") || line.hasPrefix("time->") || isAuditRecord(line) { return false }
      let header = LogLineHeader(of: line)
      return (header.origin == .foreign || header.origin == .unknown) && header.textStart == 0
    },
    groups: { _ in true }, services: [.comm, .exe],
    makeReader: { AuditReader($1) })

  /// Whether the line holds a record, from somebody who may write one.
  private static func isAuditRecord(_ line: Span<UInt8>) -> Bool {
    guard !line.isEmpty else { return false }
    let start = line.skip(0, from: 0)
    if start > 0 {
      return start < line.count && isAuditRecord(line.extracting(start...))
    }
    let envelope = LogLineHeader(of: line)
    switch envelope.origin {
    case .file, .kernel, .daemon:
      return RecordHeader(in: line, at: envelope.textStart) != nil
    case .journal:
      return RecordHeader(journalText: line, at: envelope.textStart) != nil
        || RecordHeader(in: line, at: envelope.textStart) != nil
    case .logger, .unknown, .foreign:
      return false
    }
  }
}
