/// The processes that are alive, and whose line is whose.
///
/// On a terminal the number is absent before the first child and as soon as one process is left,
/// whoever that is.
struct LivingProcesses {
  /// How many are remembered at once. Logs of `strace -qq` do not tell of ends.
  static let limit = 1 << 16

  private var byNumber: [UInt32: TracedProcess] = [:]
  /// The process whose number a terminal's log has not told yet.
  private var nameless: TracedProcess?
  /// Whose line came before this one.
  private var latest: TracedProcess?
  /// In the order in which they were first seen; some may be gone.
  private var ages: [UInt32] = []
  private var oldest = 0

  var count: Int { byNumber.count + (nameless == nil ? 0 : 1) }

  subscript(number: UInt32) -> TracedProcess? {
    mutating get {
      if let latest, latest.number == number { return latest }
      guard let found = byNumber[number] else { return nil }
      latest = found
      return found
    }
  }

  /// The only process alive; `nil` where there are none or several.
  var only: TracedProcess? {
    guard count == 1 else { return nil }
    return nameless ?? byNumber.first?.value
  }

  var withoutNumber: TracedProcess? { nameless }

  /// All of them, ordered by number.
  var all: [TracedProcess] {
    (nameless.map { [$0] } ?? []) + byNumber.values.sorted { $0.number < $1.number }
  }

  mutating func insert(_ process: TracedProcess) {
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
    guard let process = nameless else { return nil }
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
      if let process = byNumber[ages[oldest - 1]] { return process }
    }
    return nil
  }
}
