internal import JSON
package import Logs
internal import Observations
internal import Syscalls

extension TraceFormat {
  /// What the JSON enricher writes, which makes one record of the calls of a process in a minute.
  package static let jsonEnricher = JSONDialect(
    marks: ["\"auditID\"", "\"syscalls\""], calls: JSONEnricherEvent.calls
  ).format(
    "spo-json-enricher",
    "JSON lines of the Kubernetes security profiles operator's JSON enricher",
    services: [.container, .exe])
}

/// A record of the JSON enricher.
///
///     {"version":"spo/v1_alpha","auditID":"75092dd1-…","cmdLine":"sh -c ls","executable":"/bin/sh",
///      "gid":0,"uid":0,"node":{"name":"n"},"pid":4711,"resource":{"pod":"p"},
///      "syscalls":["read","openat"],"timestamp":"2026-11-28T22:00:00.000Z"}
enum JSONEnricherEvent {
  static func calls(_ object: Node) throws(JSONError) -> [ToldCall]? {
    guard object.nested("auditID") != nil, let names = object.nested("syscalls") else { return nil }
    // None of its numbers had a name.
    guard !names.isNull else { throw names.error("the calls of the record are missing") }
    let process = object.nested("pid")?.scalarText.flatMap { UInt32($0) }
    let executable = object.nested("executable")?.scalarText
    let container = object.nested("resource", "container")?.scalarText
    var calls: [ToldCall] = []
    for element in try names.elements() {
      let name = try element.string()
      guard !name.isEmpty, name.utf8.allSatisfy({ $0.isIdentifier }) else {
        throw element.error("is no name of a system call")
      }
      calls.append(
        ToldCall(
          call: Syscall(name).map(SyscallReference.known) ?? .name(name), process: process,
          executable: executable, container: container))
    }
    return calls
  }
}
