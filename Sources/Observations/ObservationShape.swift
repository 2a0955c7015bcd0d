internal import Synchronization
internal import Syscalls

/// What a run's observations are, without how often and where: runs of one test share it.
struct ObservationShape: Hashable, Sendable {
  /// Sorted and unique.
  let keys: [ObservationKey]
  /// How calls ended: the outcomes of the first observation, those of the second, and so on.
  private let outcomes: [Outcome]
  /// Behind the last outcome of each observation.
  private let ends: [Int]
  /// Worked out once, for every run's shape is looked up again and again.
  private let hash: Int

  /// The shape of observations, and their counts as ``counts(of:)`` numbers them.
  static func withCounts(of observations: [Observation]) -> (shape: Self, counts: [Int]) {
    var outcomes: [Outcome] = []
    var ends: [Int] = []
    var counts: [Int] = []
    for observation in observations {
      counts.append(observation.count)
      for (outcome, count) in observation.outcomes.counts {
        outcomes.append(outcome)
        counts.append(count)
      }
      ends.append(outcomes.count)
    }
    return (Self(observations.map(\.key), outcomes, ends), counts)
  }

  private init(_ keys: [ObservationKey], _ outcomes: [Outcome], _ ends: [Int]) {
    self.keys = keys
    self.outcomes = outcomes
    self.ends = ends
    var hasher = Hasher()
    hasher.combine(keys)
    hasher.combine(outcomes)
    hasher.combine(ends)
    hash = hasher.finalize()
  }

  func hash(into hasher: inout Hasher) { hasher.combine(hash) }

  /// The outcomes of one observation, in their order.
  func outcomes(of index: Int) -> ArraySlice<Outcome> {
    outcomes[(index == 0 ? 0 : ends[index - 1])..<ends[index]]
  }

  /// Where in a run's counts those of one observation stand: the calls entered, then each outcome.
  func counts(of index: Int) -> Range<Int> {
    ((index == 0 ? 0 : ends[index - 1]) + index)..<(ends[index] + index + 1)
  }
}

/// The shapes of many runs, each kept once, however many threads read them.
package final class ObservationShapes: Sendable {
  private let known = Mutex<Set<ObservationShape>>([])

  /// No shapes yet.
  package init() {}

  /// The same run, in which what it has in common with others takes no memory of its own.
  package func sharing(_ run: Run) -> Run {
    var run = run
    run.shape = known.withLock { $0.insert(run.shape).memberAfterInsert }
    return run
  }
}
