internal import Logs

/// What syslog, the journal and the kernel's own log put before a record.
struct LogLineHeader {
  /// Who wrote the line.
  enum Carrier {
    /// auditd's file, or what ausearch made of it.
    case file
    /// The kernel's log: records reach it when nobody listens, at a limited rate.
    case kernel
    /// The journal, which listens to the kernel itself and drops the serial number.
    case journal
    /// A program that passes records on: audisp-syslog, audispd, auditd.
    case daemon
    /// journald, rsyslogd and the like, in their own name.
    case logger
    /// Nobody says: the line has neither a date nor a name.
    case unknown
    /// Any other program, whatever its text looks like.
    case foreign
  }

  let origin: Carrier
  let textStart: Int

  /// Reads one of
  ///
  ///     type=SYSCALL msg=audit(…
  ///     [  309.186459] audit: type=1300 audit(…
  ///     kern  :notice: [  309.186459] audit: type=1300 audit(…
  ///     2026-11-30T19:33:40,504440+00:00 audit: type=1326 audit(…
  ///     Nov 21 23:42:07 vm kernel: [ 3452.1] audit: type=1326 audit(…
  ///     2026-11-21T23:42:07.123456+00:00 vm audisp-syslog[812]: node=vm type=SYSCALL msg=audit(…
  ///     Nov 21 23:42:07 vm kern.notice kernel: [ 3452.1] audit: type=1326 audit(…
  ///     Nov 21 23:42:07 vm audit[29247]: SYSCALL arch=…
  ///
  /// The word before the text decides who wrote it, and it stands right after the time and the
  /// host; a `kernel:` further on is some program's text. Programs that call themselves `kernel`
  /// cannot be told from it where the writer of the log did not keep them apart.
  init(of line: Span<UInt8>) {
    if line.hasPrefix("type=") || line.hasPrefix("node=") {
      self.init(.file, 0)
      return
    }
    var position = Self.skipPriority(in: line)
    let kernelText = LogDate.endOfKernels(in: line, at: position)
    let isKernelLog = kernelText != nil || line.hasPrefix("[", at: position)
    if let kernelText {
      position = Self.skipBrackets(in: line, from: kernelText)
    } else if isKernelLog {
      position = Self.skipBrackets(in: line, from: position)
    } else if Self.isDecodedPriority(in: line, at: position) {
      guard let bracket = line.firstIndex(of: UInt8(ascii: "["), from: position) else {
        self.init(.foreign, 0)
        return
      }
      self.init(kernel: line, at: Self.skipBrackets(in: line, from: bracket))
      return
    } else if let end = LogDate.end(in: line, at: position) {
      position = end
    } else {
      // `journalctl -o cat` leaves nothing but the text.
      self.init(undated: line, at: position)
      return
    }
    guard let word = Self.word(in: line, from: position) else {
      self.init(.foreign, position)
      return
    }
    if line[word.upperBound - 1] == UInt8(ascii: ":") {
      if isKernelLog, !line.equals("kernel:", at: word) {
        self.init(kernel: line, at: position)
      } else {
        self.init(writer: word, in: line)
      }
    } else if isKernelLog, line.hasPrefix("** ", at: position) {
      self.init(.kernel, position)
    } else if Self.isHost(word, in: line),
      let writer = Self.writer(in: line, from: word.upperBound + 1)
    {
      self.init(writer: writer, in: line)
    } else {
      self.init(.foreign, position)
    }
  }

  init(_ origin: Carrier, _ textStart: Int) {
    self.origin = origin
    self.textStart = textStart
  }

  private init(undated line: Span<UInt8>, at position: Int) {
    if line.hasPrefix("audit: ", at: position) {
      self.init(.kernel, position + 7)
    } else if let head = RecordHeader(journalText: line, at: position),
      head.kind == .syscall && line.hasPrefix("arch=", at: head.bodyStart)
        || head.kind == .seccomp && line.hasPrefix("auid=", at: head.bodyStart)
    {
      self.init(.journal, position)
    } else {
      self.init(.unknown, position)
    }
  }

  /// The text of the kernel, without the `audit: ` that kernels since 3.18 begin it with.
  private init(kernel line: Span<UInt8>, at start: Int) {
    let position = Self.skipBrackets(in: line, from: line.skip(.space, from: start))
    self.init(.kernel, line.hasPrefix("audit: ", at: position) ? position + 7 : position)
  }

