internal import JSON
internal import Logs
internal import Observations

/// An entry of the systemd journal, as far as audit goes.
struct JournalEntry {
  /// Who wrote the entry, by the fields that journald sets itself; a program has no say in those
  /// that begin with `_`.
  private(set) var origin = LogLineHeader.Carrier.foreign
  /// The record as a line: of the kernel's log as it was printed there, of journald's with the
  /// serial number put back in.
  private(set) var line: [UInt8] = []

  /// - Parameter members: of an object of `journalctl -o json`. A value is text, `null` when it is
  ///   too long for journalctl (without `--all`), an array of bytes when it is not UTF-8, or an
  ///   array of such when the field is repeated.
  init(_ members: [Node.Member]) {
    var fields: [String: [UInt8]] = [:]
    for member in members { fields[member.key] = Self.bytes(member.value) }
    self.init { fields[$0] }
  }

  /// - Parameter field: the value of a field, where the entry has it.
  init(_ field: (String) -> [UInt8]?) {
    func text(_ key: String) -> String { String(decoding: field(key) ?? [], as: UTF8.self) }
    let message = field("MESSAGE") ?? []
    switch text("_TRANSPORT") {
    case "audit":
      // With its serial number, unlike the journal's short form.
      origin = .daemon
      line = Self.record(field, message)
    case "kernel":
      origin = .kernel
      let prefix = Array("audit: ".utf8)
      line = message.starts(with: prefix) ? Array(message.dropFirst(prefix.count)) : message
    case "driver":
      origin = .logger
      line = message
    default:
      switch text("_COMM") {
      case "audisp-syslog", "audispd", "auditd":
        origin = .daemon
      case "systemd-journal", "systemd-journald", "rsyslogd":
        origin = .logger
      default: break
      }
      line = message
    }
  }

  /// `SYSCALL arch=…` becomes `type=1300 msg=audit(0.000:7): arch=…`, so that a record that the
  /// kernel also printed is known again; where the message is missing, its fields are put together.
  private static func record(_ field: (String) -> [UInt8]?, _ message: [UInt8]) -> [UInt8] {
    guard let type = field("_AUDIT_TYPE") else { return message }
    let head =
      Array("type=".utf8) + type + Array(" msg=audit(".utf8) + time(field)
      + Array("): ".utf8)
    if let blank = message.firstIndex(of: .space) { return head + message[(blank + 1)...] }
    var body: [UInt8] = []
    let keys = [
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
    return body.isEmpty ? [] : head + body
  }

  /// `1795303876.984:1125148`, the time in microseconds being the journal's own word for it.
  private static func time(_ field: (String) -> [UInt8]?) -> [UInt8] {
    let source = field("_SOURCE_REALTIME_TIMESTAMP") ?? field("__REALTIME_TIMESTAMP") ?? []
    let milliseconds = (UInt64(String(decoding: source, as: UTF8.self)) ?? 0) / 1000
    let fraction = String(milliseconds % 1000)
    let padding = String(repeating: "0", count: 3 - fraction.count)
    let serial = field("_AUDIT_ID").map { String(decoding: $0, as: UTF8.self) } ?? "0"
    return Array("\(milliseconds / 1000).\(padding)\(fraction):\(serial)".utf8)
  }

  private static func bytes(_ value: Node) -> [UInt8]? {
    switch value.content {
    case .string(let text): Array(text.utf8)
    case .array(let elements):
      if let bytes = bytes(of: elements) { bytes } else { elements.first.flatMap(bytes) }
    case .null, .bool, .number, .object: nil
    }
  }

  private static func bytes(of elements: [Node]) -> [UInt8]? {
    var bytes: [UInt8] = []
    for element in elements {
      guard let byte = try? element.integer(UInt8.self) else { return nil }
      bytes.append(byte)
    }
    return bytes
  }
}

extension AuditReader {
  mutating func read(_ entry: JournalEntry, into recorder: inout ObservationBuilder) {
    if entry.origin == .foreign {
      recorder.note(Self.resemblesRecord(entry.line.span) ? .suspectLine : .foreignText)
    } else if entry.line.isEmpty {
      recorder.note(.malformedLine)
    } else {
      readText(entry.line.span, from: entry.origin, into: &recorder)
    }
  }
}
