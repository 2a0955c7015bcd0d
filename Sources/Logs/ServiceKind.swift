internal import Synchronization

/// What tells the services of a node apart whose calls stand in one log.
package enum ServiceKind: String, CaseIterable, Sendable {
  /// What laurel, Auditbeat and the security profiles operator's enrichers tell of the container.
  case container
  /// The process's name, `comm=`.
  case comm
  /// The program's path, `exe=`.
  case exe
}

/// The services that logs tell of, kept while they are read.
package final class ServiceNames: Sendable {
  /// What tells them apart.
  package let kind: ServiceKind
  private let state = Mutex<(names: Set<String>, latest: String?, sawNone: Bool)>(([], nil, false))

  /// More than run on a node: a program can give itself any number of names.
  package static let limit = 1 << 12

  /// None yet.
  package init(by kind: ServiceKind) { self.kind = kind }

  /// The services, in the order of their bytes.
  package var names: [String] {
    state.withLock { $0.names }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// Whether there are more than ``limit``; then not all of them are kept.
  package var areTooMany: Bool { state.withLock { $0.names.count > Self.limit } }

  /// Whether a call was of no service.
  package var sawNone: Bool { state.withLock { $0.sawNone } }

  func note(_ name: String?) {
    state.withLock { state in
      guard let name else {
        state.sawNone = true
        return
      }
      guard name != state.latest else { return }
      state.latest = name
      if state.names.count <= Self.limit { state.names.insert(name) }
    }
  }
}

/// What a record tells of the program that made a call.
package struct ProgramNames {
  let command: ProgramText?
  let executable: ProgramText?
  let container: ProgramText?

  /// `nil` for what the record does not tell.
  package init(
    command: ProgramText?, executable: ProgramText? = nil, container: ProgramText? = nil
  ) {
    self.command = command
    self.executable = executable
    self.container = container
  }

  /// The service that the call belongs to; `nil` where the record tells none.
  func service(by kind: ServiceKind, in line: Span<UInt8>) -> String? {
    switch kind {
    case .container: container?.serviceName(in: line)
    case .comm: command?.serviceName(in: line)
    case .exe: executable?.serviceName(in: line).map(Self.withoutMark)
    }
  }

  /// The kernel's word for a file that is gone is no part of its name.
  private static func withoutMark(_ path: String) -> String {
    path.hasSuffix(" (deleted)") ? String(path.dropLast(10)) : path
  }
}
