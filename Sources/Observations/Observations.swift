internal import Findings
package import Syscalls
internal import Text

/// What was seen: runs by their identity.
///
/// Merging is the union by run and by path, hence associative, commutative and idempotent. Nothing
/// observed is the neutral element.
package struct Observations: Hashable, Sendable {
  /// Sorted by ``Run/id``, which is unique.
  package private(set) var runs: [Run]
  /// Paths of recordings that could not be read, as the user gave them, sorted by their bytes. Each
  /// is a loss.
  package private(set) var unread: [String]
  /// What the programs that the runs loaded can call; empty where nobody looked.
  package var reach: ProgramReach

  /// Runs, and the paths of what could not be read.
  ///
  /// - Precondition: ids are unique. Runs that come from files are merged by
  ///   ``init(merging:unread:reach:)``.
  package init(runs: [Run] = [], unread: [String] = [], reach: ProgramReach = ProgramReach()) {
    self.reach = reach
    self.runs = runs.sorted { $0.id < $1.id }
    precondition(
      zip(self.runs, self.runs.dropFirst()).allSatisfy { $0.id != $1.id }, "a run stands here once")
    self.unread = unread.sortedByBytes
  }

  /// The union of runs.
  ///
  /// Of one recording that was read under several paths, the reading with the least names stays,
  /// whatever the order.
  ///
  /// - Throws: where two runs have one id and different content.
  package init(
    merging recorded: some Sequence<RecordedRun>, unread: [String],
    reach: ProgramReach = ProgramReach()
  ) throws(RunConflict) {
    var byID: [String: RecordedRun] = [:]
    for run in recorded {
      guard let present = byID.updateValue(run, forKey: run.run.id) else { continue }
      guard present.run.hasContent(of: run.run) else { throw RunConflict(present, run) }
      let isEarlier = present.run.isNamedBefore(run.run)
      let (first, second) = isEarlier ? (present, run) : (run, present)
      byID[run.run.id] = RecordedRun(first.run.completed(by: second.run), at: first.place)
    }
    self.init(
      runs: Self.withoutRepeatedVersions(byID.values.map(\.run)), unread: unread, reach: reach)
  }

  /// Drops what stands in a file of version 1, whose ids are shorter, and was read from its log anew.
  private static func withoutRepeatedVersions(_ runs: [Run]) -> [Run] {
    let (former, current) = (runs.filter(\.hasFormerID), runs.filter { !$0.hasFormerID })
    guard !former.isEmpty, !current.isEmpty else { return runs }
    let contents = Set(current.map(\.contentWithoutNotes))
    return current + former.filter { !contents.contains($0.contentWithoutNotes) }
  }

  /// The same runs, each as `change` makes it, which keeps its id.
  package func mapRuns(_ change: (Run) -> Run) -> Self {
    Self(runs: runs.map(change), unread: unread, reach: reach)
  }

  /// The runs of `other` that are not among these, be it with the id that version 1 gave them.
  package func missing(of other: Self) -> [Run] {
    let ids = Set(runs.map(\.id))
    let missing = other.runs.filter { !ids.contains($0.id) }
    guard missing.contains(where: \.hasFormerID) else { return missing }
    let contents = Set(runs.lazy.filter { !$0.hasFormerID }.map(\.contentWithoutNotes))
    return missing.filter { !$0.hasFormerID || !contents.contains($0.contentWithoutNotes) }
  }

  /// Adds the runs of another set; a run that is there already counts once.
  package mutating func formUnion(_ other: Self) throws(RunConflict) {
    self = try union(other)
  }

  /// The runs of both sets.
  package func union(_ other: Self) throws(RunConflict) -> Self {
    var reach = reach
    reach.formUnion(other.reach)
    return try Self(
      merging: (runs + other.runs).map { RecordedRun($0, at: $0.place) },
      unread: unread + other.unread, reach: reach)
  }

  /// An observation added up over runs, and in how many of them it was seen.
  package typealias Total = (observation: Observation, runs: Int)

  /// The runs' observations added up, sorted by key; worked out at every call.
  package var totals: [Total] { totals { $0 } }

  /// The same by call, whatever its arguments.
  package var totalsByCall: [Total] { totals(\.withoutArguments) }

  private func totals(_ group: (ObservationKey) -> ObservationKey) -> [Total] {
    var sums: [ObservationKey: Total] = [:]
    for (shape, sum) in sumsByShape {
      var seen: Set<ObservationKey> = []
      for index in shape.keys.indices {
        let key = group(shape.keys[index])
        let counts = sum.counts[shape.counts(of: index)]
        var outcomes = Outcomes()
        for (outcome, count) in zip(shape.outcomes(of: index), counts.dropFirst()) {
          outcomes.add(outcome, count: count)
        }
        let observation = Observation(
          key: key, count: counts.first ?? 0, outcomes: outcomes, first: sum.first[index])
        var total = sums[key] ?? (observation, 0)
        if total.runs > 0 { total.observation.add(observation) }
        if seen.insert(key).inserted { total.runs += sum.runs }
        sums[key] = total
      }
    }
    return sums.values.sorted { $0.observation.key < $1.observation.key }
  }

  /// What the runs of one shape add up to.
  private struct Sum {
    var runs: Int
    var counts: [Int]
    var first: [SourceLocation]
  }

  private var sumsByShape: [ObservationShape: Sum] {
    var sums: [ObservationShape: Sum] = [:]
    for run in runs {
      let first = run.shape.keys.indices.map(run.first)
      guard var sum = sums.removeValue(forKey: run.shape) else {
        sums[run.shape] = Sum(runs: 1, counts: run.counts, first: first)
        continue
      }
      sum.runs += 1
      for (index, count) in run.counts.enumerated() { sum.counts[index] += count }
      for (index, place) in first.enumerated() where place < sum.first[index] {
        sum.first[index] = place
      }
      sums[run.shape] = sum
    }
    return sums
  }

  /// The runs' ledgers added up, and what could not be read.
  package var ledger: Ledger {
    var ledger = Ledger()
    for path in unread { ledger.add(.unreadableFile, at: SourceLocation(file: path, line: 1)) }
    for run in runs { ledger.add(run.ledger) }
    ledger.add(reach.ledger)
    return ledger
  }

  /// What was called in any run.
  package var calls: Set<SyscallReference> {
    Set(Set(runs.map(\.shape)).lazy.flatMap(\.keys).map(\.call))
  }

  /// Calls entered, in all runs.
  package var events: Int { runs.reduce(0) { $0 + $1.events } }

  /// Losses per hundred calls that were, or may have been, made.
  ///
  /// - Parameter counts: whether losses of a kind count.
  package func lossPercent(
    where counts: (Ledger.Kind) -> Bool = { _ in true }
  ) -> Double {
    let losses = ledger.entries.reduce(0) {
      $0 + ($1.key.isLoss && counts($1.key) ? $1.value.count : 0)
    }
    return losses == 0 ? 0 : 100 * Double(losses) / Double(events + losses)
  }
}
