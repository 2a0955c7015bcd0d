internal import Logs

/// What a CONFIG_CHANGE record says about the recording itself.
///
///     op=set audit_enabled=0 old=1 auid=4294967295 ses=4294967295 res=1
///     auid=4294967295 ses=4294967295 op=remove_rule key="probe" list=4 res=1
///     auid=0 ses=1 op="remove rule" key=(null) list=4 res=1
///     op=set lost=0 old=17 auid=0 ses=1 res=1
struct ConfigurationChange {
  private var takesAway = false
  private var resetsLoss = false
  private var old: UInt64?
  private var failed = false

  /// Whether a rule was taken away, or auditing switched off.
  var isStop: Bool { takesAway && old != 0 && !failed }

  /// What the kernel's counter of lost records showed when it was set back; `nil` where it was not.
  var lostEvents: UInt64? { resetsLoss && !failed ? old : nil }

  /// Notes a field whose key and value stand at these places.
  mutating func note(_ key: Range<Int>, _ value: Range<Int>, in text: Span<UInt8>) {
    if text.equals("op", at: key) {
      if text.hasPrefix("remove", at: value.lowerBound) { takesAway = true }
    } else if text.equals("audit_enabled", at: key) {
      if text.equals("0", at: value) { takesAway = true }
    } else if text.equals("old", at: key) {
      old = text.decimal(at: value.lowerBound)?.value
    } else if text.equals("lost", at: key) {
      resetsLoss = true
    } else if text.equals("res", at: key) {
      if text.equals("0", at: value) || text.equals("no", at: value) { failed = true }
    }
  }
}
