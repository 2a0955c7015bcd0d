internal import JSON
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
  /// `false` where the object is no event.
  mutating func read(
    _ members: [Node.Member], records: inout AuditReader, into recorder: inout ObservationBuilder
  ) -> Bool {
    guard let id = members.first(where: { $0.key == "ID" })?.value, let id = try? id.string() else {
      return false
    }
    let node = members.first { $0.key == "NODE" }.flatMap { try? $0.value.string() }
    for member in members where member.key == "SYSCALL" || member.key == "SECCOMP" {
      let bodies: [Node]
      if case .array(let elements) = member.value.content {
        bodies = elements
      } else {
        bodies = [member.value]
      }
      for body in bodies {
        guard let fields = try? body.members() else {
          recorder.note(.malformedLine)
          continue
        }
        let head =
          (node.map { "node=\($0.filter { $0 != " " }) " } ?? "")
          + "type=\(member.key) msg=audit(\(id)): "
        let line = Array(head.utf8) + Self.record(fields, isSyscall: member.key == "SYSCALL")
        records.readText(line.span, from: .file, into: &recorder)
      }
    }
    return true
  }

  /// The record as the kernel wrote it, of the fields that are read.
  private static func record(_ fields: [Node.Member], isSyscall: Bool) -> [UInt8] {
    var line: [UInt8] = []
    func add(_ key: String, _ value: [UInt8]) { line += Array("\(key)=".utf8) + value + [.space] }
    func node(_ key: String) -> Node? { fields.first { $0.key == key }?.value }
    func plain(_ key: String) -> [UInt8]? {
      guard let text = node(key).flatMap(Self.text), !text.contains(where: { $0 <= " " }) else {
        return nil
      }
      return Array(text.utf8)
    }
    let keys =
      isSyscall
      ? ["arch", "syscall", "success", "exit"] : ["pid", "comm", "exe", "sig", "arch", "syscall"]
    for key in keys {
      switch key {
      case "comm", "exe":
        if let text = node(key).flatMap(Self.text) { add(key, encoded(text)) }
      case "arch":
        if let token = plain(key) {
          add(key, token.starts(with: Array("0x".utf8)) ? Array(token.dropFirst(2)) : token)
        }
      default: if let value = plain(key) { add(key, value) }
      }
    }
    guard isSyscall else {
      if let code = plain("code") {
        add("code", code.starts(with: Array("0x".utf8)) ? code : Array("0x".utf8) + code)
      }
      return line
    }
    if let registers = try? node("ARGV")?.elements() {
      for (index, register) in registers.prefix(4).enumerated() {
        guard let text = Self.text(register) else { continue }
        add("a\(index)", Array((text.hasPrefix("0x") ? text.dropFirst(2) : text[...]).utf8))
      }
    } else {
      for index in 0..<4 { if let value = plain("a\(index)") { add("a\(index)", value) } }
    }
    if let process = plain("pid") { add("pid", process) }
    for key in ["comm", "exe"] {
      if let text = node(key).flatMap(Self.text) { add(key, encoded(text)) }
    }
    add("key", Array("(null)".utf8))
    return line
  }

  private static func text(_ node: Node) -> String? {
    switch node.content {
    case .string(let text): text
    case .number(let number): number.text
    case .null, .bool, .array, .object: nil
    }
  }

  /// In hexadecimal digits, as the kernel writes strings that are not harmless.
  private static func encoded(_ text: String) -> [UInt8] {
    let digits = Array("0123456789ABCDEF".utf8)
    return text.utf8.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
  }
}
