internal import Logs
internal import Observations

/// An entry of the systemd journal, as far as audit goes.
struct JournalEntry {
  /// Of the journal, audit's records alone are read: what a service prints is in its hands.
  static let advice =
    "of a journal, audit's records are read; a trace that a service printed is shown by `journalctl -o cat -u UNIT`"

  /// Who wrote the entry, by the fields that journald sets itself; a program has no say in those
  /// that begin with `_`.
  private(set) var origin = LogLineHeader.Carrier.foreign
  /// The kind of a record that journald read from the kernel itself, and what it is of: `nil` where its type or
  /// its number are none.
  private(set) var record: (kind: AuditRecordKind, id: AuditRecord.ID)?
  /// Whether journald read the entry from the kernel's audit.
  private(set) var isRecord = false
  /// What was printed; of a record, its fields.
  private(set) var text: [UInt8] = []

  /// Whether the object is an entry of the journal.
  static func isEntry(_ tape: JSONTape, _ line: Span<UInt8>) -> Bool {
    tape.member("_TRANSPORT", of: JSONTape.root, in: line) != nil
      || tape.member("_AUDIT_TYPE", of: JSONTape.root, in: line) != nil
  }

  /// - Parameter tape: an object of `journalctl -o json`. A value is text, `null` when it is too long for
  ///   journalctl (without `--all`), an array of bytes when it is not UTF-8, or an array of such when the field
  ///   is repeated.
  init(_ tape: JSONTape, _ line: Span<UInt8>) {
    self.init { key in
      tape.member(key, of: JSONTape.root, in: line).flatMap { Self.bytes($0, tape, line) }
    }
  }

  /// - Parameter field: the value of a field, where the entry has it.
  init(_ field: (StaticString) -> [UInt8]?) {
    let message = field("MESSAGE") ?? []
    let transport = field("_TRANSPORT") ?? []
    if transport.elementsEqual("audit".utf8) {
      // With its serial number, unlike the journal's short form.
      origin = .daemon
      guard let type = field("_AUDIT_TYPE") else {
        text = message
        return
      }
      isRecord = true
      text = Self.fields(field, message)
      if let kind = AuditRecordKind(in: type.span, at: 0..<type.count),
        let stamp = Self.stamp(field)
      {
        record = (kind, AuditRecord.ID(stamp: stamp))
      }
    } else if transport.elementsEqual("kernel".utf8) {
      origin = .kernel
      let prefix = "audit: ".utf8
      text = message.starts(with: prefix) ? Array(message.dropFirst(prefix.count)) : message
    } else {
      origin =
        transport.elementsEqual("driver".utf8)
        ? .logger : Self.writer(String(decoding: field("_COMM") ?? [], as: UTF8.self))
      text = message
    }
  }

  private static func writer(_ command: String) -> LogLineHeader.Carrier {
    switch command {
    case "audisp-syslog", "audispd", "auditd": .daemon
    case "systemd-journal", "systemd-journald", "rsyslogd": .logger
    default: .foreign
    }
  }

  /// What follows the type in `SYSCALL arch=…`; where the message is missing, its fields are put together.
  private static func fields(_ field: (StaticString) -> [UInt8]?, _ message: [UInt8]) -> [UInt8] {
    if let blank = message.firstIndex(of: .space) { return Array(message[(blank + 1)...]) }
    var body: [UInt8] = []
    let keys: [(String, StaticString)] = [
      ("arch", "_AUDIT_FIELD_ARCH"), ("syscall", "_AUDIT_FIELD_SYSCALL"),
      ("success", "_AUDIT_FIELD_SUCCESS"), ("exit", "_AUDIT_FIELD_EXIT"),
      ("a0", "_AUDIT_FIELD_A0"), ("a1", "_AUDIT_FIELD_A1"), ("a2", "_AUDIT_FIELD_A2"),
      ("a3", "_AUDIT_FIELD_A3"), ("pid", "_PID"), ("comm", "_AUDIT_FIELD_COMM"),
      ("exe", "_AUDIT_FIELD_EXE"), ("sig", "_AUDIT_FIELD_SIG"), ("code", "_AUDIT_FIELD_CODE"),
      ("key", "_AUDIT_FIELD_KEY"),
    ]
    for (name, key) in keys {
      guard let value = field(key) else { continue }
      body += Array("\(name)=".utf8) + value + [.space]
    }
    return body
  }

  /// The serial number, and the time, in microseconds, that the record or else the journal has for it. So a
  /// record that the kernel also printed is known again.
  private static func stamp(_ field: (StaticString) -> [UInt8]?) -> AuditEventID? {
    let source = field("_SOURCE_REALTIME_TIMESTAMP") ?? field("__REALTIME_TIMESTAMP") ?? []
    let milliseconds = (number(source) ?? 0) / 1000
    guard milliseconds / 1000 < 1 << 40, let serial = number(field("_AUDIT_ID") ?? [0x30]) else {
      return nil
    }
    return AuditEventID(milliseconds: milliseconds, serial: serial)
  }

  private static func number(_ text: [UInt8]) -> UInt64? {
    guard let (value, end) = text.span.decimal(at: 0), end == text.count else { return nil }
    return value
  }

  private static func bytes(
    _ place: JSONTape.Place, _ tape: JSONTape, _ line: Span<UInt8>
  ) -> [UInt8]? {
    switch tape.kind(place) {
    case .text, .escapedText: tape.bytes(place, in: line)
    case .array: elements(of: place, tape, line)
    case .object, .number, .word: nil
    }
  }

  /// An array of bytes, or the first of several values.
  private static func elements(
    of array: JSONTape.Place, _ tape: JSONTape, _ line: Span<UInt8>
  ) -> [UInt8]? {
    var bytes: [UInt8] = []
    var next = tape.first(in: array)
    while let place = next {
      guard tape.kind(place) == .number, let digits = tape.bytes(place, in: line),
        let byte = number(digits).flatMap(UInt8.init(exactly:))
      else { return tape.first(in: array).flatMap { Self.bytes($0, tape, line) } }
      bytes.append(byte)
      next = tape.next(after: place, in: array)
    }
    return bytes
  }
}

extension AuditReader {
  mutating func read(_ entry: JournalEntry, into recorder: inout ObservationBuilder) {
    if entry.origin == .foreign {
      recorder.note(entry.text.span.resemblesAuditRecord ? .suspectLine : .foreignText)
    } else if entry.text.isEmpty {
      recorder.note(.malformedLine)
    } else if let (kind, id) = entry.record {
      readText(entry.text.span, of: kind, id, from: entry.origin, into: &recorder)
    } else if entry.isRecord {
      begin(isOwnFile: false, into: &recorder)
      noteDamage(at: recorder.place)
    } else {
      readText(entry.text.span, from: entry.origin, into: &recorder)
    }
  }
}
