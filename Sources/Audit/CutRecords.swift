internal import Logs

/// Tells a record that was cut from one whose line merely lacks its line end.
enum CutRecords {
  /// Whether the record of the kind stops before its end.
  ///
  /// Every SYSCALL record ends in a key: `key=(null)`, `key="probe"`. Of others it can only be told
  /// that they stop in the midst of a field.
  static func isCut(_ kind: AuditRecordKind, _ line: Span<UInt8>, at body: Range<Int>) -> Bool {
    var fields = AuditFields(of: line, at: body)
    var sawKey = false
    var last: AuditFields.Field?
    while let field = fields.next(in: line) {
      last = field
      if line.equals("key", at: field.key..<(field.key + field.keyLength)) { sawKey = true }
    }
    if kind == .syscall, !sawKey { return true }
    // What auditd adds is fields, too.
    if let separator = line.firstIndex(of: AuditFields.enrichmentSeparator, from: body.lowerBound),
      separator < body.upperBound
    {
      return isCut(.companion, line, at: (separator + 1)..<body.upperBound)
    }
    guard let last else { return !body.isEmpty }
    if last.isQuoted { return !last.isWhole }
    guard let first = last.value.first, let end = last.value.last else { return true }
    if line[first] == UInt8(ascii: "("), line[end] != UInt8(ascii: ")"), end == body.last {
      return true
    }
    // A word follows that should have become a field.
    var position = last.value.upperBound
    while position < body.upperBound {
      if line[position] != .space { return true }
      position += 1
    }
    return false
  }
}
