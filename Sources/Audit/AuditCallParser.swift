internal import Logs
internal import Observations
internal import Syscalls

/// Reads the fields of SYSCALL and SECCOMP records whose values are numbers.
struct AuditCallParser {
  private let selection: PreparedSelection
  private var numbers = AuditNumbers()
  /// Whether `comm=` is wanted though nothing selects by it.
  var wantsCommand = false

  init(_ selection: PreparedSelection) {
    self.selection = selection
  }

  /// The call that the record at `body` tells of; `nil` where it does not say which.
  ///
  ///     arch=c000003e syscall=12 [per=400000] success=yes exit=167317504 a0=0 … ppid=1 pid=2 …
  ///     auid=… pid=29786 comm="x" exe="/y" sig=0 arch=c000003e syscall=102 compat=0 … code=0x0
  mutating func call(
    _ kind: AuditRecordKind, in line: Span<UInt8>, at body: Range<Int>
  ) -> AuditCall? {
    var token: UInt32?
    var number: UInt32?
    var success: Bool?
    var exit: Int64?
    var registers = AuditRegisters()
    var process: UInt32?
    var command: ProgramText?
    var executable: ProgramText?
    var code: UInt32?
    let isSyscall = kind == .syscall
    let needsNames = selection.needsNames || wantsCommand

    var fields = AuditFields(of: line, at: body)
    reading: while let field = fields.next(in: line) {
      let value = field.value
      switch field.keyLength {
      case 2 where isSyscall:
        let index = Int(line[field.key + 1]) - 0x30
        guard line[field.key] == UInt8(ascii: "a"), (0..<4).contains(index), field.isWhole,
          let (register, end) = line.kernelHexadecimal(at: value.lowerBound),
          end == value.upperBound
        else { break }
        registers[index] = register
      case 3:
        if process == nil, field.isWhole, line.hasPrefix("pid", at: field.key) {
          process = line.signedDecimal(value).flatMap(UInt32.init(exactly:))
          if isSyscall, !needsNames { break reading }
        } else if needsNames, executable == nil, line.hasPrefix("exe", at: field.key) {
          executable = ProgramText(range: value, form: field.isQuoted ? .quoted : .encoded)
          if isSyscall { break reading }
        }
      case 4:
        switch line[field.key] {
        case UInt8(ascii: "a"):
          guard token == nil, field.isWhole, line.hasPrefix("arch", at: field.key),
            let (value, end) = line.kernelHexadecimal(at: value.lowerBound),
            end == field.value.upperBound
          else { break }
          token = UInt32(exactly: value)
        case UInt8(ascii: "e"):
          guard exit == nil, field.isWhole, line.hasPrefix("exit", at: field.key) else { break }
          exit = line.signedDecimal(value)
        case UInt8(ascii: "c"):
          if needsNames, command == nil, line.hasPrefix("comm", at: field.key) {
            command = ProgramText(range: value, form: field.isQuoted ? .quoted : .encoded)
          } else if !isSyscall, line.hasPrefix("code=0x", at: field.key) {
            code = Self.code(in: line, at: value)
            break reading
          }
        default: break
        }
      case 7:
        if line.hasPrefix("syscall", at: field.key) {
          guard number == nil, field.isWhole else { break }
          number = line.signedDecimal(value).map { UInt32(truncatingIfNeeded: $0) }
        } else if isSyscall, line.hasPrefix("success", at: field.key) {
          if line.equals("yes", at: value) { success = true }
          if line.equals("no", at: value) { success = false }
        }
      default: break
      }
    }

    guard let token, let number,
      let (architecture, call) = numbers.call(token: token, number: number)
    else { return nil }
    var result = AuditCall(
      source: isSyscall ? .entryAndReturn : code.map(AuditCall.Source.init(seccompCode:)) ?? .entry,
      architecture: architecture, call: call,
      outcome: .unknown, process: process)
    if isSyscall {
      result.outcome = Outcome(success: success, exit: exit)
      result.arguments = registers.significant(of: call, on: architecture)
    } else if result.source == .refusal {
      result.outcome = .denied
    }
    result.isWhole = process != nil && (isSyscall || code != nil)
    result.isSelected =
      selection.selects(process: process)
      && selection.selects(command: command, executable: executable, in: line)
    result.isAuditctl = command?.equals(Array("auditctl".utf8), in: line) ?? false
    return result
  }

  /// The value of `code=0x7ffc0000`; `nil` where the line ends within it.
  private static func code(in line: Span<UInt8>, at value: Range<Int>) -> UInt32? {
    guard let (code, end) = line.kernelHexadecimal(at: value.lowerBound + 2),
      let code = UInt32(exactly: code)
    else { return nil }
    if end < line.count { return code }
    switch code & 0xffff_0000 {
    case 0x8000_0000, 0x0003_0000, 0x0005_0000, 0x7fc0_0000, 0x7ff0_0000, 0x7ffc_0000: return code
    default: return code == 0 ? code : nil
    }
  }
}
