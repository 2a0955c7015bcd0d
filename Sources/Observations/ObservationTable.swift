internal import Findings
package import Syscalls

/// Observations while they grow: the fold that readers of logs write into.
///
/// A call is entered once and concluded once; between the two its ``Slot`` stands for it. Memory
/// grows with the number of distinct observations alone.
package struct ObservationTable: Sendable {
  /// The observation that an event was folded into. Stays valid for the life of its table.
  package struct Slot: Hashable, Sendable {
    fileprivate let index: Int32
  }

  /// How many distinct argument values one call of one architecture may have. With more, which a
  /// program can bring about at will, all of them are folded into one observation without values.
  static let distinctArgumentsKept = 1024

  private var observations: [Observation] = []
  private var slots: [ObservationKey: Int32] = [:]
  /// The slots of known calls without argument values, by architecture and syscall index; -1: none. Empty for an
  /// architecture without any.
  private var plainSlots: [[Int32]]
  /// By key without arguments.
  private var distinctArguments: [ObservationKey: Int] = [:]
  private var unknownCalls = UnknownCalls()

  /// An empty table.
  package init() {
    plainSlots = .init(repeating: [], count: Architecture.allCases.count)
  }

  /// Counts one call, entered at `line`.
  package mutating func enter(
    _ call: SyscallReference, on architecture: Architecture, arguments: ArgumentValues,
    file: String, line: Int,
    count: Int = 1
  ) -> Slot {
    let slot = slot(for: call, on: architecture, arguments: arguments, file: file, line: line)
    let index = Int(slot.index)
    observations[index].count = Observation.sum(observations[index].count, count)
    return slot
  }

  /// Notes how a call ended.
  package mutating func conclude(_ slot: Slot, _ outcome: Outcome, count: Int = 1) {
    observations[Int(slot.index)].outcomes.add(outcome, count: count)
  }

  /// Corrects how a call ended, once a later line tells better.
  package mutating func revise(_ slot: Slot, from old: Outcome, to new: Outcome) {
    observations[Int(slot.index)].outcomes.remove(old)
    observations[Int(slot.index)].outcomes.add(new)
  }

  /// Adds what another table holds of the same run, whose part of the log comes later.
  package mutating func append(_ later: Entries) {
    for observation in later.observations {
      let key = observation.key
      let slot = slot(
        for: key.call, on: key.architecture, arguments: key.arguments,
        file: observation.first.file, line: observation.first.line)
      observations[Int(slot.index)].add(later: observation)
    }
  }

  /// What a table holds, without what it takes to add to it.
  package struct Entries: Sendable {
    fileprivate let observations: [Observation]

    /// The same, with the calls of one machine taken for those of another; and how many of them that one does
    /// not have.
    package func moved(
      from old: Architecture, to new: Architecture
    ) -> (entries: Self, absent: Int) {
      func narrow(_ host: Architecture) -> Architecture? { host.companions.first { $0 != .x32 } }
      var absent = 0
      let moved = observations.map { observation in
        var architecture = observation.key.architecture
        if architecture == old {
          architecture = new
        } else if architecture == narrow(old) {
          architecture = narrow(new) ?? new
        }
        if let call = observation.key.call.syscall, architecture.hasNumbers,
          architecture != observation.key.architecture, !call.exists(on: architecture)
        {
          absent += observation.count
        }
        return Observation(
          key: ObservationKey(
            architecture: architecture, call: observation.key.call,
            arguments: observation.key.arguments),
          count: observation.count, outcomes: observation.outcomes, first: observation.first)
      }
      return (Self(observations: moved), absent)
    }
  }

  /// All rows, in the order of their keys.
  package var entries: Entries { Entries(observations: observations) }

  /// Whether there were more unknown calls than may be those of a system.
  package var hasTooManyUnknownCalls: Bool { unknownCalls.areTooMany }

  /// The observations, sorted by unique key, and how many calls lost their argument values to
  /// `distinctArgumentsKept`. Without the unknown calls, if there were too many.
  package func folded() -> (observations: [Observation], foldedCalls: Int) {
    let observations =
      hasTooManyUnknownCalls
      ? observations.filter { $0.key.call.syscall != nil } : observations
    guard distinctArguments.values.contains(where: { $0 > Self.distinctArgumentsKept }) else {
      return (Self.sorted(observations), 0)
    }
    var result: [ObservationKey: Observation] = [:]
    var foldedCalls = 0
    for observation in observations {
      var key = observation.key
      if distinctArguments[key.withoutArguments, default: 0] > Self.distinctArgumentsKept {
        foldedCalls += observation.count
        key = key.withoutArguments
      }
      var folded = Observation(
        key: key, count: observation.count, outcomes: observation.outcomes,
        first: observation.first)
      if let present = result[key] { folded.add(present) }
      result[key] = folded
    }
    return (Self.sorted(Array(result.values)), foldedCalls)
  }

  /// Sorted by key. Their places are sorted and not they themselves, which are a hundred bytes and more.
  private static func sorted(_ observations: [Observation]) -> [Observation] {
    let keys = observations.map(\.key)
    return keys.indices.sorted { keys[$0] < keys[$1] }.map { observations[$0] }
  }

  /// The observation of a call without counting anything: for the end of a call that began elsewhere.
  package mutating func slot(
    for call: SyscallReference, on architecture: Architecture, arguments: ArgumentValues,
    file: String,
    line: Int
  ) -> Slot {
    if case .known(let syscall) = call, arguments.isEmpty {
      let row = Int(architecture.index)
      let column = Int(syscall.index)
      if plainSlots[row].isEmpty {
        plainSlots[row] = .init(repeating: -1, count: Syscall.count)
      }
      if plainSlots[row][column] < 0 {
        plainSlots[row][column] = append(
          ObservationKey(architecture: architecture, call: call), file: file, line: line)
      }
      return Slot(index: plainSlots[row][column])
    }
    return dictionarySlot(
      for: ObservationKey(architecture: architecture, call: call, arguments: arguments),
      file: file, line: line)
  }

  /// Whether there is an observation of exactly this call.
  package func holds(
    _ syscall: Syscall, on architecture: Architecture, arguments: ArgumentValues
  ) -> Bool {
    if arguments.isEmpty {
      let slots = plainSlots[Int(architecture.index)]
      return !slots.isEmpty && slots[Int(syscall.index)] >= 0
    }
    let key = ObservationKey(
      architecture: architecture, call: .known(syscall), arguments: arguments)
    return slots[key] != nil
  }

  private mutating func dictionarySlot(
    for key: ObservationKey, file: String, line: Int
  ) -> Slot {
    if let index = slots[key] { return Slot(index: index) }
    let call = unknownCalls.standIn(for: key.call)
    guard call == key.call else {
      return slot(
        for: call, on: key.architecture, arguments: .init(), file: file, line: line)
    }
    if !key.arguments.isEmpty {
      guard distinctArguments[key.withoutArguments, default: 0] <= Self.distinctArgumentsKept else {
        return slot(
          for: key.call, on: key.architecture, arguments: .init(), file: file, line: line)
      }
      distinctArguments[key.withoutArguments, default: 0] += 1
    }
    let index = append(key, file: file, line: line)
    slots[key] = index
    return Slot(index: index)
  }

  private mutating func append(_ key: ObservationKey, file: String, line: Int) -> Int32 {
    observations.append(
      Observation(
        key: key, count: 0, outcomes: .init(), first: SourceLocation(file: file, line: line)))
    return Int32(observations.count - 1)
  }
}
