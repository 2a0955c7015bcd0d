internal import Logs
internal import Observations
internal import Syscalls

/// Reads the events of laurel: one object each, its records by type.
///
///     {"ID":"1626611363.720:348501","SYSCALL":{"arch":"0xc000003e","syscall":59,"success":"yes",
///      "exit":0,"pid":9634,"comm":"whoami","exe":"/usr/bin/whoami","ARGV":["0x15a2a80","0x0"],
///      "ARCH":"x86_64","SYSCALL":"execve"},"EXECVE":{"argc":1,"ARGV":["whoami"]}}
///
/// Keys in capitals are laurel's own, keys in small letters the kernel's; numbers come as numbers
/// or as text, strings decoded.
struct LaurelEvents {
  private var parser = RawRecordParser()

  /// `false` where the object is no event.
  mutating func read(
    _ tape: JSONTape, _ line: Span<UInt8>, to records: inout AuditReader,
    into recorder: inout ObservationBuilder
  ) -> Bool {
    guard let place = tape.member("ID", of: JSONTape.root, in: line),
      tape.kind(place) == .text || tape.kind(place) == .escapedText
    else { return false }
    let stamp = tape.withText(place, in: line, Self.stamp)
    var node: UInt64?
    var hasCall = false
    var next = tape.first(in: JSONTape.root)
    while let member = next {
      next = tape.next(after: member, in: JSONTape.root)
      guard let kind = Self.kind(tape.key(member), line) else { continue }
      hasCall = hasCall || kind.hasCompanions
      // After the records of most events, which tell none.
      let id = AuditRecord.ID(node: node ?? Self.node(tape, line), stamp: stamp)
      node = id.node
      guard tape.kind(member) == .array else {
        read(kind, id, member, tape, line, to: &records, into: &recorder)
        continue
      }
      var body = tape.first(in: member)
      while let place = body {
        read(kind, id, place, tape, line, to: &records, into: &recorder)
        body = tape.next(after: place, in: member)
      }
    }
    if !hasCall, let stamp {
      let id = AuditRecord.ID(node: node ?? Self.node(tape, line), stamp: stamp)
      takeOthers(id, tape, line, to: &records, into: &recorder)
    }
    return true
  }

  /// Takes in the records of an event that has none of a call.
  private func takeOthers(
    _ id: AuditRecord.ID, _ tape: JSONTape, _ line: Span<UInt8>, to records: inout AuditReader,
    into recorder: inout ObservationBuilder
  ) {
    var next = tape.first(in: JSONTape.root)
    while let member = next {
      if let kind = AuditRecordKind(in: line, at: tape.key(member)),
        kind == .companion || kind == .otherEvent
      {
        records.begin(isOwnFile: true, into: &recorder)
        records.take(AuditRecord(kind, id), in: line, from: .file, into: &recorder)
      }
      next = tape.next(after: member, in: JSONTape.root)
    }
  }

  /// The kind of the records that stand under a key; `nil` where they tell nothing of calls.
  private static func kind(_ key: Range<Int>, _ line: Span<UInt8>) -> AuditRecordKind? {
    switch key.count {
    case 7 where line.equals("SYSCALL", at: key): .syscall
    case 7 where line.equals("SECCOMP", at: key): .seccomp
    case 10 where line.equals("ANOM_ABEND", at: key): .abnormalEnd
    case 13 where line.equals("CONFIG_CHANGE", at: key): .configChange
    default: nil
    }
  }

  /// `1626611363.720:348501`
  private static func stamp(_ text: Span<UInt8>, _ range: Range<Int>) -> AuditEventID? {
    guard let (milliseconds, colon) = RecordHeader.time(in: text, at: range.lowerBound),
      text.hasPrefix(":", at: colon), let (serial, end) = text.decimal(at: colon + 1),
      end == range.upperBound
    else { return nil }
    return AuditEventID(milliseconds: milliseconds, serial: serial)
  }

  private static func node(_ tape: JSONTape, _ line: Span<UInt8>) -> UInt64 {
    guard let place = tape.member("NODE", of: JSONTape.root, in: line),
      tape.kind(place) != .number, let name = tape.bytes(place, in: line)
    else { return 0 }
    let bytes = name.filter { $0 != .space }
    return bytes.span.digest(0..<bytes.count)
  }

