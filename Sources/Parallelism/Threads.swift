internal import Dispatch
internal import Synchronization

/// Several threads for one piece of work: at most as many as the machine has processors.
package enum Threads {
  /// Runs `work` as often as said, at once as far as threads are free; the caller's is one of them.
  package static func run(_ count: Int, _ work: @Sendable (Int) -> Void) {
    if count == 1 {
      work(0)
    } else {
      DispatchQueue.concurrentPerform(iterations: count, execute: work)
    }
  }

  /// What `transform` makes of each number below `count`, in their order. Whichever thread is free takes the next one.
  ///
  /// - Parameters:
  ///   - count: how many numbers, from 0 on.
  ///   - limit: how many threads work at most.
  ///   - transform: takes the number of its thread as well, which is below the limit.
  package static func map<Outcome: Sendable>(
    _ count: Int, atOnce limit: Int = .max,
    _ transform: @Sendable (_ index: Int, _ thread: Int) -> Outcome
  ) -> [Outcome] {
    let next = Atomic(0)
    let outcomes = Mutex([Outcome?](repeating: nil, count: count))
    run(min(limit, count)) { thread in
      while case let index = next.add(1, ordering: .relaxed).oldValue, index < count {
        let outcome = transform(index, thread)
        outcomes.withLock { $0[index] = outcome }
      }
    }
    return outcomes.withLock { $0.compactMap(\.self) }
  }

  /// What two pieces of work make, one after the other, or each by a thread of its own.
  package static func both<One: Sendable, Other: Sendable>(
    apart: Bool, _ one: @Sendable () -> One, and other: @Sendable () -> Other
  ) -> (One, Other) {
    guard apart else { return (one(), other()) }
    let outcomes = Mutex<(One?, Other?)>((nil, nil))
    run(2) { number in
      if number == 0 {
        let outcome = one()
        outcomes.withLock { $0.0 = outcome }
      } else {
        let outcome = other()
        outcomes.withLock { $0.1 = outcome }
      }
    }
    return outcomes.withLock { ($0.0!, $0.1!) }
  }
}
