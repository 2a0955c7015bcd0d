package import Logs
internal import Syscalls

/// Finds the lines of a block, and reads those that are plain records.
///
/// A line is plain only where `AuditReader` would learn exactly the same from it: the least doubt
/// makes it one of the others, which that one reads in full.
package final class PlainRecords: LinePreparation {
  private var numbers: AuditTokenCache
  private(set) var records: [PlainRecord] = []
  /// What the records call their programs, where somebody asks; one for each record.
  private var names: [RecordNames?] = []
  private let readsNames: Bool
  private var marks = LineMarks(.parentheses)

  /// - Parameters:
  ///   - variants: those of the log, shared with the other threads and the reader.
  ///   - readsNames: whether somebody asks what the records call their programs.
  init(_ variants: CallSignatures, readingNames readsNames: Bool) {
    numbers = AuditTokenCache(variants)
    self.readsNames = readsNames
  }

  /// What a record calls its program, within the block.
  func names(of index: Int) -> RecordNames? { readsNames ? names[index] : nil }

  /// Finds the marks of a block and reads its plain records.
  package func prepare(_ block: LineBlock) {
    records.removeAll(keepingCapacity: true)
    names.removeAll(keepingCapacity: true)
    // SAFETY: the function does what `LineMarks` says of it.
    marks.read(block) { text in
      PlainRecordScanner(text: text, readsNames: readsNames)
        .read(upTo: block.count, &numbers, into: &records, &names)
    }
  }
}

/// Reads one record after the other.
private struct PlainRecordScanner {
  let text: StructuralIndex
  let readsNames: Bool

  func read(
    upTo end: Int, _ numbers: inout AuditTokenCache, into records: inout [PlainRecord],
    _ names: inout [RecordNames?]
  ) {
    var memory = Memory()
    var start = 0
    while start < end {
      records.append(addingCapacity: 512) { records in
        while start < end, !records.isFull {
          var record = PlainRecord()
          if readsNames { memory.names = nil }
          if !read(from: start, &record, &memory, &numbers) {
            let end = text.endOfLine(from: start, upTo: end)
            record = PlainRecord(end: UInt32(truncatingIfNeeded: end))
          }
          records.append(record)
          if readsNames { names.append(memory.names) }
          start = Int(record.end) &+ 1
        }
      }
    }
  }

  /// `type=SYSCALL msg=audit(1795303876.984:1125148): ` and the rest; `false` where that is not plain.
  @inline(__always)
  private func read(
    from start: Int, _ record: inout PlainRecord, _ memory: inout Memory,
    _ numbers: inout AuditTokenCache
  ) -> Bool {
    var position = start
    if text.holds("type=SYSCALL msg=audit(", at: start) {
      record.kind = .returned
      position &+= 23
    } else if text.holds("type=SECCOMP msg=audit(", at: start) {
      record.kind = .entered
      position &+= 23
    } else {
      let parenthesis = text.mark(from: start)
      guard text.holds("type=", at: start), parenthesis > start &+ 15,
        text.holds(" msg=audit(", at: parenthesis &- 10),
        numbers.companions[text, (start &+ 5)..<(parenthesis &- 10)] != nil
      else { return false }
      record.kind = .companion
      position = parenthesis &+ 1
    }
    guard readStamp(&position, &record, &memory) else { return false }
    let fields = position
    switch record.kind {
    case .returned:
      guard readReturn(&position, &record, &numbers),
        !readsNames || readNames(&position, &memory)
      else { return false }
    case .entered: guard readEntry(&position, &record, &memory, &numbers) else { return false }
    case .companion, .other: break
    }
    return readEnd(from: fields, behind: position, &record)
  }

  /// What was read lately: most records repeat it to the byte.
  private struct Memory {
    /// The digits of `1795303876.984:`, and what they say.
    var seconds: UInt64 = 0
    var rest: UInt64 = 0
    var milliseconds: UInt64 = 0
    /// Where `auid=… pid=8060 comm="x" exe="/y" sig=0 arch=c000003e syscall=` of a SECCOMP record
    /// stands, and what it says.
    var origin = 0..<0
    var process: UInt32 = 0
    var token: AuditTokenCache.Token?
    var originNames: RecordNames?
    /// Of the record that is being read.
    var names: RecordNames?
  }

  /// `1795303876.984:1125148): `, with ten digits of seconds, as they have been since 2001.
  @inline(__always)
  private func readStamp(
    _ position: inout Int, _ record: inout PlainRecord, _ memory: inout Memory
  ) -> Bool {
    let seconds = text.word(at: position)
    let rest = text.word(at: position &+ 7) >> 8
    if seconds != memory.seconds || rest != memory.rest {
      guard readTime(seconds, rest, &memory) else { return false }
    }
    position &+= 15
    guard let serial = readNumber(&position), text.holds("): ", at: position) else { return false }
    position &+= 3
    record.stamp = AuditEventID(milliseconds: memory.milliseconds, serial: serial)
    return true
  }

