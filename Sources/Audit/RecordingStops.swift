internal import Findings
internal import Logs
internal import Observations

/// Tells whether calls were recorded both before and after the recording was switched off.
///
/// At the end of a log this is how recordings end; in the midst of it, calls are missing.
struct RecordingStops {
  enum Kind {
    /// `DAEMON_END`: nothing is written until the daemon is back.
    case daemon
    /// `op=set audit_enabled=0`, `op=remove_rule`: what filters log goes on all the same.
    case rule
  }

  private struct Stop {
    /// The kernel's serial number; `nil` of the daemon's own records.
    let serial: UInt64?
    let milliseconds: UInt64?
    let place: SourceLocation
  }

  /// Milliseconds that taking one rule after the other may last, while calls still match the rest.
  private static let grace: UInt64 = 10

  private var stop: Stop?
  private var sawCalls = false
  private var sawReturns = false

  /// Whether the recording was switched off, and no call seen since.
  var isOpen: Bool { stop != nil }

  mutating func begin(_ kind: Kind, id: AuditRecord.ID, at place: SourceLocation) {
    // One stop stands for those that follow it with no call in between, as `auditctl -D` makes them.
    guard stop == nil, kind == .rule ? sawReturns : sawCalls else { return }
    stop = Stop(
      serial: kind == .rule ? id.stamp?.serial : nil,
      milliseconds: id.isInterpreted ? nil : id.stamp?.milliseconds,
      place: place)
  }

  /// Notes a call while the recording is not switched off.
  mutating func noteCall(isReturn: Bool) {
    sawCalls = true
    if isReturn { sawReturns = true }
  }

  mutating func note(
    _ call: AuditCall, id: AuditRecord.ID, into recorder: inout ObservationBuilder
  ) {
    noteCall(isReturn: call.source == .entryAndReturn)
    guard let stop, !call.isAuditctl else { return }
    if let serial = stop.serial, serial == id.stamp?.serial { return }
    // The stamp is of the call's entry, which may have been before the rule was gone.
    if let milliseconds = stop.milliseconds, let stamp = id.stamp,
      stamp.milliseconds <= milliseconds &+ Self.grace
    {
      return
    }
    recorder.note(.recordingStopped, place: stop.place)
    self.stop = nil
  }
}
