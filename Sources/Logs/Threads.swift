internal import Dispatch
internal import Synchronization

/// Several threads for one piece of work.
package enum Threads {
  /// Runs `work` as often as said, at once as far as threads are free; the caller's is one of them.
  static func run(_ count: Int, _ work: @Sendable (Int) -> Void) {
    if count == 1 {
      work(0)
    } else {
      DispatchQueue.concurrentPerform(iterations: count, execute: work)
    }
  }

  /// What `transform` makes of each number below `count`, in their order. Whichever thread is free
  /// takes the next one.
  ///
  /// `blocks`: one for each thread, to read into.
  package static func map<Outcome: Sendable>(
    _ count: Int, with blocks: [LineBlock], _ transform: @Sendable (Int, LineBlock) -> Outcome
  ) -> [Outcome] {
    let next = Atomic(0)
    let outcomes = Mutex([Outcome?](repeating: nil, count: count))
    run(min(blocks.count, max(count, 1))) { thread in
      while case let index = next.add(1, ordering: .relaxed).oldValue, index < count {
        let outcome = transform(index, blocks[thread])
        outcomes.withLock { $0[index] = outcome }
      }
    }
    return outcomes.withLock { outcomes in outcomes.map { $0! } }
  }
}
