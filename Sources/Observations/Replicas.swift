package import Syscalls

/// What says how much runs tell that others do not.
extension Observations {
  /// The sets of calls that runs made, without what was not there while they were recorded (ENOSYS), for nobody
  /// needs that; and of each run, in the order of ``runs``, the place of its set. Two sets may be equal.
  package var calledByRun: (sets: [Set<SyscallReference>], places: [Int]) {
    var places: [ObservationShape: Int] = [:]
    var sets: [Set<SyscallReference>] = []
    let ofRuns = runs.map { run in
      if let place = places[run.shape] { return place }
      places[run.shape] = sets.count
      sets.append(run.shape.presentCalls)
      return sets.count - 1
    }
    return (sets, ofRuns)
  }

  /// Of each run, in the order of ``runs``, the first that it repeats, or its own place.
  ///
  /// A run repeats another where both made the same calls equally often, with the same arguments and the same
  /// results: the same input was given twice.
  package var originals: [Int] {
    struct Content: Hashable {
      let shape: ObservationShape
      let counts: [Int]
    }
    var first: [Content: Int] = [:]
    return runs.enumerated().map { index, run in
      let content = Content(shape: run.shape, counts: run.counts)
      if let original = first[content] { return original }
      first[content] = index
      return index
    }
  }
}

extension ObservationShape {
  fileprivate var presentCalls: Set<SyscallReference> {
    let absent = Outcome.failed(errno: Errno.ENOSYS.rawValue)
    var calls: Set<SyscallReference> = []
    for (index, key) in keys.enumerated()
    where outcomes(of: index).isEmpty || outcomes(of: index).contains(where: { $0 != absent }) {
      calls.insert(key.call)
    }
    return calls
  }
}
