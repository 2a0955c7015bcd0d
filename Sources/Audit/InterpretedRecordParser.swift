internal import Logs
internal import Observations
internal import Syscalls

/// Reads records in which `ausearch --interpret` put names for numbers.
///
///     arch=x86_64 syscall=pread success=no exit=ENOENT(No such file or directory) a0=AT_FDCWD …
///     pid=7 auid=unset … tty=(none) ses=unset comm=a b" c exe=/usr/bin/x y key=(null)
///     auid=unset … pid=7 comm=a b exe=/x sig=SIGSYS arch=x86_64 syscall=getuid … code=log
///
/// `comm` and `exe` stand there without quotes, whatever they hold: in a SYSCALL record nothing
/// after them is read, in other records nothing between them and the last ` sig=`.
struct InterpretedRecordParser {
  /// Reads the fields that stand at `body` of `line`.
  func read(_ record: inout AuditRecord, in line: Span<UInt8>, at body: Range<Int>) {
    switch record.kind {
    case .syscall, .seccomp, .abnormalEnd: readCall(&record, line, body)
    case .configChange:
      var fields = AuditFields(of: line, at: body)
      while let field = fields.next(in: line) {
        record.change.note(
          field.key..<(field.key + field.keyLength), field.value, in: line)
      }
    case .daemonEnd, .daemonAbort, .daemonError, .daemonRotate, .daemon, .companion, .otherEvent,
      .other:
      break
    }
  }

  private func readCall(_ record: inout AuditRecord, _ line: Span<UInt8>, _ body: Range<Int>) {
    let comm = Self.range(of: " comm=", in: line, within: body)
    let fieldsEnd = comm?.lowerBound ?? body.upperBound
    let isSyscall = record.kind == .syscall
    var facts = Facts()
    // With the blank after them, so that the last of them is known to be whole.
    facts.read(line, at: body.lowerBound..<(comm.map { $0.lowerBound + 1 } ?? fieldsEnd))
    var namesEnd = Self.lastRange(of: " key=", in: line, within: fieldsEnd..<body.upperBound)
    let isEnded = namesEnd != nil
    if !isSyscall {
      namesEnd = Self.lastRange(of: " sig=", in: line, within: fieldsEnd..<body.upperBound)
      if let namesEnd { facts.read(line, at: namesEnd.lowerBound..<body.upperBound) }
    }
    if let name = facts.syscall, let text = facts.architecture,
      let (architecture, call) = AuditNames.call(name, onArchitectureNamed: text)
    {
      record.architecture = architecture
      record.call = call
      if isSyscall {
        facts.readRegisters(&record.registers, of: call, on: architecture, in: line)
      }
    }
    record.process = facts.process
    record.success = facts.success
    record.exit = facts.exit
    record.signal = facts.signal
    record.answer = facts.code.flatMap(Self.answer)
    // Every SYSCALL record ends in a key, every SECCOMP record in a code.
    record.isWhole =
      facts.process != nil && comm != nil && (isSyscall ? isEnded : record.answer != nil)
      && !facts.areTwoRecords
    (record.command, record.executable) = Self.texts(
      in: line, from: comm?.upperBound, to: namesEnd?.lowerBound)
  }

  /// What the fields whose text no program chooses say; one that the line's end cuts says nothing.
  private struct Facts {
    var architecture: String?
    var syscall: String?
    var success: Bool?
    var exit: Int64?
    var process: UInt32?
    var signal: UInt32?
    var code: String?
    /// Whether there is a second call: the end of another record, in which a line feed and more are lost. What stands
    /// first counts, as in a line that is cut before it.
    private(set) var areTwoRecords = false
    /// Where `a0` to `a3` stand.
    private var values: InlineArray<4, Range<Int>?> = .init(repeating: nil)