  private mutating func read(
    _ kind: AuditRecordKind, _ id: AuditRecord.ID, _ body: JSONTape.Place, _ tape: JSONTape,
    _ line: Span<UInt8>, to records: inout AuditReader, into recorder: inout ObservationBuilder
  ) {
    guard tape.kind(body) == .object else {
      recorder.note(.malformedLine)
      return
    }
    var fields = Fields(AuditRecord(kind, id))
    var next = tape.first(in: body)
    while let member = next {
      fields.read(member, tape, line)
      next = tape.next(after: member, in: body)
    }
    var record = fields.record
    if let token = fields.token, let number = fields.number {
      parser.setCall(&record, token: token, number: number)
    }
    record.isWhole =
      record.process != nil && (record.kind != .seccomp || record.answer != nil)
    records.begin(isOwnFile: true, into: &recorder)
    guard id.stamp != nil else {
      records.noteDamage(at: recorder.place)
      return
    }
    guard records.needsNames else {
      records.take(record, in: line, from: .file, into: &recorder)
      return
    }
    var names = fields.command.flatMap { tape.bytes($0, in: line) } ?? []
    let commandEnd = names.count
    names += fields.executable.flatMap { tape.bytes($0, in: line) } ?? []
    let executableEnd = names.count
    names += fields.container.flatMap { tape.bytes($0, in: line) } ?? []
    if fields.command != nil { record.command = ProgramText(range: 0..<commandEnd, form: .plain) }
    if fields.executable != nil {
      record.executable = ProgramText(range: commandEnd..<executableEnd, form: .plain)
    }
    if fields.container != nil {
      record.container = ProgramText(range: executableEnd..<names.count, form: .plain)
    }
    records.take(record, in: names.span, from: .file, into: &recorder)
  }

  /// What the members of a record's object say.
  private struct Fields {
    var record: AuditRecord
    var token: UInt32?
    var number: UInt32?
    var command: JSONTape.Place?
    var executable: JSONTape.Place?
    /// `"PID":{"EVENT_ID":"…","container":{"id":"8b1f…"}}`
    var container: JSONTape.Place?
    private var hasVector = false

    init(_ record: AuditRecord) {
      self.record = record
    }

    mutating func read(_ member: JSONTape.Place, _ tape: JSONTape, _ line: Span<UInt8>) {
      let key = tape.key(member)
      switch key.count {
      case 2 where record.kind == .syscall:
        let index = line[key.lowerBound + 1] &- 0x30
        guard !hasVector, line[key.lowerBound] == UInt8(ascii: "a"), index < 4 else { break }
        record.registers[Int(index)] = tape.withText(member, in: line, Self.register)
      case 3:
        if line.equals("pid", at: key) {
          record.process = unsigned(member, tape, line)
        } else if line.equals("PID", at: key) {
          container = tape.member("container", of: member, in: line)
            .flatMap { tape.member("id", of: $0, in: line) }
        } else if line.equals("exe", at: key) {
          executable = member
        } else if line.equals("sig", at: key) {
          record.signal = unsigned(member, tape, line)
        }
      case 4:
        if line.equals("arch", at: key) {
          token = tape.withText(member, in: line, Self.register).flatMap(UInt32.init(exactly:))
        } else if line.equals("exit", at: key) {
          record.exit = tape.withText(member, in: line) { $0.signedDecimal($1) }
        } else if line.equals("ARGV", at: key), record.kind == .syscall {
          readVector(member, tape, line)
        } else if line.equals("comm", at: key) {
          command = member
        } else if line.equals("code", at: key) {
          record.answer = tape.withText(member, in: line, Self.answer)
        }
      case 7:
        if line.equals("syscall", at: key) {
          number = tape.withText(member, in: line) { $0.signedDecimal($1) }
            .map { UInt32(truncatingIfNeeded: $0) }
        } else if line.equals("success", at: key) {
          record.success = tape.withText(member, in: line) { $0.success(at: $1) }
        }
      default: break
      }
      if record.kind == .configChange {
        _ = tape.withText(member, in: line) { text, value -> Bool? in
          let name = line.extracting(key).bytesCopied + text.extracting(value).bytesCopied
          record.change.note(0..<key.count, key.count..<name.count, in: name.span)
          return nil
        }
      }
    }

    private func unsigned(
      _ member: JSONTape.Place, _ tape: JSONTape, _ line: Span<UInt8>
    ) -> UInt32? {
      tape.withText(member, in: line) { $0.signedDecimal($1) }.flatMap(UInt32.init(exactly:))
    }

    /// `"ARGV":["0x15a2a80","0x0"]`, in place of `a0` to `a3`.
    private mutating func readVector(
      _ member: JSONTape.Place, _ tape: JSONTape, _ line: Span<UInt8>
    ) {
      guard tape.kind(member) == .array else { return }
      hasVector = true
      record.registers = AuditRegisters()
      var next = tape.first(in: member)
      var index = 0
      while let register = next, index < 4 {
        record.registers[index] = tape.withText(register, in: line, Self.register)
        index += 1
        next = tape.next(after: register, in: member)
      }
    }

    /// `0x15a2a80`
    private static func register(_ text: Span<UInt8>, _ range: Range<Int>) -> UInt64? {
      let digits = text.hasPrefix("0x", at: range.lowerBound) ? range.dropFirst(2) : range
      return text.register(at: digits)
    }

    /// `0x7ffc0000`
    private static func answer(_ text: Span<UInt8>, _ range: Range<Int>) -> FilterAnswer? {
      let start = range.lowerBound + (text.hasPrefix("0x", at: range.lowerBound) ? 2 : 0)
      return text.kernelHexadecimal(at: start).flatMap { UInt32(exactly: $0.value) }
        .map(FilterAnswer.init(code:))
    }
  }
}
