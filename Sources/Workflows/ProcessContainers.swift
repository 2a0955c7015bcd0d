internal import Files
package import Observations
internal import Synchronization

/// Tells in which containers processes of this machine are, while they run.
package final class ProcessContainers: Sendable {
  private struct Process: Hashable {
    let number: UInt32
    let command: String
  }

  private let known = Mutex<[Process: String?]>([:])
  private let root: String

  /// With more processes than this, all are asked for anew.
  private static let limit = 1 << 12
  /// Of identifiers as engines print them.
  private static let shownLength = 12

  /// - Parameter root: where processes are told of.
  package init(in root: String = "/proc") { self.root = root }

  /// The identifier of the container of the process that made the call; `nil` where it runs no more, or in none.
  ///
  /// A process that has the number now and another name is another one.
  package func container(of event: FilterEvent) -> String? {
    guard let number = event.process, let command = event.command else { return nil }
    let process = Process(number: number, command: command)
    return known.withLock { known in
      if let container = known[process] { return container }
      if known.count >= Self.limit { known.removeAll(keepingCapacity: true) }
      let container =
        text(number, "comm") == command ? Self.identifier(in: text(number, "cgroup")) : nil
      known[process] = .some(container)
      return container
    }
  }

  private func text(_ number: UInt32, _ name: String) -> String {
    let bytes = (try? InputFile.bytes(at: "\(root)/\(number)/\(name)")) ?? []
    let text = String(decoding: bytes, as: UTF8.self)
    return text.hasSuffix("\n") ? String(text.dropLast()) : text
  }

  /// `0::/system.slice/docker-<64 digits>.scope`, `/kubepods/…/<64 digits>`, `libpod-<64 digits>.scope/container`.
  private static func identifier(in groups: String) -> String? {
    groups.firstMatch(of: /[^0-9a-f]([0-9a-f]{64})(?![0-9a-f])/).map {
      String($0.1.prefix(shownLength))
    }
  }
}
