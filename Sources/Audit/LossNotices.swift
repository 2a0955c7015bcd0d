internal import Findings
internal import Logs
internal import Observations

/// Counts what the kernel and the programs that write logs say they lost.
///
/// Losing a record, the kernel prints up to three lines (`kernel/audit.c`), the first only where the
/// backlog is full and any of them only as the rate limit of its log allows:
///
///     audit: audit_backlog=65 > audit_backlog_limit=64
///     audit: audit_lost=17 audit_rate_limit=0 audit_backlog_limit=64
///     audit: backlog limit exceeded
///
/// The counter tells best; the other two count as one loss where it is not beside them.
struct LossNotices {
  private var lost: UInt64 = 0
  private var backlog: SourceLocation?
  /// Whether the line before told the counter.
  private var isCounted = false
  /// Records that the kernel did not print; another program may have written them.
  private var suppressed: (count: Int, place: SourceLocation)?

  /// Reads what the kernel says of itself; `false` where it is about something else.
  mutating func readKernel(
    _ line: Span<UInt8>, at start: Int, into recorder: inout ObservationBuilder
  ) -> Bool {
    if line.hasPrefix("audit_backlog=", at: start) {
      flushBacklog(into: &recorder)
      backlog = recorder.place
      isCounted = false
    } else if line.hasPrefix("audit_lost=", at: start) {
      guard let (count, _) = line.decimal(at: start + 11) else { return false }
      // Counted since the kernel's start or `auditctl --reset-lost`; that it is printed means one more.
      let more = count > lost ? count - lost : lost == count ? 1 : count
      recorder.note(.lostEvents, count: Int(clamping: more))
      lost = count
      backlog = nil
      isCounted = true
    } else if Self.complaints(line, at: start) {
      if !isCounted { recorder.note(.lostEvents) }
      backlog = nil
      isCounted = false
    } else if let count = Self.suppressedRecords(line, at: start) {
      suppressed = ((suppressed?.count ?? 0) + count, suppressed?.place ?? recorder.place)
    } else if line.hasPrefix("** ", at: start), let (count, end) = line.decimal(at: start + 3),
      line.hasPrefix(" printk messages dropped", at: end)
    {
      recorder.note(.lostEvents, count: Int(clamping: count))
    } else {
      return false
    }
    return true
  }

  private static func complaints(_ line: Span<UInt8>, at start: Int) -> Bool {
    line.hasPrefix("backlog limit exceeded", at: start)
      || line.hasPrefix("rate limit exceeded", at: start)
      || line.hasPrefix("kauditd hold queue overflow", at: start)
      || line.hasPrefix("kauditd retry queue overflow", at: start)
      || line.hasPrefix("out of memory in audit", at: start)
      || line.hasPrefix("error in audit", at: start)
  }

  /// `kauditd_printk_skb: 152 callbacks suppressed`; of the audit system's functions only.
  private static func suppressedRecords(_ line: Span<UInt8>, at start: Int) -> Int? {
    guard let colon = line.firstIndex(of: UInt8(ascii: ":"), from: start),
      let function = line.firstIndex(of: UInt8(ascii: "_"), from: start), function < colon,
      let (count, end) = line.decimal(at: colon + 2),
      line.hasPrefix(" callbacks suppressed", at: end),
      line.hasPrefix("audit", at: start) || line.hasPrefix("kauditd", at: start)
        || line.hasPrefix("printk_skb", at: start)
    else { return nil }
    return Int(clamping: count)
  }

  /// Reads what journald, rsyslogd, auditd and its dispatcher say of themselves.
  ///
  ///     systemd-journald[1]: Got invalid event from epoll for datagram fd: 9
  ///
  /// is the last that journald 252 has to say about audit once its socket has run over.
  func readLogger(_ line: Span<UInt8>, at start: Int, into recorder: inout ObservationBuilder)
    -> Bool
  {
    if line.hasPrefix("Got invalid event from epoll for datagram fd", at: start)
      || line.hasPrefix("Audit daemon is suspending logging", at: start)
      || line.hasPrefix("Audit daemon has no space left", at: start)
    {
      recorder.note(.recordingStopped)
    } else if line.hasPrefix("Missed ", at: start), let (count, end) = line.decimal(at: start + 7),
      line.hasPrefix(" kernel messages", at: end)
    {
      recorder.note(.lostEvents, count: Int(clamping: count))
    } else if line.hasPrefix("queue is full - dropping event", at: start)
      || line.hasPrefix("queue to plugins is full - dropping event", at: start)
      || line.hasPrefix("dispatch err (pipe full) event lost", at: start)
    {
      recorder.note(.lostEvents)
    } else {
      return false
    }
    return true
  }

  private mutating func flushBacklog(into recorder: inout ObservationBuilder) {
    if let backlog { recorder.note(.lostEvents, place: backlog) }
    backlog = nil
  }

  /// - Parameter isComplete: whether others than the kernel wrote calls into the log, so that what
  ///   the kernel did not print is there all the same.
  mutating func finish(isComplete: Bool, into recorder: inout ObservationBuilder) {
    flushBacklog(into: &recorder)
    if let suppressed, !isComplete {
      recorder.note(.lostEvents, count: suppressed.count, place: suppressed.place)
    }
    suppressed = nil
  }
}
