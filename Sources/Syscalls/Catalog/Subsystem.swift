/// The part of the kernel that a call is about, for readers: a heading, no judgement.
package enum Subsystem: String, CaseIterable, Hashable, Sendable {
  case files, descriptors, events, memory, network, processes, signals, time, identity, ipc, mounts,
    tracing,
    security, system

  /// Of the call with this kernel name; what no table has is `system`.
  package init(of name: String) { self = Self.byName[name] ?? .system }

  /// The calls of the table.
  package static var known: Set<String> { Set(byName.keys) }

  /// A heading: `Files and folders`.
  package var title: String {
    switch self {
    case .files: "Files and folders"
    case .descriptors: "Reading and writing"
    case .events: "Events and asynchronous I/O"
    case .memory: "Memory"
    case .network: "Sockets"
    case .processes: "Processes and scheduling"
    case .signals: "Signals"
    case .time: "Clocks and timers"
    case .identity: "Users, groups, capabilities"
    case .ipc: "Locks, queues, shared memory"
    case .mounts: "Mounts and namespaces"
    case .tracing: "Tracing and BPF"
    case .security: "Keys and security modules"
    case .system: "The machine and its kernel"
    }
  }

  private static let byName: [String: Self] = {
    var names: [String: Self] = [:]
    for row in Array(subsystemRows.description.utf8).split(separator: UInt8(ascii: "\n")) {
      let words = row.split(separator: UInt8(ascii: " "))
        .map { String(decoding: $0, as: UTF8.self) }
      guard let subsystem = words.first.flatMap(Self.init(rawValue:)) else {
        preconditionFailure("a row of the table has no subsystem")
      }
      for name in words.dropFirst() { names[name] = subsystem }
    }
    return names
  }()
}
