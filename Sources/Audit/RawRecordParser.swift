internal import Logs
internal import Observations
internal import Syscalls

/// Reads the fields of records whose values are numbers, as the kernel writes them.
struct RawRecordParser {
  private var numbers = AuditNumbers()

  /// Reads the fields that stand at `body` of `line`.
  ///
  ///     arch=c000003e syscall=12 [per=400000] success=yes exit=167317504 a0=0 … ppid=1 pid=2 …
  ///     auid=… pid=29786 comm="x" exe="/y" sig=0 arch=c000003e syscall=102 compat=0 … code=0x0
  ///
  /// - Parameters:
  ///   - needsNames: whether `comm=` and `exe=` are asked for.
  ///   - assumed: the architecture of a SECCOMP record that tells none.
  mutating func read(
    _ record: inout AuditRecord, in line: Span<UInt8>, at body: Range<Int>, needsNames: Bool,
    assuming assumed: Architecture
  ) {
    switch record.kind {
    case .syscall, .seccomp:
      readCall(&record, line, body, needsNames: needsNames, assuming: assumed)
    case .abnormalEnd: Self.readEnd(&record, line, body)
    case .configChange:
      Self.forEachField(line, body) { key, field in
        record.change.note(key, field.value, in: line)
      }
    case .daemonError:
      Self.forEachField(line, body) { key, field in
        guard line.equals("lost", at: key),
          let (count, _) = line.decimal(at: field.value.lowerBound)
        else { return }
        record.lostEvents = max(1, Int(clamping: count))
      }
    case .daemonEnd, .daemonAbort, .daemonRotate, .daemon, .companion, .otherEvent, .other: break
    }
  }

  private mutating func readCall(
    _ record: inout AuditRecord, _ line: Span<UInt8>, _ body: Range<Int>, needsNames: Bool,
    assuming assumed: Architecture
  ) {
    var token: UInt32?
    var number: UInt32?
    var hasToken = false
    var isCompatible = false
    var areTwoRecords = false
    let isSyscall = record.kind == .syscall

    var fields = AuditFields(of: line, at: body)
    var position = body.lowerBound
    reading: while let field = fields.next(in: line) {
      let value = field.value
      position = value.upperBound
      switch field.keyLength {
      case 2 where isSyscall:
        let index = Int(line[field.key + 1]) - 0x30
        guard line[field.key] == UInt8(ascii: "a"), (0..<4).contains(index), field.isWhole else {
          break
        }
        record.registers[index] = line.register(at: value)
      case 3:
        if record.process == nil, field.isWhole, line.hasPrefix("pid", at: field.key) {
          record.process = line.signedDecimal(value).flatMap(UInt32.init(exactly:))
          if isSyscall, !needsNames { break reading }
        } else if needsNames, record.executable == nil, line.hasPrefix("exe", at: field.key) {
          record.executable = ProgramText(range: value, form: field.isQuoted ? .quoted : .encoded)
          if isSyscall { break reading }
        } else if !isSyscall, field.isWhole, line.hasPrefix("sig", at: field.key) {
          record.signal = line.signedDecimal(value).flatMap(UInt32.init(exactly:))
        }
      case 4:
        switch line[field.key] {
        case UInt8(ascii: "a"):
          guard line.hasPrefix("arch", at: field.key) else { break }
          hasToken = true
          guard token == nil, field.isWhole else { break }
          token = line.token(at: value)
        case UInt8(ascii: "e"):
          guard record.exit == nil, field.isWhole, line.hasPrefix("exit", at: field.key) else {
            break
          }
          record.exit = line.signedDecimal(value)
        case UInt8(ascii: "c"):
          if needsNames, record.command == nil, line.hasPrefix("comm", at: field.key) {
            record.command = ProgramText(range: value, form: field.isQuoted ? .quoted : .encoded)
          } else if !isSyscall, line.hasPrefix("code=0x", at: field.key) {
            record.answer = Self.answer(in: line, at: value)
            break reading
          }
        default: break
        }
      case 6:
        if line.hasPrefix("compat", at: field.key) { isCompatible = line.equals("1", at: value) }
      case 7:
        if line.hasPrefix("syscall", at: field.key) {
          areTwoRecords = number != nil
          if areTwoRecords { break reading }
          guard field.isWhole else { break }
          number = line.signedDecimal(value).map { UInt32(truncatingIfNeeded: $0) }
        } else if isSyscall, line.hasPrefix("success", at: field.key) {
          record.success = line.success(at: value)
        }
      default: break
      }
    }
    areTwoRecords = areTwoRecords || Self.namesCall(line, at: position..<max(position, fields.end))
    record.isWhole =
      record.process != nil && (isSyscall || record.answer != nil) && !areTwoRecords
    guard let number else { return }
    if let token {
      record.setCall(token, number, &numbers)
    } else if !isSyscall, !hasToken {
      record.isArchitectureAssumed = true
      // x32 calls are such, too, and have the token of x86-64.
      let isNarrow = isCompatible && number & Architecture.x32Bit == 0
      let host = isNarrow ? assumed.companions.first { $0 != .x32 } ?? assumed : assumed
      record.setCall(host.auditToken, number, &numbers)
    }
  }

