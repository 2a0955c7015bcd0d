/// The processes that a log shows being made, held against those that appear in it.
///
/// They are counted and not matched: seen from the host, the process of a container has another number
/// than the one that clone(2) returned.
struct Descendants {
  /// A call that made a process.
  struct Birth {
    /// The number that it returned.
    let child: UInt32
    /// Where it was entered.
    let line: Int
    /// Whether the process that called it is one of those that are selected.
    let isSelected: Bool
  }

  /// Calls that made a process which has not appeared, in their order; no more than ``limit``.
  private(set) var missing: [Birth] = []
  /// How many more there are.
  private(set) var furtherMissing = 0
  /// Processes that appeared before the call that made them returned.
  private var early = 0
  /// Processes that nobody in the log made.
  private(set) var roots = 0
  /// Whether one appeared that somebody made: the tracer follows them.
  private(set) var areFollowed = false

  private static let limit = 256

  /// A call made a process.
  mutating func made(_ birth: Birth) {
    if early > 0 {
      early -= 1
    } else if missing.count < Self.limit {
      missing.append(birth)
    } else {
      furtherMissing += 1
    }
  }

  /// A process appears for the first time, while `makers` others are inside a call that makes one.
  mutating func appeared(_ number: UInt32, whileMaking makers: Int) {
    let strangers = roots
    defer { areFollowed = areFollowed || roots == strangers }
    if let index = missing.firstIndex(where: { $0.child == number }) {
      missing.remove(at: index)
    } else if early < makers {
      // Before the calls that returned: their children come later, if at all.
      early += 1
    } else {
      cameLate()
    }
  }

  /// A process appeared that no unfinished call made: one that returned did, or nobody.
  private mutating func cameLate() {
    if furtherMissing > 0 {
      furtherMissing -= 1
    } else if !missing.isEmpty {
      missing.removeFirst()
    } else {
      roots += 1
    }
  }

  /// A call that could have made a process ended without one, or its end is unknown; `makers` others are
  /// inside of such.
  mutating func failed(stillMaking makers: Int) {
    while early > makers {
      early -= 1
      cameLate()
    }
  }

  /// Forgets the births of which `isExcused` holds.
  mutating func excuse(where isExcused: (Birth) -> Bool) {
    missing.removeAll(where: isExcused)
  }
}
