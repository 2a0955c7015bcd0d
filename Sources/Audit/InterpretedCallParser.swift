internal import Logs
internal import Observations
internal import Syscalls

/// Reads SYSCALL and SECCOMP records in which `ausearch --interpret` put names for numbers.
///
///     arch=x86_64 syscall=pread success=no exit=ENOENT(No such file or directory) a0=AT_FDCWD …
///     pid=7 auid=unset … tty=(none) ses=unset comm=a b" c exe=/usr/bin/x y key=(null)
///     auid=unset … pid=7 comm=a b exe=/x sig=SIGSYS arch=x86_64 syscall=getuid … code=log
///
/// `comm` and `exe` stand there without quotes, whatever they hold: in a SYSCALL record nothing
/// after them is read, in a SECCOMP record nothing between them and the last ` sig=`.
struct InterpretedCallParser {
  private let selection: PreparedSelection

  init(_ selection: PreparedSelection) {
    self.selection = selection
  }

  func call(_ kind: AuditRecordKind, in line: Span<UInt8>, at body: Range<Int>) -> AuditCall? {
    let comm = Self.range(of: " comm=", in: line, within: body)
    let fieldsEnd = comm?.lowerBound ?? body.upperBound
    let isSyscall = kind == .syscall
    var facts = Facts()
    facts.read(line, at: body.lowerBound..<fieldsEnd)
    var namesEnd = Self.lastRange(of: " key=", in: line, within: fieldsEnd..<body.upperBound)
    let isEnded = namesEnd != nil
    if !isSyscall {
      namesEnd = Self.lastRange(of: " sig=", in: line, within: fieldsEnd..<body.upperBound)
      guard let namesEnd else { return nil }
      facts.read(line, at: namesEnd.lowerBound..<body.upperBound)
    }
    guard let architecture = facts.architecture.flatMap(AuditNames.architecture),
      let name = facts.syscall,
      let (architecture, call) = AuditNames.call(name, on: architecture)
    else { return nil }

    var result = AuditCall(
      source: isSyscall ? .entryAndReturn : Self.source(code: facts.code),
      architecture: architecture, call: call, outcome: .unknown, process: facts.process)
    if isSyscall {
      result.outcome = Outcome(success: facts.success, exit: facts.exit)
      result.arguments = facts.arguments(of: call, on: architecture)
    } else if result.source == .refusal {
      result.outcome = .denied
    }
    // Every SYSCALL record ends in a key, every SECCOMP record in a code.
    result.isWhole =
      facts.process != nil && comm != nil && (isSyscall ? isEnded : facts.code != nil)
    let texts = Self.texts(in: line, from: comm?.upperBound, to: namesEnd?.lowerBound)
    result.isSelected =
      selection.selects(process: facts.process)
      && selection.selects(command: texts.command, executable: texts.executable, in: line)
    result.isAuditctl = texts.command?.equals(Array("auditctl".utf8), in: line) ?? false
    return result
  }

  /// What the fields whose text no program chooses say.
  private struct Facts {
    var architecture: String?
    var syscall: String?
    var success: Bool?
    var exit: Int64?
    var process: UInt32?
    var code: String?
    private var values: [String?] = [nil, nil, nil, nil]

    mutating func read(_ line: Span<UInt8>, at range: Range<Int>) {
      var fields = AuditFields(of: line, at: range)
      while let field = fields.next(in: line) {
        let key = field.key..<(field.key + field.keyLength)
        if line.equals("arch", at: key) {
          architecture = line.text(field.value)
        } else if line.equals("syscall", at: key) {
          syscall = line.text(field.value)
        } else if line.equals("success", at: key) {
          success = line.equals("yes", at: field.value)
        } else if line.equals("exit", at: key) {
          exit = Self.exit(line.text(field.value))
        } else if line.equals("pid", at: key) {
          process = line.signedDecimal(field.value).flatMap(UInt32.init(exactly:))
        } else if line.equals("code", at: key) {
          code = line.text(field.value)
        } else if field.keyLength == 2, line[field.key] == UInt8(ascii: "a"),
          line[field.key + 1] &- 0x30 < 4
        {
          values[Int(line[field.key + 1] &- 0x30)] = line.text(field.value)
        }
      }
    }

    /// `167317504`, `ENOENT(No` (the rest are other words).
    private static func exit(_ text: String) -> Int64? {
      if let number = Int64(text) { return number }
      let name = text.prefix { $0 != "(" }
      return KernelConstants.shared.errno(named: String(name)).map { -Int64($0) }
    }

    func arguments(of call: SyscallReference, on architecture: Architecture) -> ArgumentValues {
      var registers = AuditRegisters()
      guard let syscall = call.syscall, syscall.hasSignificantArguments else { return .init() }
      for index in 0..<4 {
        registers[index] = values[index].flatMap {
          InterpretedValues.value(of: $0[...], argument: index, of: syscall)
        }
      }
      return registers.significant(of: call, on: architecture)
    }
  }

  /// `seccomp-code` names of audit-userspace (`lib/…/seccomp-codetab`).
  private static func source(code: String?) -> AuditCall.Source {
    guard let code else { return .entry }
    return code.hasPrefix("kill") || code == "trap" || code == "errno" ? .refusal : .entry
  }

  /// A name has 15 bytes at the most, so the first ` exe=` behind it is the record's own.
  private static func texts(
    in line: Span<UInt8>, from start: Int?, to end: Int?
  ) -> (command: ProgramText?, executable: ProgramText?) {
    guard let start, let exe = range(of: " exe=", in: line, within: start..<line.count) else {
      return (nil, nil)
    }
    var end = end ?? line.count
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
