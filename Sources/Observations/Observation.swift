package import Syscalls

/// A line of a file that was read.
package struct Place: Hashable, Comparable, Sendable {
  /// The path as the user gave it; a file of a folder is told with the folder's path before it.
  package let file: String
  /// Counted from 1.
  package let line: Int

  package init(file: String, line: Int) {
    self.file = file
    self.line = line
  }

  package static func < (left: Self, right: Self) -> Bool {
    (left.file, left.line) < (right.file, right.line)
  }
}

extension Place: CustomStringConvertible {
  /// `path:line`; not escaped.
  package var description: String { "\(file):\(line)" }
}

/// What makes two events the same observation.
package struct ObservationKey: Hashable, Comparable, Sendable {
  package let architecture: Architecture
  package let call: Call
  /// The values that the log gave of the call's significant arguments.
  package let arguments: ArgumentValues

  package init(architecture: Architecture, call: Call, arguments: ArgumentValues = .init()) {
    self.architecture = architecture
    self.call = call
    self.arguments = arguments
  }

  package var withoutArguments: Self { Self(architecture: architecture, call: call) }

  package static func < (left: Self, right: Self) -> Bool {
    if left.architecture != right.architecture { return left.architecture < right.architecture }
    if left.call != right.call { return left.call < right.call }
    return left.arguments < right.arguments
  }
}

/// Events of one run folded: the same call with the same significant arguments.
package struct Observation: Hashable, Sendable {
  package let key: ObservationKey
  /// How often the call was entered; 0 where the log holds the end of a call but not its start.
  package var count: Int
  package var outcomes: Outcomes
  /// The least place, in the order of paths and lines, that showed the call.
  package var first: Place

  package init(key: ObservationKey, count: Int, outcomes: Outcomes, first: Place) {
    self.key = key
    self.count = count
    self.outcomes = outcomes
    self.first = first
  }

  mutating func add(_ other: Self) {
    add(later: other)
    first = min(first, other.first)
  }

  /// Adds what a later part of the same run shows, whatever its place.
  mutating func add(later: Self) {
    count += later.count
    outcomes.add(later.outcomes)
  }
}