  /// - Parameters:
  ///   - seconds: `17953038`
  ///   - rest: `76.984:`
  private func readTime(_ seconds: UInt64, _ rest: UInt64, _ memory: inout Memory) -> Bool {
    let (fraction, colon) = (rest >> 24, rest >> 48)
    guard seconds.leadingDigits == 8, rest.leadingDigits == 2, fraction.leadingDigits == 3,
      rest >> 16 & 0xff == UInt64(UInt8(ascii: ".")), colon == UInt64(UInt8(ascii: ":"))
    else { return false }
    memory.seconds = seconds
    memory.rest = rest
    memory.milliseconds =
      (UInt64(seconds.decimal(8)) * 100 + UInt64(rest.decimal(2))) * 1000
      + UInt64(fraction.decimal(3))
    return true
  }

  /// One to fifteen digits.
  @inline(__always)
  private func readNumber(_ position: inout Int) -> UInt64? {
    let word = text.word(at: position)
    let digits = word.leadingDigits
    guard digits > 0 else { return nil }
    position &+= digits
    let value = UInt64(word.decimal(digits))
    return digits < 8 ? value : readNumber(&position, after: value)
  }

  private func readNumber(_ position: inout Int, after value: UInt64) -> UInt64? {
    var value = value
    var digits = 0
    while text.byte(at: position).isDigit {
      value = value &* 10 &+ UInt64(text.byte(at: position) &- 0x30)
      position &+= 1
      digits += 1
    }
    return digits < 8 ? value : nil
  }

  /// `arch=c000003e syscall=2 success=no exit=-13 a0=… a1=… a2=… a3=… items=1 ppid=2686 pid=3538 `
  @inline(__always)
  private func readReturn(
    _ position: inout Int, _ record: inout PlainRecord, _ numbers: inout AuditTokenCache
  ) -> Bool {
    guard let token = readToken(&position, &numbers),
      let call = readCall(&position, token, &numbers)
    else { return false }
    if text.holds(" success=yes", at: position) {
      record.ending = .returned
      position &+= 12
      guard skip(" exit=", &position) else { return false }
    } else if text.holds(" success=no exit=-", at: position) {
      position &+= 18
      guard let errno = readNumber(&position), errno <= Errno.maximum,
        let ending = PlainEnding(errno: UInt16(errno))
      else { return false }
      record.ending = ending
    }
    // `exit` and `exit_group` have neither.
    guard let variant = readRegisters(&position, call, &numbers) else { return false }
    record.variant = variant
    guard skip(" items=", &position), skip(" ppid=", &position),
      let process = readProcess(&position)
    else { return false }
    record.process = process
    return true
  }

  /// `auid=… uid=0 gid=0 ses=… [subj=…] pid=8060 comm="x" exe="/y" sig=0 arch=c000003e syscall=257
  /// compat=0 ip=0x40828e code=0x7ffc0000`
  @inline(__always)
  private func readEntry(
    _ position: inout Int, _ record: inout PlainRecord, _ memory: inout Memory,
    _ numbers: inout AuditTokenCache
  ) -> Bool {
    if !memory.origin.isEmpty, text.repeats(memory.origin, at: position) {
      position &+= memory.origin.count
    } else {
      guard readOrigin(&position, &memory, &numbers) else { return false }
    }
    record.process = memory.process
    if readsNames { memory.names = memory.originNames }
    guard let token = memory.token, let call = readCall(&position, token, &numbers) else {
      return false
    }
    if text.holds(" compat=0 ip=0x", at: position) {
      position = text.blank(from: position &+ 15)
    } else {
      guard skip(" compat=", &position), skip(" ip=", &position) else { return false }
    }
    record.variant = call.variant
    // `LOG`, `TRACE` and `USER_NOTIF`; see ``AuditCall/Source``.
    guard
      text.holds(" code=0x7ffc0000", at: position) || text.holds(" code=0x7ff00000", at: position)
        || text.holds(" code=0x7fc00000", at: position)
    else { return false }
    position &+= 16
    return text.byte(at: position) == .newline
      || text.byte(at: position) == AuditFields.enrichmentSeparator
  }

  private func readOrigin(
    _ position: inout Int, _ memory: inout Memory, _ numbers: inout AuditTokenCache
  ) -> Bool {
    let start = position
    guard skip("auid=", &position), skip(" uid=", &position), skip(" gid=", &position),
      skip(" ses=", &position)
    else { return false }
    if skip(" subj=", &position), text.byte(at: position &+ 1) == UInt8(ascii: "(") {
      position = text.blank(from: position &+ 1)  // `subj=docker-default (enforce)`
    }
    guard let process = readProcess(&position), let command = readText(" comm=", &position),
      let executable = readText(" exe=", &position), skip(" sig=", &position),
      text.byte(at: position) == .space
    else { return false }
    position &+= 1
    guard let token = readToken(&position, &numbers) else { return false }
    memory.origin = start..<position
    memory.process = process
    if readsNames {
      memory.originNames = RecordNames(command: command, executable: executable)
    }
    memory.token = token
    return true
  }

