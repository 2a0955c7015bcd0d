internal import Logs

/// What a CONFIG_CHANGE record says about the recording itself.
///
///     op=set audit_enabled=0 old=1 auid=4294967295 ses=4294967295 res=1
///     auid=4294967295 ses=4294967295 op=remove_rule key="probe" list=4 res=1
///     auid=0 ses=1 op="remove rule" key=(null) list=4 res=1
struct ConfigurationChange {
  private var takesAway = false
  private var wasOff = false
  private var failed = false

  /// Whether a rule was taken away, or auditing switched off.
  var isStop: Bool { takesAway && !wasOff && !failed }

  /// Notes a field whose key and value stand at these places.
  mutating func note(_ key: Range<Int>, _ value: Range<Int>, in text: Span<UInt8>) {
    if text.equals("op", at: key) {
      if text.hasPrefix("remove", at: value.lowerBound) { takesAway = true }
    } else if text.equals("audit_enabled", at: key) {
      if text.equals("0", at: value) { takesAway = true }
    } else if text.equals("old", at: key) {
      wasOff = text.equals("0", at: value)
    } else if text.equals("res", at: key) {
      if text.equals("0", at: value) || text.equals("no", at: value) { failed = true }
    }
  }
}
