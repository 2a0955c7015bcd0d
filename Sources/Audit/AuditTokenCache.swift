internal import Logs
internal import Syscalls

/// Knows the types, `arch=` tokens and call numbers of plain records by what is printed of them. Each
/// thread fills its own.
struct AuditTokenCache {
  struct Entry {
    /// The number of its variant without argument values.
    let variant: UInt16
    /// Its place in ``AuditTokenCache/significant``, if its arguments are.
    fileprivate let place: UInt16?

    var hasSignificantArguments: Bool { place != nil }
  }

  /// What `arch=` shows, by its place in a list.
  struct Token {
    fileprivate let place: Int
  }

  /// The names of the types that are ``PlainRecord/Kind/companion``.
  let companions: FlatMap<InlineName>

  /// What is known of a call number.
  private enum Meaning {
    case unknown, notPlain
    case call(Entry)
  }

  /// Greater numbers are x32's, or no calls.
  private static let callLimit = 1024

  private struct Significant {
    let variant: CallSignature
    /// What counts of `a0` to `a3`.
    var masks = SIMD4<UInt64>()
  }

  private let variants: CallSignatures
  /// The eight digits that nearly all tokens have.
  private var tokens: [(text: UInt64, architecture: Architecture)] = []
  /// By token and call number.
  private var meanings: [Meaning] = []
  private var significant: [Significant] = []
  /// By the values of arguments.
  private var numbers = CallSignatureTable()

  init(_ variants: CallSignatures) {
    self.variants = variants
    var companions = FlatMap<InlineName>()
    for name in AuditRecordKind.companions { companions.insert(InlineName(name)!, 0) }
    self.companions = companions
  }

  /// The token of these digits; `nil` where a record that holds them is not plain.
  @inline(__always)
  mutating func token(_ text: UInt64) -> Token? {
    for place in tokens.indices where tokens[place].text == text { return Token(place: place) }
    return makeToken(text)
  }

  private mutating func makeToken(_ text: UInt64) -> Token? {
    let bytes = (0..<8).map { UInt8(truncatingIfNeeded: text >> (8 * $0)) }
    guard tokens.count < 4, let (token, end) = bytes.span.kernelHexadecimal(at: 0), end == 8,
      let architecture = Architecture(auditToken: UInt32(token), rawNumber: 0)
    else { return nil }
    tokens.append((text, architecture))
    meanings.append(contentsOf: repeatElement(.unknown, count: Self.callLimit))
    return Token(place: tokens.count - 1)
  }

  /// The call of this number; `nil` where a record that holds it is not plain.
  @inline(__always)
  mutating func call(_ number: UInt64, on token: Token) -> Entry? {
    guard number < Self.callLimit else { return nil }
    switch meanings[Self.callLimit &* token.place &+ Int(number)] {
    case .call(let call): return call
    case .notPlain: return nil
    case .unknown: return learn(UInt32(number), on: token)
    }
  }

  private mutating func learn(_ number: UInt32, on token: Token) -> Entry? {
    let call = makeCall(number, on: tokens[token.place].architecture)
    meanings[Self.callLimit * token.place + Int(number)] = call.map { .call($0) } ?? .notPlain
    return call
  }

  private mutating func makeCall(_ number: UInt32, on architecture: Architecture) -> Entry? {
    // An execve begins a program, of which more is to be known.
    guard let syscall = Syscall(number: number, on: architecture),
      !ProcessCalls.replacing.contains(syscall),
      case let variant = CallSignature(call: syscall, architecture: architecture),
      let number = variants.number(of: variant)
    else { return nil }
    guard syscall.hasSignificantArguments else { return Entry(variant: number, place: nil) }
    var entry = Significant(variant: variant)
    for argument in syscall.significantArguments(on: architecture) where argument.index < 4 {
      entry.masks[argument.index] = argument.mask
    }
    significant.append(entry)
    return Entry(variant: number, place: UInt16(significant.count - 1))
  }

  /// The variant that a call's registers make.
  ///
  /// - Parameter registers: `a0` to `a3`.
  mutating func variant(of call: Entry, with registers: SIMD4<UInt64>) -> UInt16? {
    guard let place = call.place else { return call.variant }
    let entry = significant[Int(place)]
    let words = registers & entry.masks
    var key = CallSignatureKey(call: place)
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
