package import Logs
internal import Syscalls

/// Finds the lines of a block, and reads those that are plain records.
///
/// What most records repeat is compared with `RecordTemplates`, which the full grammar has read once; what
/// differs is read by its class. The least doubt makes a line one of the others, which `AuditReader` reads.
package final class PlainRecords: LinePreparation {
  private var scanner: PlainRecordScanner
  private let readsNames: Bool
  private(set) var records: [PlainRecord] = []
  /// What the records call their programs, where somebody asks; one for each record.
  private var names: [RecordNames?] = []

  /// - Parameters:
  ///   - variants: those of the log, shared with the other threads and the reader.
  ///   - readsNames: whether somebody asks what the records call their programs.
  init(_ variants: CallSignatures, readingNames readsNames: Bool) {
    self.readsNames = readsNames
    scanner = PlainRecordScanner(numbers: AuditTokenCache(variants), readsNames: readsNames)
  }

  /// What was learned in one file of a run holds for the next.
  package func serves(_ recorder: ObservationBuilder) -> Bool { true }

  /// What a record calls its program, within the block.
  func names(of index: Int) -> RecordNames? { readsNames ? names[index] : nil }

  /// Reads the plain records of a block.
  package func prepare(_ block: LineBlock) {
    records.removeAll(keepingCapacity: true)
    names.removeAll(keepingCapacity: true)
    block.withText { scanner.read($0, upTo: block.count, into: &records, &names) }
  }
}

/// Reads one record after the other.
private struct PlainRecordScanner {
  private var numbers: AuditTokenCache
  let readsNames: Bool
  private var parser = RawRecordParser()
  private var heads = RecordHeads()
  /// `auid=… pid=8060 comm="x" exe="/y" sig=0 arch=c000003e syscall=`, or `arch=c000003e syscall=` alone.
  private var entryOrigins = RecordTemplates()
  private var returnOrigins = RecordTemplates()
  /// What follows ` pid=3538` of a SYSCALL record, up to the line's end or what auditd adds.
  private var tails = RecordTemplates()
  /// Of the record that is being read.
  private var recordNames: RecordNames?
  /// The digits of the latest serial number, if there are up to eight, those of the next one, and which bytes of a
  /// word they are.
  private var serial: (text: UInt64, next: UInt64, mask: UInt64) = (0, 0, 0)
  private var serialDigits = 0
  private var latestSerial: UInt64 = 0
  /// The digits of `1795303876.984:`, and what they say.
  private var time: (seconds: UInt64, rest: UInt64, milliseconds: UInt64) = (0, .max, 0)

  init(numbers: AuditTokenCache, readsNames: Bool) {
    self.numbers = numbers
    self.readsNames = readsNames
  }

  mutating func read(
    _ text: BlockText, upTo end: Int, into records: inout [PlainRecord],
    _ names: inout [RecordNames?]
  ) {
    var start = 0
    while start < end {
      records.append(addingCapacity: 512) { records in
        while start < end, !records.isFull {
          var record = PlainRecord()
          if readsNames { recordNames = nil }
          if !read(text, from: start, &record) {
            let end = text.endOfLine(from: start, upTo: end)
            record = PlainRecord(end: UInt32(truncatingIfNeeded: end))
          }
          records.append(record)
          if readsNames { names.append(recordNames) }
          start = Int(record.end) &+ 1
        }
      }
    }
  }

  /// `type=SYSCALL msg=audit(1795303876.984:1125148): ` and the rest; `false` where that is not plain.
  @inline(__always)
  private mutating func read(
    _ text: BlockText, from start: Int, _ record: inout PlainRecord
  ) -> Bool {
    guard let head = heads.find(text, at: start) else { return false }
    var position = start &+ head.count
    guard readStamp(text, &position, &record) else { return false }
    record.kind = head.kind
    switch head.kind {
    case .returned: return readReturn(text, position, &record)
    case .entered: return readEntry(text, position, &record)
    case .companion, .other: return readEnd(text, from: position, &record)
    }
  }

