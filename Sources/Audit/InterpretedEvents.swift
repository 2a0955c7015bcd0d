internal import Findings
internal import Logs
internal import Observations

/// Holds the calls of interpreted events back until it is sure that none of their lines was forged.
///
/// Older `ausearch --interpret`, and `--escape raw`, print a line end in a path or an argument as it
/// is, so that a program can write whole lines:
///
///     type=PATH msg=audit(11/21/26 23:31:16.984:7) : item=0 name=/tmp/x
///     type=SYSCALL msg=audit(11/21/26 23:31:16.984:8) : arch=x86_64 syscall=169 …
///
/// ausearch prints the records of an event together, the SYSCALL record last, and `----` between
/// events. So a record of another event among them is forged, as is an event that stands between
/// two parts of another, and of two SYSCALL records of one event the one that the path brought.
struct InterpretedEvents {
  /// For how many events one is held back: as many as one forged text might interrupt it by.
  private static let depth = 16

  private struct Event {
    let id: AuditRecord.ID
    var calls: [(call: AuditCall, place: SourceLocation)] = []
  }

  private var events: [Event] = []
  /// Whether more records of the last event may follow.
  private var isOpen = false
  private(set) var sawSeparator = false
  /// Whether the log is one of ausearch's at all.
  private(set) var isActive = false

  /// `----`
  mutating func separate() {
    sawSeparator = true
    isOpen = false
  }

  /// Takes a record in; `call` is `nil` where it tells of none.
  ///
  /// - Returns: whether it is not known for a forged one.
  @discardableResult
  mutating func add(
    _ id: AuditRecord.ID, _ call: AuditCall?, to calls: inout AuditCorrelator,
    into recorder: inout ObservationBuilder
  ) -> Bool {
    isActive = true
    if events.last?.id == id {
      isOpen = true
    } else if let interrupted = events.lastIndex(where: { $0.id == id }) {
      for event in events[(interrupted + 1)...] { Self.reject(event, into: &recorder) }
      events.removeSubrange((interrupted + 1)...)
      isOpen = true
    } else if isOpen, sawSeparator {
      if call != nil { recorder.note(.suspectLine) }
      return false
    } else {
      if events.count == Self.depth {
        Self.enter(events.removeFirst(), to: &calls, into: &recorder)
      }
      events.append(Event(id: id))
      isOpen = true
    }
    if let call { events[events.count - 1].calls.append((call, recorder.place)) }
    return true
  }

  private static func reject(_ event: Event, into recorder: inout ObservationBuilder) {
    for (_, place) in event.calls { recorder.note(.suspectLine, place: place) }
  }

  private static func enter(
    _ event: Event, to calls: inout AuditCorrelator, into recorder: inout ObservationBuilder
  ) {
    // A record that lacks its end is the true one, cut by the line end that brought the other.
    let returns = event.calls.filter { $0.call.source == .entryAndReturn }
    let genuine = returns.first { !$0.call.isWhole } ?? returns.last
    for (call, place) in event.calls {
      if call.source == .entryAndReturn, let genuine, place != genuine.place {
        recorder.note(.suspectLine, place: place)
      } else {
        calls.add(call, id: event.id, origin: .file, place: place, into: &recorder)
      }
    }
  }

  mutating func finish(to calls: inout AuditCorrelator, into recorder: inout ObservationBuilder) {
    for event in events { Self.enter(event, to: &calls, into: &recorder) }
    events.removeAll()
    isOpen = false
  }
}
