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
  /// Where rsyslogd began to drop messages; it says how many when it ends.
  private var dropping: SourceLocation?

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
    } else if let (count, _) = Self.droppedMessages(line, at: start) {
      recorder.note(.lostEvents, count: count)
    } else if line.hasPrefix("systemd-journal", at: start),
      let colon = line.firstIndex(of: UInt8(ascii: ":"), from: start)
    {
      // journald writes there when it cannot write into its own.
      return readLogger(line, at: line.skip(.space, from: colon + 1), into: &recorder)
    } else {
      return false
    }
    return true
  }

  /// `auditctl --reset-lost` sets the kernel's counter back, which showed `count`.
  mutating func reset(from count: UInt64, into recorder: inout ObservationBuilder) {
    if count > lost { recorder.note(.lostEvents, count: Int(clamping: count - lost)) }
    lost = 0
  }

  private static func complaints(_ line: Span<UInt8>, at start: Int) -> Bool {
    line.hasPrefix("backlog limit exceeded", at: start)
      || line.hasPrefix("rate limit exceeded", at: start)
      || line.hasPrefix("kauditd hold queue overflow", at: start)
      || line.hasPrefix("kauditd retry queue overflow", at: start)
      || line.hasPrefix("out of memory in audit", at: start)
      || line.hasPrefix("error in audit", at: start)
  }

  /// `kauditd_printk_skb: 152 callbacks suppressed`; of the audit system's functions, and of printing as such.
  private static func suppressedRecords(_ line: Span<UInt8>, at start: Int) -> Int? {
    guard let colon = line.firstIndex(of: UInt8(ascii: ":"), from: start),
      let (count, end) = line.decimal(at: colon + 2),
      line.hasPrefix(" callbacks suppressed", at: end)
        || line.hasPrefix(" messages suppressed", at: end)
    else { return nil }
    let function = line.extracting(start..<colon)
    guard function.firstRange(of: "audit") != nil || function.hasPrefix("printk") else {
      return nil
    }
    return Int(clamping: count)
  }

  /// `** 12 printk messages dropped **`, after which old kernels (before 4.15) print the next message on the
  /// same line.
  ///
  /// - Returns: how many, and where the rest of the line begins.
  static func droppedMessages(_ line: Span<UInt8>, at start: Int) -> (count: Int, end: Int)? {
    guard line.hasPrefix("** ", at: start), let (count, end) = line.decimal(at: start + 3),
      line.hasPrefix(" printk messages dropped", at: end)
    else { return nil }
    guard line.hasPrefix(" **", at: end + 24) else { return (Int(clamping: count), line.count) }
    return (Int(clamping: count), line.skip(.space, from: end + 27))
  }

  /// Reads what journald, rsyslogd, auditd and its dispatcher say of themselves.
  ///
  ///     systemd-journald[1]: Got invalid event from epoll for datagram fd: 9
  ///
  /// is the last that journald 252 has to say about audit once its socket has run over.
  mutating func readLogger(
    _ line: Span<UInt8>, at start: Int, into recorder: inout ObservationBuilder
  ) -> Bool {
    if line.hasPrefix("Got invalid event from epoll for datagram fd", at: start)
      || line.hasPrefix("Audit daemon is suspending logging", at: start)
      || line.hasPrefix("Audit daemon has no space left", at: start)
      || line.hasPrefix("Auditd is suspending event passing to plugins", at: start)
    {
      recorder.note(.recordingStopped)
    } else if let count = Self.lostMessages(line, at: start) {
      recorder.note(.lostEvents, count: count)
      dropping = nil
    } else if line.firstRange(of: " to drop messages ", from: start) != nil {
      // `imuxsock begins to drop messages from pid 7 due to rate-limiting`, `imjournal: begin to drop messages …`
      dropping = dropping ?? recorder.place
    } else if Self.lostOne.contains(where: { line.hasPrefix($0, at: start) })
      || line.hasPrefix("action '", at: start)
        && line.firstRange(of: " message lost, could not be processed", from: start) != nil
    {
      recorder.note(.lostEvents)
    } else {
      return false
    }
    return true
  }

  /// What a program says once for each that it lost, or without a number.
  private static let lostOne: [StaticString] = [
    // auditd and audispd
    "queue is full - dropping event", "queue to plugins is full - dropping event",
    "dispatch err (pipe full) event lost", "Record was not written to disk",
    "Error receiving audit netlink packet",
    // journald
    "/dev/kmsg buffer overrun, some messages lost", "Failed to write entry",
  ]

  /// How many a program says that it lost.
  ///
  ///     imjournal: 5120 messages lost due to rate-limiting (20000 allowed within 600 seconds)
  ///     imuxsock lost 43 messages from pid 9131 due to rate-limiting
  ///     Suppressed 1244 messages from /system.slice/auditd.service
  ///     Missed 12 kernel messages
  ///     Forwarding to syslog missed 5 messages.
  private static func lostMessages(_ line: Span<UInt8>, at start: Int) -> Int? {
    for (before, after) in countedLosses {
      var position = start
      while let found = line.firstRange(of: before, from: position) {
        position = found.upperBound
        if let (count, end) = line.decimal(at: position), line.hasPrefix(after, at: end) {
          return Int(clamping: count)
        }
      }
    }
    // `5120 messages lost due to …`, the number right at the start.
    guard let (count, end) = line.decimal(at: start), line.hasPrefix(" messages lost", at: end)
    else { return nil }
    return Int(clamping: count)
  }

  /// What stands before the number and after it.
  private static let countedLosses: [(before: StaticString, after: StaticString)] = [
    (": ", " messages lost"), (" lost ", " messages"), ("Suppressed ", " messages from"),
    ("Missed ", " kernel messages"), ("missed ", " messages"), ("Dropped ", " messages"),
  ]

  private mutating func flushBacklog(into recorder: inout ObservationBuilder) {
    if let backlog { recorder.note(.lostEvents, place: backlog) }
    backlog = nil
  }

  /// - Parameter isComplete: whether others than the kernel wrote calls into the log, so that what
  ///   the kernel did not print is there all the same.
  mutating func finish(isComplete: Bool, into recorder: inout ObservationBuilder) {
    flushBacklog(into: &recorder)
    if let dropping { recorder.note(.lostEvents, place: dropping) }
    dropping = nil
    if let suppressed, !isComplete {
      recorder.note(.lostEvents, count: suppressed.count, place: suppressed.place)
    }
    suppressed = nil
  }
}