  /// `1795303876.984:1125148): `, with ten digits of seconds, as they have been since 2001.
  @inline(__always)
  private mutating func readStamp(
    _ text: BlockText, _ position: inout Int, _ record: inout PlainRecord
  ) -> Bool {
    let seconds = text.word(at: position)
    let rest = text.word(at: position &+ 7) >> 8
    if seconds != time.seconds || rest != time.rest {
      guard let milliseconds = Self.milliseconds(seconds, rest) else { return false }
      time = (seconds, rest, milliseconds)
    }
    position &+= 15
    guard readSerial(text, &position), text.holds("): ", at: position) else { return false }
    position &+= 3
    record.stamp = AuditEventID(milliseconds: time.milliseconds, serial: latestSerial)
    return true
  }

  /// What `1795303876.984:` says.
  ///
  /// - Parameters:
  ///   - seconds: its first eight bytes.
  ///   - rest: the other seven.
  private static func milliseconds(_ seconds: UInt64, _ rest: UInt64) -> UInt64? {
    let fraction = rest >> 24
    guard seconds.leadingDigits == 8, rest.leadingDigits == 2, fraction.leadingDigits == 3,
      UInt8(truncatingIfNeeded: rest >> 16) == UInt8(ascii: "."),
      fraction >> 24 == UInt64(UInt8(ascii: ":"))
    else { return nil }
    return (UInt64(seconds.decimal(8)) * 100 + UInt64(rest.decimal(2))) * 1000
      + UInt64(fraction.decimal(3))
  }

  /// `1125148`: mostly the latest one or the next.
  @inline(__always)
  private mutating func readSerial(_ text: BlockText, _ position: inout Int) -> Bool {
    let digits = text.word(at: position) & serial.mask
    if digits == serial.text, digits != 0 {
      position &+= serialDigits
    } else if digits == serial.next, digits != 0 {
      position &+= serialDigits
      latestSerial &+= 1
      keepSerial(digits)
    } else {
      return readOtherSerial(text, &position)
    }
    return true
  }

  private mutating func readOtherSerial(_ text: BlockText, _ position: inout Int) -> Bool {
    let start = position
    guard let number = readNumber(text, &position) else { return false }
    latestSerial = number
    serialDigits = position - start
    serial.mask = serialDigits > 8 ? 0 : .max >> UInt64(64 - 8 * serialDigits)
    keepSerial(text.word(at: start) & serial.mask)
    return true
  }

  @inline(__always)
  private mutating func keepSerial(_ text: UInt64) {
    let shift = UInt64(truncatingIfNeeded: 8 &* (serialDigits &- 1))
    serial.text = text
    // Behind a 9, more than one digit changes.
    serial.next =
      text &>> shift == UInt64(UInt8(ascii: "9")) ? 0 : text &+ 1 &<< shift
  }

  /// One to fifteen digits.
  @inline(__always)
  private func readNumber(_ text: BlockText, _ position: inout Int) -> UInt64? {
    let word = text.word(at: position)
    let digits = word.leadingDigits
    guard digits > 0 else { return nil }
    position &+= digits
    let value = UInt64(word.decimal(digits))
    return digits < 8 ? value : readNumber(text, &position, after: value)
  }

  @inline(never)
  private func readNumber(_ text: BlockText, _ position: inout Int, after value: UInt64) -> UInt64?
  {
    var value = value
    var digits = 0
    while text.byte(at: position).isDigit {
      value = value &* 10 &+ UInt64(text.byte(at: position) &- 0x30)
      position &+= 1
      digits += 1
    }
    return digits < 8 ? value : nil
  }

