package import Observations
internal import Synchronization

/// Counts the records of filters by their kinds, and keeps what is new for somebody who waits for it.
///
/// A program can give itself any number of names, so that no more than `limit` kinds are told apart.
package final class FilterWatch: Sendable {
  /// How many kinds are told apart.
  package static let limit = 1 << 16

  /// What tells records apart: the process by its names, the call, and the answer.
  private struct Kind: Hashable {
    let event: FilterEvent
    let container: String?

    static func == (left: Self, right: Self) -> Bool {
      left.event.answer == right.event.answer && left.event.call == right.event.call
        && left.event.architecture == right.event.architecture
        && left.event.command == right.event.command
        && left.event.executable == right.event.executable && left.container == right.container
    }

    func hash(into hasher: inout Hasher) {
      hasher.combine(event.answer)
      hasher.combine(event.call)
      hasher.combine(event.architecture)
      hasher.combine(event.command)
      hasher.combine(event.executable)
      hasher.combine(container)
    }
  }

  private struct State {
    var indices: [Kind: Int] = [:]
    var entries: [FilterEventGroup] = []
    var taken = 0
    var unlisted: [FilterAnswer: Int] = [:]
  }

  private let state = Mutex(State())
  private let container: @Sendable (FilterEvent) -> String?

  /// Nothing was told yet.
  ///
  /// - Parameter container: what is known of the container of a process.
  package init(container: @escaping @Sendable (FilterEvent) -> String? = { _ in nil }) {
    self.container = container
  }

  /// Counts a record.
  package func add(_ event: FilterEvent) {
    let kind = Kind(event: event, container: container(event))
    state.withLock { state in
      if let index = state.indices[kind] {
        state.entries[index].count += 1
      } else if state.entries.count < Self.limit {
        state.indices[kind] = state.entries.count
        // Of a process that ended meanwhile, the container is not known.
        let unknown = Kind(event: event, container: nil)
        if state.indices[unknown] == nil { state.indices[unknown] = state.entries.count }
        state.entries.append(FilterEventGroup(event, in: kind.container))
      } else {
        state.unlisted[event.answer, default: 0] += 1
      }
    }
  }

  /// The kinds that came up since the last time, in the order of their first records.
  package func takeNew() -> [FilterEventGroup] {
    state.withLock { state in
      defer { state.taken = state.entries.count }
      return Array(state.entries[state.taken...])
    }
  }

  /// Every kind, in the order of their places.
  package var entries: [FilterEventGroup] {
    state.withLock { $0.entries }.sorted { $0.first.place < $1.first.place }
  }

  /// Records of further kinds, which are not told apart, by what was answered.
  package var unlisted: [FilterAnswer: Int] { state.withLock { $0.unlisted } }
}
