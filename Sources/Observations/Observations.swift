internal import Findings
package import Syscalls

/// What was seen: runs by their identity.
///
/// Merging is the union by run and by path, hence associative, commutative and idempotent.
package struct Observations: Hashable, Sendable {
  /// Sorted by ``Run/id``, which is unique.
  package private(set) var runs: [Run]
  /// Paths of recordings that could not be read, as the user gave them. Each is a loss.
  package private(set) var unread: Set<String>

  /// Runs, and the paths of what could not be read.
  package init(runs: [Run] = [], unread: Set<String> = []) {
    // The same identity means the same recording; should two differ in name all the same, the
    // choice between them must not depend on their order.
    let byID = Dictionary(runs.map { ($0.id, $0) }) { left, right in
      (left.events, left.name) <= (right.events, right.name) ? left : right
    }
    self.runs = byID.values.sorted { $0.id < $1.id }
    self.unread = unread
  }

  /// Adds the runs of another set; a run that is there already counts once.
  package mutating func formUnion(_ other: Self) {
    self = union(other)
  }

  /// The runs of both sets.
  package func union(_ other: Self) -> Self {
    Self(runs: runs + other.runs, unread: unread.union(other.unread))
  }

  /// An observation added up over runs, and in how many of them it was seen.
  package typealias Total = (observation: Observation, runs: Int)

  /// The runs' observations added up, sorted by key; worked out at every call.
  package var totals: [Total] {
    var sums: [ObservationKey: Total] = [:]
    for run in runs {
      for observation in run.observations {
        if sums[observation.key] == nil {
          sums[observation.key] = (observation, 1)
        } else {
          sums[observation.key]!.observation.add(observation)
          sums[observation.key]!.runs += 1
        }
      }
    }
    return sums.values.sorted { $0.observation.key < $1.observation.key }
  }

  /// The runs' ledgers added up, and what could not be read.
  package var ledger: Ledger {
    var ledger = Ledger()
    for path in unread { ledger.add(.unreadableFile, at: SourceLocation(file: path, line: 1)) }
    for run in runs { ledger.add(run.ledger) }
    return ledger
  }

  /// What was called in any run.
  package var calls: Set<SyscallReference> {
    Set(runs.lazy.flatMap(\.observations).map(\.key.call))
  }

  /// Calls entered, in all runs.
  package var events: Int { runs.reduce(0) { $0 + $1.events } }

  /// Losses per hundred calls that were, or may have been, made.
  package var lossPercent: Double {
    let losses = ledger.losses
    return losses == 0 ? 0 : 100 * Double(losses) / Double(events + losses)
  }
}
