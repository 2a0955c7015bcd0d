internal import JSON
package import Logs
internal import Observations
internal import Syscalls

extension TraceFormat {
  /// Audit records that Auditbeat, Elastic's agent or Filebeat has read and taken apart.
  package static let auditbeat = JSONDialect(
    marks: ["\"auditd", "\"@timestamp\""], calls: AuditbeatEvent.calls
  ).format(
    "auditbeat", "Auditbeat's and Filebeat's auditd events, one JSON object to a line",
    services: [.container, .comm, .exe])
}

/// An event of Auditbeat's auditd module; a document of Elasticsearch has it as `_source`.
///
///     {"@timestamp":"…","auditd":{"result":"success","data":{"arch":"x86_64","syscall":"openat",
///      "exit":"3","a0":"ffffff9c"}},"process":{"pid":4711,"name":"websrv"}}
///
/// Filebeat has the fields of one record as `auditd.log`.
enum AuditbeatEvent {
  static func calls(_ object: Node) throws(JSONError) -> [ToldCall]? {
    let event = object.nested("_source") ?? object
    guard
      event.nested("auditd") != nil || event.nested("auditd", "data", "arch") != nil
        || event.nested("auditd", "log", "arch") != nil
    else { return nil }
    func field(_ name: String) -> String? {
      (event.nested("auditd", "data", name) ?? event.nested("auditd", "log", name))?.scalarText
    }
    // Logins, changes of users and of rules name no call.
    guard let name = field("syscall") else { return [] }
    guard let token = field("arch"), let (architecture, call) = AuditText.call(name, arch: token)
    else { throw event.error("names no call of an architecture that whittle knows") }
    var told = ToldCall(call: call, architecture: architecture)
    told.isNamedOnly = false
    told.process = event.nested("process", "pid")?.scalarText.flatMap { UInt32($0) }
    told.command = event.nested("process", "name")?.scalarText
    told.executable = event.nested("process", "executable")?.scalarText
    told.container =
      (event.nested("container", "name") ?? event.nested("container", "id"))?.scalarText
    if let code = field("code") {
      told.outcome = AuditText.isRefusal(code) ? .denied : .unknown
    } else {
      told.outcome = outcome(
        event.nested("auditd", "result") ?? event.nested("event", "outcome"), exit: field("exit"))
      told.arguments = AuditText.arguments(
        of: call, on: architecture, (0..<4).map { field("a\($0)") })
    }
    return [told]
  }

  /// `"exit":"EACCES"`, `"exit":"-13"`, `"exit":"3"`
  private static func outcome(_ result: Node?, exit: String?) -> Outcome {
    switch result?.scalarText {
    case "success": return .returned
    case "fail", "failure":
      guard let exit else { return .unknown }
      if let errno = KernelConstants.shared.errno(named: exit), errno > 0 {
        return .failed(errno: errno)
      }
      return Int64(exit).flatMap { $0 < 0 ? Outcome(result: $0) : nil } ?? .unknown
    default: return .unknown
    }
  }
}