  /// `arch=c000003e syscall=`
  @inline(__always)
  private func readToken(
    _ position: inout Int, _ numbers: inout AuditTokenCache
  ) -> AuditTokenCache.Token? {
    guard text.holds("arch=", at: position), text.holds(" syscall=", at: position &+ 13) else {
      return nil
    }
    defer { position &+= 22 }
    return numbers.token(text.word(at: position &+ 5))
  }

  /// `257`, the number of a call on the architecture that `token` names.
  @inline(__always)
  private func readCall(
    _ position: inout Int, _ token: AuditTokenCache.Token, _ numbers: inout AuditTokenCache
  ) -> AuditTokenCache.Entry? {
    guard let number = readNumber(&position), text.byte(at: position) == .space else { return nil }
    return numbers.call(number, on: token)
  }

  /// `a0=7fffd19c5592 a1=0 a2=7fffd19c4b50 a3=a`: the number of the variant that they make.
  @inline(__always)
  private func readRegisters(
    _ position: inout Int, _ call: AuditTokenCache.Entry, _ numbers: inout AuditTokenCache
  ) -> UInt16? {
    guard !call.hasSignificantArguments else { return readSignificant(&position, call, &numbers) }
    guard skip(" a0=", &position), skip(" a1=", &position), skip(" a2=", &position),
      skip(" a3=", &position)
    else { return nil }
    return call.variant
  }

  private func readSignificant(
    _ position: inout Int, _ call: AuditTokenCache.Entry, _ numbers: inout AuditTokenCache
  ) -> UInt16? {
    var registers = SIMD4<UInt64>()
    for index in 0..<4 {
      guard text.holds(" a", at: position),
        text.byte(at: position &+ 2) == UInt8(ascii: "0") &+ UInt8(index),
        text.byte(at: position &+ 3) == UInt8(ascii: "=")
      else { return nil }
      position &+= 4
      let start = position
      var value: UInt64 = 0
      while let digit = text.byte(at: position).kernelHexDigit {
        value = value &<< 4 | UInt64(digit)
        position &+= 1
      }
      guard 1...16 ~= position &- start, text.byte(at: position) == .space else { return nil }
      registers[index] = value
    }
    return numbers.variant(of: call, with: registers)
  }

  /// ` pid=3538 `
  @inline(__always)
  private func readProcess(_ position: inout Int) -> UInt32? {
    guard text.holds(" pid=", at: position) else { return nil }
    position &+= 5
    guard let process = readNumber(&position), text.byte(at: position) == .space else { return nil }
    return UInt32(exactly: process)
  }

  /// Passes over a field and its value, which stands in no quotes.
  @inline(__always)
  private func skip(_ field: StaticString, _ position: inout Int) -> Bool {
    let value = position &+ field.utf8CodeUnitCount
    guard text.holds(field, at: position), !isQuote(at: value) else { return false }
    position = text.blank(from: value)
    return true
  }

  @inline(__always)
  private func isQuote(at position: Int) -> Bool {
    text.byte(at: position) == .quote || text.byte(at: position) == UInt8(ascii: "'")
  }

  /// `auid=54321 uid=0 … tty=(none) ses=7 comm="x" exe="/y"` of a SYSCALL record, behind its process.
  private func readNames(_ position: inout Int, _ memory: inout Memory) -> Bool {
    guard skip(" auid=", &position), skip(" uid=", &position), skip(" gid=", &position),
      skip(" euid=", &position), skip(" suid=", &position), skip(" fsuid=", &position),
      skip(" egid=", &position), skip(" sgid=", &position), skip(" fsgid=", &position),
      skip(" tty=", &position), skip(" ses=", &position),
      let command = readText(" comm=", &position), let executable = readText(" exe=", &position)
    else { return false }
    memory.names = RecordNames(command: command, executable: executable)
    return true
  }

  /// A field whose value a program chose: in quotes, or in hexadecimal digits.
  @inline(__always)
  private func readText(_ field: StaticString, _ position: inout Int) -> ProgramText? {
    guard text.holds(field, at: position) else { return nil }
    position &+= field.utf8CodeUnitCount
    let start = position
    guard isQuote(at: start) else {
      position = text.blank(from: start)
      return ProgramText(range: start..<position, form: .encoded)
    }
    guard text.byte(at: start) == .quote else { return nil }
    let end = text.quote(from: start &+ 1)
    guard text.byte(at: end) == .quote else { return nil }
    position = end &+ 1
    return ProgramText(range: (start &+ 1)..<end, form: .quoted)
  }

  /// Finds the line's end, if there is no second record before it and nothing that no record holds.
  @inline(__always)
  private func readEnd(
    from fields: Int, behind read: Int, _ record: inout PlainRecord
  ) -> Bool {
    var position = fields
    while true {
      position = text.mark(from: position)
      switch text.byte(at: position) {
      case .newline:
        record.end = UInt32(truncatingIfNeeded: position)
        return true
      case UInt8(ascii: "("):
        guard !text.holds("audit", at: position &- 5) else { return false }
      case AuditFields.enrichmentSeparator:
        guard position >= read else { return false }
      default:
        return false
      }
      position &+= 1
    }
  }
}