  /// `auid=… uid=0 gid=0 ses=… [subj=…] pid=8060 comm="x" exe="/y" sig=0 arch=c000003e syscall=257
  /// compat=0 ip=0x40828e code=0x7ffc0000`
  @inline(__always)
  private mutating func readEntry(
    _ text: BlockText, _ start: Int, _ record: inout PlainRecord
  ) -> Bool {
    // The process and its command stand there.
    let hash = { (text: BlockText) in
      text.word(at: start &+ 40) ^ text.word(at: start &+ 48) &* 31
        ^ text.word(at: start &+ 60) &* 961
    }
    guard
      let origin = entryOrigins.find(text, at: start, hash: hash(text))
        ?? makeOrigin(.seccomp, text, at: start, hash: hash(text))
    else { return false }
    record.process = entryOrigins[origin].process
    if readsNames { recordNames = entryOrigins[origin].names?.moved(by: start) }
    var position = start &+ entryOrigins[origin].count
    guard let call = numbers.call(text.word(at: position), on: entryOrigins[origin].token) else {
      return false
    }
    position &+= Int(call.digits)
    guard text.holds(" compat=", at: position),
      text.byte(at: position &+ 8) | 1 == UInt8(ascii: "1"),
      text.holds(" ip=0x", at: position &+ 9)
    else { return false }
    record.variant = call.variant
    position &+= 15
    position &+= text.hexadecimalDigits(at: position)
    // `LOG`, `TRACE` and `USER_NOTIF`; see ``AuditCall/Source``.
    guard
      text.holds(" code=0x7ffc0000", at: position) || text.holds(" code=0x7ff00000", at: position)
        || text.holds(" code=0x7fc00000", at: position)
    else { return false }
    position &+= 16
    if text.byte(at: position) == .newline {
      record.end = UInt32(truncatingIfNeeded: position)
      return true
    }
    return text.byte(at: position) == AuditFields.enrichmentSeparator
      && readEnd(text, from: position, &record)
  }

  /// `arch=c000003e syscall=2 success=no exit=-13 a0=… a1=… a2=… a3=… items=1 ppid=2686 pid=3538 `
  @inline(__always)
  private mutating func readReturn(
    _ text: BlockText, _ start: Int, _ record: inout PlainRecord
  ) -> Bool {
    guard
      let origin = returnOrigins.find(text, at: start, hash: 0)
        ?? makeOrigin(.syscall, text, at: start, hash: 0)
    else { return false }
    var position = start &+ returnOrigins[origin].count
    guard let call = numbers.call(text.word(at: position), on: returnOrigins[origin].token) else {
      return false
    }
    position &+= Int(call.digits)
    if text.holds(" success=yes exit=", at: position) {
      record.ending = .returned
      position &+= 18
      if text.byte(at: position) == UInt8(ascii: "-") { position &+= 1 }
      while true {
        let digits = text.word(at: position).leadingDigits
        position &+= digits
        if digits < 8 { break }
      }
    } else if text.holds(" success=no exit=-", at: position) {
      position &+= 18
      guard let errno = readNumber(text, &position), errno <= Errno.maximum,
        let ending = PlainEnding(errno: UInt16(errno))
      else { return false }
      record.ending = ending
    }
    // `exit` and `exit_group` have neither.
    let blanks = FieldEnds(start: position, offsets: text.blanks(from: position))
    guard blanks.offsets != 0, text.holds(" a0=", at: position),
      text.holds(" a1=", at: blanks[1]), text.holds(" a2=", at: blanks[2]),
      text.holds(" a3=", at: blanks[3]), text.holds(" items=", at: blanks[4]),
      text.holds(" ppid=", at: blanks[5]), text.holds(" pid=", at: blanks[6])
    else { return false }
    if call.hasSignificantArguments {
      guard let variant = readRegisters(text, blanks, call) else { return false }
      record.variant = variant
    } else {
      record.variant = call.variant
    }
    position = blanks[6] &+ 5
    guard let number = readNumber(text, &position), position == blanks[7],
      let process = UInt32(exactly: number)
    else { return false }
    record.process = process
    guard
      let tail = tails.find(text, at: position, hash: number)
        ?? makeTail(text, at: position, hash: number)
    else { return false }
    if readsNames { recordNames = tails[tail].names?.moved(by: position) }
    position &+= tails[tail].count &- 1
    if text.byte(at: position) == .newline {
      record.end = UInt32(truncatingIfNeeded: position)
      return true
    }
    return readEnd(text, from: position, &record)
  }

