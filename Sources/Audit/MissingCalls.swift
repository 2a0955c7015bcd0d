internal import Findings
internal import Logs
internal import Observations

/// Finds calls of which a log holds other records, but not the call's own.
///
/// The kernel writes a call's SYSCALL record first, and without it no record of its paths or addresses
/// (`kernel/auditsc.c`, `audit_log_exit`): where only those stand in the log, the call was lost behind the kernel,
/// by a filter, a shipper or damage. Seconds and thousands of events can lie between the records of one.
struct MissingCalls {
  /// Events of which the call or what else they are of is told.
  private var told = Events()
  /// Where the first record of an event stands of which none tells the event itself so far: renderings and rotated
  /// files have their own order.
  private var waiting: [UInt64: SourceLocation] = [:]
  private static let waitingKept = 1 << 16
  /// The serial number of the first event that the file tells.
  private var first: UInt64?

  /// Whether the file has told an event.
  var hasBegun: Bool { first != nil }

  /// Whether an event of the machine without a name is known to be told.
  func tells(_ serial: UInt64) -> Bool { told.hold(serial) }

  /// Notes that events of the machine without a name are told, behind the first of the file.
  mutating func noteEvents(_ serials: ClosedRange<UInt64>) {
    told.insert(serials)
    if !waiting.isEmpty { for serial in serials { waiting[serial] = nil } }
  }

  /// Notes a record that tells an event.
  mutating func noteEvent(_ serial: UInt64, node: UInt64) {
    first = first ?? serial
    told.insert((serial ^ node)...(serial ^ node))
    if !waiting.isEmpty { waiting[serial ^ node] = nil }
  }

  /// Notes another record of an event.
  mutating func noteCompanion(
    _ serial: UInt64, node: UInt64, into recorder: inout ObservationBuilder
  ) {
    let event = serial ^ node
    guard !told.hold(event), !isOfFileBefore(serial), waiting[event] == nil else { return }
    if waiting.count == Self.waitingKept { finish(into: &recorder) }
    waiting[event] = recorder.place
  }

  /// Whether the event may have begun before the file: a log is rotated in the midst of events, too.
  private func isOfFileBefore(_ serial: UInt64) -> Bool {
    guard let first else { return true }
    return serial < first && first - serial < SerialGaps.restart
  }

  mutating func endFile() { first = nil }

  /// Notes in the ledger the calls whose own records did not come.
  mutating func finish(into recorder: inout ObservationBuilder) {
    for place in waiting.values { recorder.note(.missingCall, place: place) }
    waiting.removeAll()
  }

  /// The latest events, half a million and more.
  private struct Events {
    private static let pagesKept = 1 << 13

    /// A bit for each of 64 events.
    private var page: UInt64 = .max
    private var bits: UInt64 = 0
    private var pages: [UInt64: UInt64] = [:]
    private var olderPages: [UInt64: UInt64] = [:]

    func hold(_ event: UInt64) -> Bool {
      let bits = event >> 6 == page ? bits : pages[event >> 6] ?? olderPages[event >> 6] ?? 0
      return bits >> (event & 63) & 1 != 0
    }

    mutating func insert(_ events: ClosedRange<UInt64>) {
      var event = events.lowerBound
      while true {
        if event >> 6 != page { turn(to: event >> 6) }
        // Those of one page together.
        let last = min(event | 63, events.upperBound)
        bits |= (.max >> (63 - (last - event))) << (event & 63)
        guard last < events.upperBound else { return }
        event = last + 1
      }
    }

    private mutating func turn(to next: UInt64) {
      if pages.count == Self.pagesKept {
        olderPages = pages
        pages.removeAll(keepingCapacity: true)
      }
      pages[page] = bits
      page = next
      bits = pages[next] ?? olderPages[next] ?? 0
    }
  }
}
