/// How a call ended, as far as its log tells.
package enum Outcome: Hashable, Comparable, Sendable {
  // In the order in which files hold them.
  /// The call returned, and not an error.
  case returned
  /// The call returned an error. Range 1 to `Errno.maximum`.
  case failed(errno: UInt16)
  /// A seccomp filter that was active while recording did not let the call run.
  case denied
  /// The call was entered; what came of it does not stand in the log.
  case unknown
}

/// How often the calls of one observation ended in which way.
package struct Outcomes: Hashable, Sendable {
  /// Calls that returned without an error.
  package var returned = 0
  /// Calls that a filter refused, with an errno that the log does not tell.
  package var denied = 0
  /// Calls of which the log does not tell the end.
  package var unknown = 0
  /// Number of failures by errno.
  package private(set) var failures: [UInt16: Int] = [:]

  /// No call.
  package init() {}

  /// Counts calls that ended in this way.
  package mutating func add(_ outcome: Outcome, count: Int = 1) {
    switch outcome {
    case .returned: returned = Observation.sum(returned, count)
    case .denied: denied = Observation.sum(denied, count)
    case .unknown: unknown = Observation.sum(unknown, count)
    case .failed(let errno):
      failures[errno] = Observation.sum(failures[errno, default: 0], count)
    }
  }

  /// Adds the counts of both.
  package mutating func add(_ other: Self) {
    returned += other.returned
    denied += other.denied
    unknown += other.unknown
    failures.merge(other.failures, uniquingKeysWith: +)
  }

  /// Takes back one `outcome` that was added before, where later lines correct it.
  mutating func remove(_ outcome: Outcome) {
    switch outcome {
    case .returned: returned -= 1
    case .denied: denied -= 1
    case .unknown: unknown -= 1
    case .failed(let errno):
      failures[errno, default: 0] -= 1
      if failures[errno] == 0 { failures[errno] = nil }
    }
  }

  /// What came of any call, and how often; in the order in which files hold them.
  var counts: [(outcome: Outcome, count: Int)] {
    var counts: [(outcome: Outcome, count: Int)] = []
    if returned > 0 { counts.append((.returned, returned)) }
    for (errno, count) in failures.sorted(by: { $0.key < $1.key }) where count > 0 {
      counts.append((.failed(errno: errno), count))
    }
    if denied > 0 { counts.append((.denied, denied)) }
    if unknown > 0 { counts.append((.unknown, unknown)) }
    return counts
  }

  /// All calls.
  package var total: Int { returned + denied + unknown + failures.values.reduce(0, +) }
}
