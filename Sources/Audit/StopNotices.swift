internal import Logs

/// What records that are no calls say about the recording itself.
enum StopNotices {
  /// Whether a CONFIG_CHANGE record takes a rule away or switches auditing off.
  ///
  ///     op=set audit_enabled=0 old=1 auid=4294967295 ses=4294967295 res=1
  ///     auid=4294967295 ses=4294967295 op=remove_rule key="probe" list=4 res=1
  ///     auid=0 ses=1 op="remove rule" key=(null) list=4 res=1
  static func isStop(_ line: Span<UInt8>, at body: Range<Int>) -> Bool {
    var fields = AuditFields(of: line, at: body)
    var takesAway = false
    var wasOff = false
    while let field = fields.next(in: line) {
      let key = field.key..<(field.key + field.keyLength)
      let value = field.value
      if line.equals("op", at: key) {
        if line.hasPrefix("remove", at: value.lowerBound) { takesAway = true }
      } else if line.equals("audit_enabled", at: key) {
        if line.equals("0", at: value) { takesAway = true }
      } else if line.equals("old", at: key) {
        wasOff = line.equals("0", at: value)
      } else if line.equals("res", at: key) {
        if line.equals("0", at: value) || line.equals("no", at: value) { return false }
      }
    }
    return takesAway && !wasOff
  }

  /// `DAEMON_ERR … lost=12`; 1 where no number is told.
  static func lostEvents(_ line: Span<UInt8>, at body: Range<Int>) -> Int {
    var fields = AuditFields(of: line, at: body)
    while let field = fields.next(in: line) {
      if line.equals("lost", at: field.key..<(field.key + field.keyLength)),
        let (count, _) = line.decimal(at: field.value.lowerBound)
      {
        return max(1, Int(clamping: count))
      }
    }
    return 1
  }
}