  private init(writer word: Range<Int>, in line: Span<UInt8>) {
    var end = word.upperBound - 1
    if end > word.lowerBound, line[end - 1] == UInt8(ascii: "]"),
      let bracket = line.firstIndex(of: UInt8(ascii: "["), from: word.lowerBound), bracket < end
    {
      end = bracket
    }
    let name = word.lowerBound..<end
    let text = line.skip(.space, from: word.upperBound)
    if line.equals("kernel", at: name) {
      self.init(kernel: line, at: text)
    } else if line.equals("audit", at: name) {
      self.init(.journal, text)
    } else if line.equals("audisp-syslog", at: name) || line.equals("audispd", at: name)
      || line.equals("auditd", at: name)
    {
      self.init(.daemon, text)
    } else if Self.isLogger(name, in: line) {
      self.init(.logger, text)
    } else {
      self.init(.foreign, text)
    }
  }

  /// The name of who wrote the line, with its colon; after the priority, where syslogd writes it
  /// (`kern.notice kernel:`).
  private static func writer(in line: Span<UInt8>, from start: Int) -> Range<Int>? {
    guard let word = word(in: line, from: start) else { return nil }
    if line[word.upperBound - 1] == UInt8(ascii: ":") { return word }
    guard let point = line.firstIndex(of: UInt8(ascii: "."), from: word.lowerBound),
      levels.contains(where: { line.equals($0, at: (point + 1)..<max(point + 1, word.upperBound)) }
      ),
      let writer = Self.word(in: line, from: word.upperBound + 1),
      line[writer.upperBound - 1] == UInt8(ascii: ":")
    else { return nil }
    return writer
  }

  private static let levels: [StaticString] = [
    "emerg", "alert", "crit", "err", "error", "warn", "warning", "notice", "info", "debug",
  ]

  /// Those that pass log lines on, by any name they give themselves: `rsyslogd-2177` is a number of its messages,
  /// `imjournal` a part of it, `systemd-journal` what of journald's name the kernel keeps.
  private static func isLogger(_ name: Range<Int>, in line: Span<UInt8>) -> Bool {
    loggers.contains { line.equals($0, at: name) }
      || name.count > 9 && line.hasPrefix("rsyslogd-", at: name.lowerBound)
  }

  private static let loggers: [StaticString] = [
    "systemd-journald", "systemd-journal", "journald", "journal", "rsyslogd", "rsyslog",
    "imjournal", "imuxsock", "imklog", "syslog-ng",
  ]

  /// `kern  :notice: [`, as `dmesg -x` writes it.
  private static func isDecodedPriority(in line: Span<UInt8>, at start: Int) -> Bool {
    let facility = line.skip(from: start) { $0.isLetter }
    let colon = line.skip(.space, from: facility)
    guard facility > start, colon - start <= 9, line.hasPrefix(":", at: colon) else { return false }
    let level = line.skip(from: colon + 1) { $0.isLetter }
    return levels.contains { line.equals($0, at: (colon + 1)..<level) }
      && line.hasPrefix(":", at: line.skip(.space, from: level))
  }

  /// `<5>` of a raw kernel log or of syslog on the wire.
  private static func skipPriority(in line: Span<UInt8>) -> Int {
    guard line.hasPrefix("<"), let (_, end) = line.decimal(at: 1), line.hasPrefix(">", at: end)
    else { return 0 }
    return end + 1
  }

  /// `[  309.186459] `, and `[  T123] ` where the kernel tells its caller.
  private static func skipBrackets(in line: Span<UInt8>, from start: Int) -> Int {
    var position = start
    while position < line.count, line[position] == UInt8(ascii: "[") {
      guard let end = line.firstIndex(of: UInt8(ascii: "]"), from: position), end - position < 48
      else { return position }
      position = line.skip(.space, from: end + 1)
    }
    return position
  }

  private static func word(in line: Span<UInt8>, from start: Int) -> Range<Int>? {
    var end = start
    while end < line.count, line[end] != .space { end += 1 }
    return end > start ? start..<end : nil
  }

  private static func isHost(_ word: Range<Int>, in line: Span<UInt8>) -> Bool {
    for position in word {
      let byte = line[position]
      guard byte.isIdentifier || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".") else {
        return false
      }
    }
    return true
  }
}
