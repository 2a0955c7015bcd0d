internal import Synchronization
internal import Syscalls

/// Up to sixteen bytes of text, as two words.
struct ShortText: Hashable, Sendable {
  static let limit = 16

  let low: UInt64
  let high: UInt64

  /// The first `count` bytes of the sixteen that begin with `low`; `count` from 1 to 16.
  @inline(__always)
  init(low: UInt64, high: UInt64, count: Int) {
    let lowBits = UInt64.max &>> UInt64(truncatingIfNeeded: 64 &- 8 &* min(count, 8))
    self.low = low & lowBits
    // A shift by 64 yields 0.
    self.high = high & (UInt64.max >> UInt64(truncatingIfNeeded: 64 &- 8 &* max(count &- 8, 0)))
  }

  init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard (1...Self.limit).contains(bytes.count) else { return nil }
    var words: [UInt64] = [0, 0]
    for (offset, byte) in bytes.enumerated() {
      words[offset / 8] |= UInt64(byte) << (offset % 8 * 8)
    }
    low = words[0]
    high = words[1]
  }
}

/// Numbers by short texts: a hash table that is filled once.
struct ShortTextTable: Sendable {
  /// A power of two, at least four times as many as there are entries.
  private let size: Int
  private var entries: [(text: ShortText, value: UInt16)]
  private static let empty = UInt16.max

  init(_ values: [ShortText: UInt16]) {
    var size = 16
    while size < 4 * values.count { size *= 2 }
    self.size = size
    entries = .init(repeating: (ShortText(low: 0, high: 0, count: 1), Self.empty), count: size)
    for (text, value) in values {
      var slot = slot(text)
      while entries[slot].value != Self.empty { slot = (slot + 1) & (size - 1) }
      entries[slot] = (text, value)
    }
  }

  @inline(__always)
  subscript(text: ShortText) -> UInt16? {
    var slot = slot(text)
    while true {
      let entry = entries[slot]
      if entry.text.low == text.low, entry.text.high == text.high, entry.value != Self.empty {
        return entry.value
      }
      if entry.value == Self.empty { return nil }
      slot = (slot &+ 1) & (size &- 1)
    }
  }

  /// The number of what stands at `range`.
  @inline(__always)
  subscript(text: MarkedText, range: Range<Int>) -> UInt16? {
    guard 1...ShortText.limit ~= range.count else { return nil }
    return self[
      ShortText(
        low: text.word(at: range.lowerBound), high: text.word(at: range.lowerBound &+ 8),
        count: range.count)]
  }

  @inline(__always)
  private func slot(_ text: ShortText) -> Int {
    let mixed = (text.low ^ text.high &* 0x9e37_79b9_7f4a_7c15) &* 0xbf58_476d_1ce4_e5b9
    return Int(truncatingIfNeeded: mixed >> 40) & (size &- 1)
  }
}

/// The names that plain lines are made of.
struct PlainNames: Sendable {
  /// Set where arguments of a call are significant, beside its ``Syscall/index``.
  static let hasSignificantArguments: UInt16 = 0x8000

  /// By name, the ``Syscall/index`` of the calls that `architecture` has and that bring no process to
  /// life, run no program and have no other call behind them.
  let calls: ShortTextTable
  /// By name of the errno, the ``PlainEnding``.
  let errnos: ShortTextTable

  /// Made once for each architecture: every small file's threads ask for one.
  private static let made = Mutex<[Architecture: Self]>([:])

  static func on(_ architecture: Architecture) -> Self {
    made.withLock { made in
      if let names = made[architecture] { return names }
      let names = Self(on: architecture, roles: CallRoles())
      made[architecture] = names
      return names
    }
  }

  private init(on architecture: Architecture, roles: CallRoles) {
    var calls: [ShortText: UInt16] = [:]
    for syscall in Syscall.all
    where syscall.exists(on: architecture) && !roles.changesProcesses(syscall)
      && Multiplexer.call(behind: syscall, on: architecture) == nil
    {
      guard let text = ShortText(syscall.name) else { continue }
      calls[text] =
        syscall.index | (syscall.hasSignificantArguments ? Self.hasSignificantArguments : 0)
    }
    self.calls = ShortTextTable(calls)
    var errnos: [ShortText: UInt16] = [:]
    for errno in KernelConstants.shared.errnos {
      if let text = ShortText(errno.name), let ending = PlainEnding(errno: errno.value) {
        errnos[text] = ending.rawValue
      }
    }
    self.errnos = ShortTextTable(errnos)
  }
}