  /// `a0=7fffd19c5592 a1=0 a2=7fffd19c4b50 a3=a`: the number of the variant that those make which matter.
  @inline(never)
  private mutating func readRegisters(
    _ text: BlockText, _ blanks: FieldEnds, _ call: AuditTokenCache.Entry
  ) -> UInt16? {
    var registers = SIMD4<UInt64>()
    let masks = numbers.masks(of: call)
    for index in 0..<4 where masks[index] != 0 {
      let start = blanks[index] &+ 4
      guard 1...16 ~= blanks[index + 1] &- start else { return nil }
      for position in start..<blanks[index + 1] {
        guard let digit = text.byte(at: position).kernelHexDigit else { return nil }
        registers[index] = registers[index] &<< 4 | UInt64(digit)
      }
    }
    return numbers.variant(of: call, with: registers)
  }

  /// The part of a record up to the number of its call.
  @inline(never)
  private mutating func makeOrigin(
    _ kind: AuditRecordKind, _ text: BlockText, at start: Int, hash: UInt64
  ) -> Int? {
    // With the number, and the blank that ends it.
    guard let line = copyRecord(text, from: start),
      let count = line.span.firstRange(of: "syscall=")?.upperBound,
      let end = line.span.firstIndex(of: .space, from: count)
    else { return nil }
    var record = AuditRecord(kind, AuditRecord.ID(stamp: nil))
    parser.read(
      &record, in: line.span, at: 0..<(end + 1), needsNames: true, assuming: .x86_64)
    guard let architecture = record.architecture, !record.isArchitectureAssumed,
      architecture != .x32, let token = numbers.token(of: architecture)
    else { return nil }
    let origin = RecordTemplate(
      count: count, process: record.process ?? 0, token: token,
      names: RecordNames(command: record.command, executable: record.executable))
    if kind == .syscall {
      guard line.span.hasPrefix("arch="), count == 22 else { return nil }
      return returnOrigins.insert(origin, for: line[..<count], hash: hash)
    }
    // 0 stands for none.
    guard origin.process > 0 else { return nil }
    return entryOrigins.insert(origin, for: line[..<count], hash: hash)
  }

  /// The part of a SYSCALL record behind its process.
  @inline(never)
  private mutating func makeTail(_ text: BlockText, at start: Int, hash: UInt64) -> Int? {
    guard let line = copyRecord(text, from: start) else { return nil }
    var record = AuditRecord(.syscall, AuditRecord.ID(stamp: nil))
    parser.read(
      &record, in: line.span, at: line.indices, needsNames: true, assuming: .x86_64)
    let end = line.firstIndex(of: AuditFields.enrichmentSeparator) ?? line.count
    // The last one of these counts.
    guard record.success == nil, record.registers.isEmpty,
      !RawRecordParser.namesCall(line.span, at: 0..<end)
    else { return nil }
    let tail = RecordTemplate(
      count: end + 1,
      names: RecordNames(command: record.command, executable: record.executable))
    return tails.insert(
      tail, for: (line + [text.byte(at: start + line.count)])[..<tail.count], hash: hash)
  }

  /// What there is from `start` up to the line's end, if that is plain.
  private func copyRecord(_ text: BlockText, from start: Int) -> [UInt8]? {
    var record = PlainRecord()
    return readEnd(text, from: start, &record) ? text.copy(start..<Int(record.end)) : nil
  }

  /// Finds the line's end, if there is no second record before it and nothing that no record holds.
  @inline(__always)
  private func readEnd(_ text: BlockText, from start: Int, _ record: inout PlainRecord) -> Bool {
    var position = start
    while true {
      position = text.endOfText(from: position)
      switch text.byte(at: position) {
      case .newline:
        record.end = UInt32(truncatingIfNeeded: position)
        return true
      case UInt8(ascii: "("):
        guard !text.holds("audit", at: position &- 5) else { return false }
      case AuditFields.enrichmentSeparator: break
      default: return false
      }
      position &+= 1
    }
  }
}

/// Where the blanks before eight fields stand.
private struct FieldEnds {
  let start: Int
  let offsets: UInt64

  @inline(__always)
  subscript(index: Int) -> Int {
    start &+ Int(truncatingIfNeeded: offsets &>> UInt64(truncatingIfNeeded: 8 &* index) & 0xff)
  }
}
