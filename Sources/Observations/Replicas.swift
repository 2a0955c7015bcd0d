package import Syscalls

/// What says how much runs tell that others do not.
extension Observations {
  /// What each run called, in the order of ``runs``, without what was not there while it was recorded
  /// (ENOSYS): nobody needs that. Runs of one shape share a set.
  package var calledByRun: [Set<SyscallReference>] {
    var known: [ObservationShape: Set<SyscallReference>] = [:]
    return runs.map { run in
      if let calls = known[run.shape] { return calls }
      let calls = run.shape.presentCalls
      known[run.shape] = calls
      return calls
    }
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
