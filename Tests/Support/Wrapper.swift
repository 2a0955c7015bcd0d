/// How a platform writes a line of a log, as the test has it: the opposite of an envelope.
package struct Wrapper: Sendable {
  /// What writes it.
  package let name: String
  /// What it makes of a line: one line or several.
  package let wrap: @Sendable (_ line: String) -> String

  /// A platform that makes `wrap(line)` of a line.
  package init(_ name: String, _ wrap: @escaping @Sendable (_ line: String) -> String) {
    self.name = name
    self.wrap = wrap
  }

  /// `text` with each of its lines wrapped.
  package func callAsFunction(_ text: String) -> String {
    text.split(separator: "\n").map { wrap(String($0)) + "\n" }.joined()
  }

  static let time = "2024-05-01T10:00:00.123456789Z"

  /// Of any program's output.
  package static let ofPrograms = [
    Wrapper("docker logs -t") { "\(time) \($0)" },
    Wrapper("kubectl logs --timestamps") { "2024-05-01T10:00:00.12+02:00 \($0)" },
    Wrapper("GitHub Actions, first line of a step") {
      "\u{feff}2023-10-12T18:07:45.2981234Z \($0)"
    },
    Wrapper("Jenkins") { "[2024-05-01T10:00:00.123Z] \($0)" },
    Wrapper("CRI") { "\(time) stderr F \($0)" },
    Wrapper("CRI, divided") { line in
      parts(of: line).map { "\(time) stderr \($0) \($1)" }.joined(separator: "\n")
    },
    Wrapper("json-file") { json("log", $0 + "\n", #","stream":"stderr","time":"\#(time)""#) },
    Wrapper("json-file, divided") { line in
      parts(of: line).map {
        json("log", $1 + ($0 == "F" ? "\n" : ""), #","stream":"stderr","time":"\#(time)""#)
      }.joined(separator: "\n")
    },
    Wrapper("kubectl logs --prefix") { "[pod/websrv-6d4/websrv] \($0)" },
    Wrapper("kubectl logs --prefix --timestamps") { "[pod/websrv-6d4/websrv] \(time) \($0)" },
    Wrapper("docker compose logs") { "websrv-1  | \($0)" },
    Wrapper("docker compose logs -t") { "websrv-1  | \(time) \($0)" },
    Wrapper("docker compose logs, in colours") { "\u{1b}[36mwebsrv-1  | \u{1b}[0m\($0)" },
    Wrapper("docker-compose, in colours") { "\u{1b}[36mwebsrv_1  |\u{1b}[0m \($0)" },
    Wrapper("docker service logs") { "websrv.1.x7k2p@node-1    | \($0)" },
    Wrapper("compose in GitHub Actions") { "\(time) websrv-1  | \($0)" },
    Wrapper("gh run view --log") { "test\tRun tests\t\(time) \($0)" },
    Wrapper("fluentd's file") { "2024-05-01T10:00:00+00:00\tx\t\(json("log", $0))" },
    Wrapper("Fluent Bit") { #"{"date":1763465083.7,"log":\#(quoted($0))}"# },
    Wrapper("Fluent Bit, of Docker's file") { json("log", $0 + "\n", #","stream":"stderr""#) },
    Wrapper("Fluent Bit, of a CRI file") { json("log", "\(time) stderr F \($0)") },
    Wrapper("Fluent Bit, with its CRI parser") { line in
      parts(of: line).map { json("message", $1, #","logtag":"\#($0)","stream":"stderr""#) }
        .joined(separator: "\n")
    },
    Wrapper("Docker's fluentd driver, divided") { line in
      parts(of: line).map {
        json("log", $1, #","partial_message":"true","partial_last":"\#($0 == "F")""#)
      }.joined(separator: "\n")
    },
    Wrapper("Filebeat") {
      json("message", $0, #","log":{"offset":7,"file":{"path":"/x }\""}},"tags":["a","]"]"#)
    },
    Wrapper("Vector") { json("message", $0, #","host":"vm","source_type":"file""#) },
    Wrapper("MESSAGE") { json("MESSAGE", $0, #","PRIORITY":"6""#) },
    Wrapper("Docker's journald driver") {
      json("MESSAGE", $0, #","_TRANSPORT":"journal","CONTAINER_NAME":"websrv""#)
    },
    // So journalctl prints what holds control characters.
    Wrapper("Docker's journald driver, in bytes") {
      let bytes = $0.utf8.map(String.init).joined(separator: ",")
      return #"{"_TRANSPORT":"journal","CONTAINER_NAME":"websrv","MESSAGE":[\#(bytes)]}"#
    },
    Wrapper("Docker's journald driver, divided") { line in
      parts(of: line).map { tag, text in
        let mark = tag == "P" ? #","CONTAINER_PARTIAL_MESSAGE":"true""# : ""
        return json("MESSAGE", text, #","_TRANSPORT":"journal","CONTAINER_NAME":"websrv"\#(mark)"#)
      }.joined(separator: "\n")
    },
    Wrapper("Docker's journald driver, divided in numbered parts") { line in
      parts(of: line).map { tag, text in
        let mark = #""CONTAINER_PARTIAL_MESSAGE":"true","CONTAINER_PARTIAL_LAST":"\#(tag == "F")""#
        return json("MESSAGE", text, #","_TRANSPORT":"journal","CONTAINER_NAME":"websrv",\#(mark)"#)
      }.joined(separator: "\n")
    },
    Wrapper("grep -n") { "12:\($0)" },
    Wrapper("grep -H") { "logs/run.log:\($0)" },
    Wrapper("grep -Hn") { "run.log:12:\($0)" },
    Wrapper("GitLab") { "2024-05-22T12:43:46.962646Z 00O \($0)" },
    Wrapper("aws logs tail") { "2023-05-15T20:01:42.123000+00:00 ecs/websrv/0123abcd \($0)" },
    Wrapper("aws logs tail, in colours") {
      "\u{1b}[32m2023-05-15T20:01:42.123000+00:00\u{1b}[0m \u{1b}[36mi-0123\u{1b}[0m \($0)"
    },
    Wrapper("aws logs tail --format short") { "2023-05-15T20:01:42 \($0)" },
    Wrapper("stern") { "websrv-6d4f web \($0)" },
    Wrapper("stern, in colours") {
      "\u{1b}[96mwebsrv-6d4f\u{1b}[0m \u{1b}[36mweb\u{1b}[0m \($0)"
    },
    Wrapper("stern --timestamps") { "websrv-6d4f web \(time) \($0)" },
    Wrapper("stern --all-namespaces") { "default websrv-6d4f web \($0)" },
  ]

  /// Of calls alone: audit records in syslog are another reader's.
  package static let ofSyslog = [
    Wrapper("syslog") { "Nov 21 23:42:07 vm websrv[812]: \($0)" },
    Wrapper("syslog, with the year") { "2026-11-21T23:42:07.123456+00:00 vm websrv[812]: \($0)" },
  ]

  /// Of what the kernel writes.
  package static let ofKernels = [
    Wrapper("/dev/kmsg") { "5,1234,309186459,-,caller=T7;\($0)\n SUBSYSTEM=net" },
    Wrapper("talosctl dmesg") { "10.5.0.2: kern:  notice: [\(time)]: \($0)" },
    Wrapper("talosctl dmesg, of one node") { "kern:    info: [\(time)]: \($0)" },
    Wrapper("logcat") { "03-21 05:48:43.112   391   391 E audit   : \($0.dropFirst(7))" },
    Wrapper("logcat -v uid") {
      "03-21 05:48:43.112  root   391   391 E auditd  : \($0.dropFirst(7))"
    },
    Wrapper("logcat -v year") {
      "2024-03-21 05:48:43.112 +0000   391   391 W sh: \($0.dropFirst(7))"
    },
    Wrapper("logcat -v time") { "03-21 05:48:43.112 E/audit   (  391): \($0.dropFirst(7))" },
    Wrapper("logcat -v brief") { "E/audit   (  391): \($0.dropFirst(7))" },
  ]

  /// The line in two parts, as runtimes divide one of more than 16 KiB, each with its tag.
  private static func parts(of line: String) -> [(tag: String, text: String)] {
    guard line.count > 20 else { return [("F", line)] }
    return [("P", String(line.prefix(20))), ("F", String(line.dropFirst(20)))]
  }

  private static func json(_ key: String, _ text: String, _ others: String = "") -> String {
    "{\"\(key)\":\(quoted(text))\(others)}"
  }

  /// As Go writes a string, which shippers and engines are written in.
  package static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": result += "\\\(scalar)"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case "<", ">", "&": result += "\\u00\(String(scalar.value, radix: 16))"
      case _ where scalar.value < 32:
        result += "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
