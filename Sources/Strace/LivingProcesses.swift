internal import Logs
internal import Syscalls

/// The processes that are alive, and whose line is whose.
///
/// On a terminal the number is absent before the first child and as soon as one process is left,
/// whoever that is.
struct LivingProcesses {
  /// How many are remembered at once. Logs of `strace -qq` do not tell of ends.
  static let limit = 1 << 14

  private var byNumber: [UInt32: TracedProcess] = [:]
  /// The process whose number a terminal's log has not told yet.
  private var nameless: TracedProcess?
  /// Whose line came before this one.
  private var latest: TracedProcess?
  /// In the order in which they were first seen; some may be gone.
  private var ages: [UInt32] = []
  private var oldest = 0
  /// Those of which only plain lines tell at present; whoever asks for one has it back.
  var plain = PlainProcesses()
  private let variants: CallSignatures
  /// Those that were inside a call when they were taken back, until somebody asks.
  private var suspended: [TracedProcess] = []

  init(_ variants: CallSignatures) {
    self.variants = variants
  }

  var count: Int { byNumber.count + (nameless == nil ? 0 : 1) }

  subscript(number: UInt32) -> TracedProcess? {
    mutating get { find(number).map { takeBack($0) } }
  }

  private mutating func find(_ number: UInt32) -> TracedProcess? {
    if let latest, latest.number == number { return latest }
    guard let found = byNumber[number] else { return nil }
    latest = found
    return found
  }

  /// The only process alive; `nil` where there are none or several.
  var only: TracedProcess? {
    mutating get {
      guard count == 1, let only = nameless ?? byNumber.first?.value else { return nil }
      return takeBack(only)
    }
  }

  var withoutNumber: TracedProcess? {
    mutating get { nameless.map { takeBack($0) } }
  }

  /// All of them, ordered by number.
  var all: [TracedProcess] {
    mutating get {
      let numbered = byNumber.values.sorted { $0.number < $1.number }
      return ((nameless.map { [$0] } ?? []) + numbered).map { takeBack($0) }
    }
  }

  mutating func insert(_ process: TracedProcess) {
    // From now on, a line without a number may be another's.
    if let nameless { _ = takeBack(nameless) }
    latest = process
    if process.number == 0 {
      nameless = process
    } else {
      byNumber[process.number] = process
      ages.append(process.number)
    }
  }

  mutating func remove(_ process: TracedProcess) {
    if latest === process { latest = nil }
    if nameless === process { nameless = nil } else { byNumber[process.number] = nil }
  }

  /// The log tells the number of the process that had none.
  mutating func tellNumber(_ number: UInt32) -> TracedProcess? {
    guard let process = withoutNumber else { return nil }
    nameless = nil
    process.number = number
    insert(process)
    return process
  }

  /// The process to be forgotten, where there are more than ``limit``.
  mutating func surplus() -> TracedProcess? {
    guard byNumber.count > Self.limit else { return nil }
    defer {
      if oldest > ages.count / 2 {
        ages.removeFirst(oldest)
        oldest = 0
      }
    }
    while oldest < ages.count {
      oldest += 1
      if let process = byNumber[ages[oldest - 1]] { return takeBack(process) }
    }
    return nil
  }
}

// MARK: Plain lines

extension LivingProcesses {
  /// Lets plain lines tell of the process of this number, where `selects` says whether its calls count; of the one
  /// without a number while it is the only one.
  mutating func lend(_ number: UInt32, selects: (TracedProcess) -> Bool?) {
    let process = number > 0 ? find(number) : count == 1 ? nameless : nil
    guard let process, let isSelected = selects(process) else { return }
    plain.lend(number, isSelected: isSelected)
  }

  /// Takes all those back that are inside a call.
  mutating func takeBackSuspended() {
    for number in plain.suspended {
      _ = (number > 0 ? find(number) : nameless).map { takeBack($0) }
    }
  }

  /// Tells, once each, which were inside a call when they were taken back.
  mutating func takeSuspended() -> [TracedProcess] {
    defer { suspended = [] }
    return suspended
  }

  private mutating func takeBack(_ process: TracedProcess) -> TracedProcess {
    if let plain = plain.takeBack(process.number) {
      process.resume(from: plain, variants)
      if process.pending != nil { suspended.append(process) }
    }
    return process
  }
}
