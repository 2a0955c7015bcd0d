internal import Dispatch
internal import Synchronization

/// Several threads for one piece of work: as many as the machine has free.
enum Threads {
  /// What `transform` makes of each number below `count`, in their order.
  ///
  /// - Parameter limit: how many are worked on at once, at most.
  static func map<Outcome: Sendable>(
    _ count: Int, atOnce limit: Int = .max, _ transform: @Sendable (Int) -> Outcome
  ) -> [Outcome] {
    guard count > 1 else { return (0..<count).map(transform) }
    let next = Atomic(0)
    let outcomes = Mutex([Outcome?](repeating: nil, count: count))
    DispatchQueue.concurrentPerform(iterations: min(count, limit)) { _ in
      while case let index = next.add(1, ordering: .relaxed).oldValue, index < count {
        let outcome = transform(index)
        outcomes.withLock { $0[index] = outcome }
      }
    }
    return outcomes.withLock { outcomes in outcomes.compactMap(\.self) }
  }
}

extension Threads {
  /// What two pieces of work make, one after the other, or each by a thread of its own.
  static func both<One: Sendable, Other: Sendable>(
    apart: Bool, _ one: @Sendable () -> One, and other: @Sendable () -> Other
  ) -> (One, Other) {
    guard apart else { return (one(), other()) }
    let outcomes = Mutex<(One?, Other?)>((nil, nil))
    DispatchQueue.concurrentPerform(iterations: 2) { number in
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

extension ELFFile {
  /// What `scan` finds in each part of the code, in order; several threads look at that of a large file.
  ///
  /// - Parameter scan: takes a range of code, and at which offsets to look for the start of something.
  func scanCode<Found: Sendable>(
    _ scan: @Sendable (CodeRange, Range<Int>) -> Found
  ) -> [Found] {
    let parts = code.flatMap { range in range.parts.map { (range, $0) } }
    return Threads.map(parts.count) { scan(parts[$0].0, parts[$0].1) }
  }
}

extension CodeRange {
  /// A multiple of the length of every instruction of a fixed one. Ordinary files have one part.
  private static var partSize: Int { 1 << 22 }

  /// The offsets of the range, one part after the other.
  fileprivate var parts: [Range<Int>] {
    stride(from: offset, to: offset + count, by: Self.partSize).map {
      $0..<min($0 + Self.partSize, offset + count)
    }
  }
}
