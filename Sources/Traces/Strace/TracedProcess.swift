internal import Observations
internal import Syscalls

/// A call as far as a line tells it.
struct TracedCall {
  let name: PrintedName
  let arguments: ArgumentValues
  /// The line on which it was entered.
  let line: Int
  /// The call's number, with `-n`.
  let number: UInt32?
  /// See ``LinePrefix/instructionPointerDigits``.
  let instructionPointerDigits: Int?
  var outcome = Outcome.unknown
  /// See ``ResultText/isWide``.
  var isWide = false
}

/// What must be remembered of a process between its lines.
struct TracedProcess {
  /// Which architecture the process's calls belong to.
  enum ABI {
    /// Nothing has told yet since the program was started: its calls wait.
    case open([TracedCall])
    case known(Architecture)
  }

  var abi: ABI
  /// A call whose end has not been seen.
  var pending: TracedCall?
  /// Where the latest finished call was counted, and how it ended: a signal may correct that.
  var latest: (slot: Recorder.Slot, call: PrintedName, outcome: Outcome)?
  /// The process's name and program, where the log tells; inherited by children.
  var command: String?
  var executable: String?

  /// Calls that wait at the most before the assumed architecture is taken.
  static let patience = 64
}

/// The processes that are alive, by number.
///
/// Number 0 stands for the one process of a log without numbers.
struct TracedProcesses {
  private(set) var alive: [UInt32: Int] = [:]
  private var states: [TracedProcess?] = []
  private var free: [Int] = []
  private var latest: (number: UInt32, index: Int)?

  func contains(_ number: UInt32) -> Bool { alive[number] != nil }

  /// The state of process `number`; `nil` where it is not known to be alive.
  subscript(number: UInt32) -> TracedProcess? {
    get { alive[number].flatMap { states[$0] } }
    set {
      if let index = alive[number] {
        states[index] = newValue
        if newValue == nil {
          alive[number] = nil
          free.append(index)
          latest = nil
        }
      } else if let newValue {
        let index = free.popLast() ?? states.count
        if index == states.count { states.append(newValue) } else { states[index] = newValue }
        alive[number] = index
      }
    }
  }

  /// Changes a living process in place.
  mutating func update<Result>(
    _ number: UInt32, _ body: (inout TracedProcess) -> Result
  ) -> Result {
    let index: Int
    if let latest, latest.number == number {
      index = latest.index
    } else {
      index = alive[number]!
      latest = (number, index)
    }
    return body(&states[index]!)
  }

  /// Gives a process another number: the log told it late.
  mutating func rename(_ old: UInt32, to new: UInt32) {
    guard let index = alive.removeValue(forKey: old) else { return }
    alive[new] = index
    latest = nil
  }

  /// The living process in whose pending call `isWanted` holds, if it is the only one.
  func only(where isWanted: (TracedProcess) -> Bool) -> UInt32? {
    var found: UInt32?
    for (number, index) in alive where isWanted(states[index]!) {
      if found != nil { return nil }
      found = number
    }
    return found
  }

  /// The only living process; `nil` where there are none or several.
  var only: UInt32? { alive.count == 1 ? alive.first?.key : nil }

  var numbers: [UInt32] { alive.keys.sorted() }
}
