internal import Logs
internal import Syscalls

/// Knows the architectures and call numbers of plain records. Each
/// thread fills its own.
struct AuditTokenCache {
  struct Entry {
    /// What is printed: the number, a blank, and what follows.
    fileprivate var text: UInt32 = 0
    /// The number of its variant without argument values.
    fileprivate(set) var variant: UInt16 = 0
    /// Its place in ``AuditTokenCache/significant``, if its arguments are, and one.
    fileprivate var place: UInt16 = 0
    /// How many digits its number has; 0 where a record of it is not plain.
    fileprivate(set) var digits: UInt8 = 0

    var hasSignificantArguments: Bool { place > 0 }
  }

  /// What `arch=` shows, by its place in a list.
  struct Token {
    fileprivate var place = 0
  }

  /// As many as ``index(_:_:)`` makes of one architecture.
  private static let placeCount = 1 << 11

  private struct Significant {
    let variant: CallSignature
    /// What counts of `a0` to `a3`.
    var masks = SIMD4<UInt64>()
  }

  private let variants: CallSignatures
  private var architectures: [Architecture] = []
  /// By architecture and what is printed of a call's number, the place of its entry; 0 where none is known.
  private var places: [UInt16] = []
  private var entries = [Entry()]
  /// By architecture and number, the calls without what is printed of them; `nil` for one whose record is not plain.
  private var calls: [UInt32: Entry?] = [:]
  private var significant: [Significant] = []
  /// By the values of arguments.
  private var numbers = CallSignatureTable()

  init(_ variants: CallSignatures) { self.variants = variants }

  /// The token of an architecture; `nil` where there are too many.
  mutating func token(of architecture: Architecture) -> Token? {
    if let place = architectures.firstIndex(of: architecture) { return Token(place: place) }
    guard architectures.count < 4 else { return nil }
    architectures.append(architecture)
    places.append(contentsOf: repeatElement(0, count: Self.placeCount))
    return Token(place: architectures.count - 1)
  }

  /// The call whose number stands at the beginning of `text`, up to a blank; `nil` where a record that holds it is
  /// not plain.
  @inline(__always)
  mutating func call(_ text: UInt64, on token: Token) -> Entry? {
    let index = Self.index(text, token)
    let entry = entries[Int(places[index])]
    if entry.text == UInt32(truncatingIfNeeded: text) { return entry.digits > 0 ? entry : nil }
    return learn(text, at: index, on: token)
  }

  /// Another one for every number of up to three digits, with a blank behind it and, behind a single digit, the
  /// beginning of ` compat=`, ` success=` or ` a0=`; found by trying multipliers.
  @inline(__always)
  private static func index(_ text: UInt64, _ token: Token) -> Int {
    let hash = (UInt32(truncatingIfNeeded: text & 0xff_ffff) &* 0xe6ef_3f41) &>> 21
    return placeCount &* token.place &+ Int(hash)
  }

  @inline(never)
  private mutating func learn(_ text: UInt64, at index: Int, on token: Token) -> Entry? {
    let digits = text.leadingDigits
    guard 1...3 ~= digits, UInt8(truncatingIfNeeded: text >> UInt64(8 * digits)) == .space else {
      return nil
    }
    let call = call(text.decimal(digits), on: token)
    var entry = call ?? Entry()
    entry.text = UInt32(truncatingIfNeeded: text)
    entry.digits = call == nil ? 0 : UInt8(digits)
    if places[index] == 0 {
      guard let place = UInt16(exactly: entries.count) else { return nil }
      places[index] = place
      entries.append(entry)
    } else {
      entries[Int(places[index])] = entry
    }
    return call == nil ? nil : entry
  }

  /// Each number is looked at once, though texts with one index may take turns for as long as a log likes.
  private mutating func call(_ number: UInt32, on token: Token) -> Entry? {
    let key = UInt32(token.place) << 16 | number
    if let known = calls[key] { return known }
    let call = makeCall(number, on: architectures[token.place])
    calls.updateValue(call, forKey: key)
    return call
  }

  private mutating func makeCall(_ number: UInt32, on architecture: Architecture) -> Entry? {
    // An execve begins a program, of which more is to be known.
    guard let syscall = Syscall(number: number, on: architecture),
      !ProcessCalls.replacing.contains(syscall),
      case let variant = CallSignature(call: syscall, architecture: architecture),
      let number = variants.number(of: variant)
    else { return nil }
    guard syscall.hasSignificantArguments else { return Entry(variant: number) }
    var entry = Significant(variant: variant)
    for argument in syscall.significantArguments(on: architecture) where argument.index < 4 {
      entry.masks[argument.index] = argument.mask
    }
    significant.append(entry)
    return Entry(variant: number, place: UInt16(significant.count))
  }

  /// What counts of the registers of a call that has significant arguments.
  func masks(of call: Entry) -> SIMD4<UInt64> { significant[Int(call.place) - 1].masks }

  /// The variant that a call's registers make.
  ///
  /// - Parameter registers: `a0` to `a3`.
  mutating func variant(of call: Entry, with registers: SIMD4<UInt64>) -> UInt16? {
    guard call.place > 0 else { return call.variant }
    let entry = significant[Int(call.place) - 1]
    let words = registers & entry.masks
    var key = CallSignatureKey(call: call.place)
    for index in 0..<4 { key.words[index] = words[index] }
    let variants = variants
    return numbers.number(of: key) {
      var variant = entry.variant
      for index in 0..<4 where entry.masks[index] != 0 {
        variant.arguments.append(words[index], at: index)
      }
      return variants.number(of: variant)
    }
  }
}
