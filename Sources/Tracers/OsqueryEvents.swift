internal import JSON
package import Logs
internal import Observations
internal import Syscalls

extension TraceFormat {
  /// What osquery's table of seccomp events holds.
  package static let osquery = JSONDialect(
    marks: ["\"syscall\"", "\"arch\"", "\"compat\""], calls: OsqueryEvent.calls
  ).format(
    "osquery", "results of osquery's seccomp_events as JSON, also of osqueryi --json",
    services: [.comm, .exe])
}

/// A result of a query of `seccomp_events`, or a row of it.
///
///     {"name":"seccomp_events","columns":{"arch":"X86_64","code":"LOG","comm":"websrv","compat":"0",
///      "exe":"/usr/sbin/websrv","pid":"4711","sig":"0","syscall":"getsockname"},"action":"added"}
///
/// osquery knows the names of x86-64's first 335 calls; of others it prints the number, as in
/// `451(unknown)`.
enum OsqueryEvent {
  static func calls(_ object: Node) throws(JSONError) -> [ToldCall]? {
    // Rows leave a table of events when they have been told of; that is no other call.
    if object.nested("action")?.scalarText == "removed" { return [] }
    if let rows = object.nested("diffResults", "added") ?? object.nested("snapshot") {
      var calls: [ToldCall] = []
      for row in try rows.elements() { calls += try self.calls(row) ?? [] }
      return calls
    }
    let row = object.nested("columns") ?? object
    func column(_ name: String) -> String? { row.nested(name)?.scalarText }
    guard column("compat") != nil || column("code") != nil, let name = column("syscall") else {
      return nil
    }
    guard let arch = column("arch"), let (architecture, call) = AuditText.call(name, arch: arch)
    else { throw row.error("names no call of an architecture that whittle knows") }
    return [
      ToldCall(
        call: call, architecture: architecture,
        outcome: column("code").map(AuditText.isRefusal) ?? false ? .denied : .unknown,
        process: column("pid").flatMap { UInt32($0) }, command: column("comm"),
        executable: column("exe"))
    ]
  }
}