  /// Whether a call is named there: behind a record's own, it is the end of another record, in which a line feed
  /// and more are lost. What stands first counts, as in a line that is cut before it.
  static func namesCall(_ line: Span<UInt8>, at range: Range<Int>) -> Bool {
    var position = range.lowerBound
    while let name = line.firstRange(of: "syscall=", from: position),
      name.upperBound <= range.upperBound
    {
      // No text that a program chooses has a blank in it.
      if name.lowerBound > range.lowerBound, line[name.lowerBound - 1] == .space { return true }
      position = name.upperBound
    }
    return false
  }

  /// Sets what `arch=` and `syscall=` say together.
  mutating func setCall(_ record: inout AuditRecord, token: UInt32, number: UInt32) {
    record.setCall(token, number, &numbers)
  }

  /// `auid=… pid=5001 comm="mkdir" exe="/bin/busybox" sig=31 res=1`
  private static func readEnd(
    _ record: inout AuditRecord, _ line: Span<UInt8>, _ body: Range<Int>
  ) {
    forEachField(line, body) { key, field in
      if record.process == nil, field.isWhole, line.equals("pid", at: key) {
        record.process = line.signedDecimal(field.value).flatMap(UInt32.init(exactly:))
      } else if record.command == nil, line.equals("comm", at: key) {
        record.command = ProgramText(
          range: field.value, form: field.isQuoted ? .quoted : .encoded)
      } else if record.executable == nil, line.equals("exe", at: key) {
        record.executable = ProgramText(
          range: field.value, form: field.isQuoted ? .quoted : .encoded)
      } else if record.signal == nil, line.equals("sig", at: key) {
        record.signal = line.signedDecimal(field.value).flatMap(UInt32.init(exactly:))
      }
    }
  }

  private static func forEachField(
    _ line: Span<UInt8>, _ body: Range<Int>, _ read: (Range<Int>, AuditFields.Field) -> Void
  ) {
    var fields = AuditFields(of: line, at: body)
    while let field = fields.next(in: line) {
      read(field.key..<(field.key + field.keyLength), field)
    }
  }

  /// What `code=0x7ffc0000` says; `nil` where the line ends within it.
  private static func answer(in line: Span<UInt8>, at value: Range<Int>) -> FilterAnswer? {
    guard let (code, end) = line.kernelHexadecimal(at: value.lowerBound + 2),
      let code = UInt32(exactly: code)
    else { return nil }
    guard end == line.count else { return FilterAnswer(code: code) }
    switch code & 0xffff_0000 {
    case 0x8000_0000, 0x0003_0000, 0x0005_0000, 0x7fc0_0000, 0x7ff0_0000, 0x7ffc_0000:
      return FilterAnswer(code: code)
    default: return code == 0 ? FilterAnswer(code: code) : nil
    }
  }
}

extension AuditRecord {
  fileprivate mutating func setCall(
    _ token: UInt32, _ number: UInt32, _ numbers: inout AuditNumbers
  ) {
    guard let (architecture, call) = numbers.call(token: token, number: number) else { return }
    self.architecture = architecture
    self.call = call
  }
}

/// The values of fields, in the form in which the kernel prints them.
extension Span<UInt8> {
  /// The value of `a0=7fffd19c5592`.
  func register(at range: Range<Int>) -> UInt64? {
    guard let (value, end) = kernelHexadecimal(at: range.lowerBound), end == range.upperBound else {
      return nil
    }
    return value
  }

  /// The value of `arch=c000003e`.
  func token(at range: Range<Int>) -> UInt32? {
    register(at: range).flatMap(UInt32.init(exactly:))
  }

  /// The value of `success=yes`.
  func success(at range: Range<Int>) -> Bool? {
    if equals("yes", at: range) { return true }
    return equals("no", at: range) ? false : nil
  }
}
