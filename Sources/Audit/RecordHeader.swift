internal import Logs

/// The beginning of a record, up to its fields.
struct RecordHeader {
  let kind: AuditRecordKind
  let id: AuditRecord.ID
  let bodyStart: Int

  init(_ kind: AuditRecordKind, _ id: AuditRecord.ID, bodyStart: Int) {
    self.kind = kind
    self.id = id
    self.bodyStart = bodyStart
  }

  /// Reads what stands at `start`:
  ///
  ///     type=SYSCALL msg=audit(1795303876.984:1125148): arch=…
  ///     node=vm type=UNKNOWN[1336] msg=audit(1795303876.984:1125148): uring_op=…
  ///     type=1326 audit(1795303876.984:1125148): auid=…
  ///     type=SYSCALL msg=audit(11/21/26 23:31:16.984:1125147) : arch=…
  ///     type=DAEMON_CONFIG msg=audit(1490239800.477:34) config changed, auid=0 …
  ///     type=UNKNOWN[1329] msg=?
  ///     type=DAEMON_ERR op=format-raw msg=NULL res=failed
  init?(in line: Span<UInt8>, at start: Int) {
    var position = start
    var node: UInt64 = 0
    if line.hasPrefix("node=", at: position) {
      guard let blank = line.firstIndex(of: .space, from: position) else { return nil }
      node = line.digest((position + 5)..<blank)
      position = blank + 1
    }
    guard line.hasPrefix("type=", at: position) else { return nil }
    position += 5
    let typeStart = position
    while position < line.count, line[position] != .space { position += 1 }
    guard let kind = AuditRecordKind(in: line, at: typeStart..<position) else { return nil }
    position += 1
    if kind == .daemonError, line.hasPrefix("op=", at: position) {
      self.init(kind, AuditRecord.ID(node: node, stamp: nil), bodyStart: position)
      return
    }
    if line.hasPrefix("msg=", at: position) {
      position += 4
      let rest = min(position, line.count)..<line.count
      if line.equals("?", at: rest) || line.equals("lost", at: rest) {
        // auditd's words for a message without text (`auditd-event.c`).
        self.init(kind, AuditRecord.ID(node: node, stamp: nil), bodyStart: line.count)
        return
      }
    }
    guard line.hasPrefix("audit(", at: position) else { return nil }
    position += 6
    if let (stamp, end) = Self.stamp(in: line, at: position, isDaemon: kind.isDaemon) {
      self.init(
        kind, AuditRecord.ID(node: node, stamp: stamp), bodyStart: line.skip(.space, from: end))
    } else if let (stamp, end) = Self.interpretedStamp(in: line, at: position) {
      self.init(
        kind, AuditRecord.ID(node: node, stamp: stamp, isInterpreted: true),
        bodyStart: line.skip(.space, from: end))
    } else {
      return nil
    }
  }

  /// Reads the short form of a journal: the name of the type, then the fields.
  ///
  ///     SYSCALL arch=c000003e syscall=59 success=yes …
  ///     <audit-1336> uring_op=18 …
  init?(journalText line: Span<UInt8>, at start: Int) {
    var position = start
    var nameStart = start
    if line.hasPrefix("<audit-", at: start) {
      nameStart += 7
      position = nameStart
      while position < line.count, line[position].isDigit { position += 1 }
      guard position < line.count, line[position] == UInt8(ascii: ">") else { return nil }
    } else {
      while position < line.count, line[position] != .space { position += 1 }
    }
    guard let kind = AuditRecordKind(in: line, at: nameStart..<position) else { return nil }
    self.init(kind, AuditRecord.ID(stamp: nil), bodyStart: min(line.count, position + 1))
  }

  /// `1795303876.984:1125148):`; some records of the daemon's own have no colon at the end
  /// (`auditd-reconfig.c`, up to audit 2.8).
  private static func stamp(
    in line: Span<UInt8>, at start: Int, isDaemon: Bool
  ) -> (AuditEventID, end: Int)? {
    guard let (milliseconds, colon) = time(in: line, at: start),
      colon < line.count, line[colon] == UInt8(ascii: ":"),
      let (serial, end) = line.decimal(at: colon + 1), line.hasPrefix(")", at: end)
    else { return nil }
    let hasColon = line.hasPrefix(":", at: end + 1)
    guard hasColon || isDaemon && line.hasPrefix(" ", at: end + 1) else { return nil }
    return (AuditEventID(milliseconds: milliseconds, serial: serial), end + (hasColon ? 2 : 1))
  }

  /// `1795303876.984`
  static func time(in text: Span<UInt8>, at start: Int) -> (milliseconds: UInt64, end: Int)? {
    guard let (seconds, point) = text.decimal(at: start), seconds < 1 << 40,
      point < text.count, text[point] == UInt8(ascii: "."),
      let (fraction, end) = text.decimal(at: point + 1), end == point + 4
    else { return nil }
    return (seconds * 1000 + fraction, end)
  }

  /// `11/21/26 23:31:16.984:1125147) :`, the date as the locale has it.
  private static func interpretedStamp(
    in line: Span<UInt8>, at start: Int
  ) -> (AuditEventID, end: Int)? {
    guard let parenthesis = line.firstIndex(of: UInt8(ascii: ")"), from: start),
      line.hasPrefix(") :", at: parenthesis)
    else { return nil }
    var colon = parenthesis - 1
    while colon > start, line[colon] != UInt8(ascii: ":") { colon -= 1 }
    guard colon > start, let (serial, end) = line.decimal(at: colon + 1), end == parenthesis
    else { return nil }
    return (
      AuditEventID(milliseconds: line.digest(start..<colon), serial: serial), parenthesis + 3
    )
  }

  /// Where a second record begins in the text of this one, because two lines ran together:
  ///
  ///     … arch=c000003e sysc[  309.2] audit: type=1300 audit(1795300126.328:3): arch=…
  ///
  /// Harmless strings hold no blank, and others are in hexadecimal digits; so no value of a record
  /// of the kernel's can look like this.
  static func secondRecord(in line: Span<UInt8>, from start: Int) -> Int? {
    var position = start
    while let parenthesis = line.firstIndex(of: UInt8(ascii: "("), from: position) {
      position = parenthesis + 1
      guard parenthesis >= start + 6, line.hasPrefix("audit", at: parenthesis - 5) else { continue }
      var end = parenthesis - 5
      if line.hasPrefix("msg=", at: end - 4) { end -= 4 }
      guard end > start, line[end - 1] == .space else { continue }
      var type = end - 5
      while type >= start, type > end - 40 {
        if line.hasPrefix("type=", at: type) { return type }
        type -= 1
      }
    }
    return nil
  }
}