    mutating func read(_ line: Span<UInt8>, at range: Range<Int>) {
      var fields = AuditFields(of: line, at: range)
      while let field = fields.next(in: line) {
        let key = field.key..<(field.key + field.keyLength)
        switch field.keyLength {
        case 2:
          guard field.isWhole, line[field.key] == UInt8(ascii: "a"),
            line[field.key + 1] &- 0x30 < 4
          else { break }
          let index = Int(line[field.key + 1] &- 0x30)
          values[index] = values[index] ?? field.value
        case 3:
          guard field.isWhole else { break }
          if line.equals("pid", at: key) {
            process = process ?? line.signedDecimal(field.value).flatMap(UInt32.init(exactly:))
          } else if line.equals("sig", at: key) {
            signal = Self.signal(line.text(field.value))
          }
        case 4:
          // `code` is the last field of a record, and its words are told apart from their beginnings.
          if line.equals("code", at: key) { code = line.text(field.value) }
          guard field.isWhole else { break }
          if line.equals("arch", at: key) {
            architecture = architecture ?? line.text(field.value)
          } else if line.equals("exit", at: key) {
            exit = exit ?? Self.exit(line, field.value)
          }
        case 7:
          guard field.isWhole else { break }
          if line.equals("syscall", at: key) {
            areTwoRecords = areTwoRecords || syscall != nil
            syscall = syscall ?? line.text(field.value)
          } else if line.equals("success", at: key) {
            success = success ?? line.success(at: field.value)
          }
        default: break
        }
      }
    }

    /// `167317504`, `ENOENT(No` (the rest are other words), `(null)(Unknown error 524)`.
    private static func exit(_ line: Span<UInt8>, _ value: Range<Int>) -> Int64? {
      if let number = line.signedDecimal(value) { return number }
      if line.hasPrefix("(null)(Unknown error ", at: value.lowerBound) {
        return line.decimal(at: value.lowerBound + 21).flatMap { Int64(exactly: $0.value) }
          .map { -$0 }
      }
      let name = line.text(value).prefix { $0 != "(" }
      return KernelConstants.shared.errno(named: String(name)).map { -Int64($0) }
    }

    /// `SIGSYS`, and `unknown-signal(64)`.
    private static func signal(_ text: String) -> UInt32? {
      KernelConstants.shared.value(of: text).flatMap(UInt32.init(exactly:)) ?? UInt32(text)
    }

    func readRegisters(
      _ registers: inout AuditRegisters, of call: SyscallReference, on architecture: Architecture,
      in line: Span<UInt8>
    ) {
      guard let syscall = call.syscall, syscall.hasSignificantArguments else { return }
      for argument in syscall.significantArguments(on: architecture) where argument.index < 4 {
        guard let range = values[argument.index] else { continue }
        registers[argument.index] = InterpretedValues.value(
          of: line.text(range)[...], argument: argument.index, of: syscall)
      }
    }
  }

  /// `auparse/seccomptab.h` of audit-userspace; before 2.8 a thread's death was plain `kill`. A number
  /// is of an answer that the table does not have.
  private static func answer(_ text: String) -> FilterAnswer? {
    switch text {
    case "kill", "kill-thread", "kill-process": return .kill
    case "trap": return .trap
    case "errno": return .errno
    case "user-notify": return .notify
    case "trace": return .trace
    case "log": return .log
    case "allow": return .other
    default:
      let digits =
        text.hasPrefix("unknown-seccomp-code(") && text.last == ")"
        ? text.dropFirst(21).dropLast() : text[...]
      guard digits.hasPrefix("0x"), let code = UInt32(digits.dropFirst(2), radix: 16) else {
        return nil
      }
      return FilterAnswer(code: code)
    }
  }

  /// A name has 15 bytes at the most, so the first ` exe=` behind it is the record's own.
  private static func texts(
    in line: Span<UInt8>, from start: Int?, to end: Int?
  ) -> (command: ProgramText?, executable: ProgramText?) {
    var end = end ?? line.count
    // In a damaged record, what ends the names may stand before them.
    guard let start, start <= end, let exe = range(of: " exe=", in: line, within: start..<end)
    else { return (nil, nil) }
    if let subject = lastRange(of: " subj=", in: line, within: exe.upperBound..<end) {
      end = subject.lowerBound
    }
    return (
      ProgramText(range: start..<exe.lowerBound, form: .plain),
      ProgramText(range: exe.upperBound..<end, form: .plain)
    )
  }

  private static func range(
    of text: StaticString, in line: Span<UInt8>, within range: Range<Int>
  ) -> Range<Int>? {
    guard let found = line.firstRange(of: text, from: range.lowerBound),
      found.upperBound <= range.upperBound
    else { return nil }
    return found
  }

  private static func lastRange(
    of text: StaticString, in line: Span<UInt8>, within range: Range<Int>
  ) -> Range<Int>? {
    var last: Range<Int>?
    var position = range.lowerBound
    while let found = Self.range(of: text, in: line, within: position..<range.upperBound) {
      last = found
      position = found.upperBound
      guard position <= range.upperBound else { break }
    }
    return last
  }
}
