internal import Syscalls

/// Knows the types, `arch=` tokens and call numbers of plain records by what is printed of them. Each
/// thread fills its own.
struct PlainNumbers {
  /// A call that has a row in one of the tables.
  struct Call {
    /// The number of its variant without argument values, or, where those are significant, its place
    /// in ``significant``.
    let index: UInt16
    let hasSignificantArguments: Bool
  }

  /// The names of the types that are ``PlainRecord/Kind/companion``.
  let companions: QuickTable<ShortText>

  /// What `arch=` shows, in the eight digits that nearly all tokens have.
  private struct Token {
    let text: UInt64
    let architecture: Architecture
    /// By call number; `nil` for what has not been asked for yet.
    var calls = [Call??](repeating: nil, count: 1024)
  }

  private struct Significant {
    let variant: PlainVariant
    /// What counts of `a0` to `a3`.
    var masks = SIMD4<UInt64>()
  }

  private let variants: PlainVariants
  private var tokens: [Token] = []
  private var significant: [Significant] = []
  /// By the values of arguments.
  private var numbers = PlainVariantTable()

  init(_ variants: PlainVariants) {
    self.variants = variants
    var companions = QuickTable<ShortText>()
    for name in AuditRecordKind.companions { companions.insert(ShortText(name)!, 0) }
    self.companions = companions
  }

  /// The call of this token and number; `nil` where a record that holds them is not plain.
  @inline(__always)
  mutating func call(token: UInt64, number: UInt64) -> Call? {
    guard number < 1024 else { return nil }
    for index in tokens.indices where tokens[index].text == token {
      if let known = tokens[index].calls[Int(number)] { return known }
      return learn(number, at: index)
    }
    return addToken(token) ? learn(number, at: tokens.count - 1) : nil
  }

  private mutating func addToken(_ text: UInt64) -> Bool {
    let bytes = (0..<8).map { UInt8(truncatingIfNeeded: text >> (8 * $0)) }
    guard tokens.count < 4, let (token, end) = bytes.span.kernelHexadecimal(at: 0), end == 8,
      let architecture = Architecture(auditToken: UInt32(token), rawNumber: 0)
    else { return false }
    tokens.append(Token(text: text, architecture: architecture))
    return true
  }

  private mutating func learn(_ number: UInt64, at index: Int) -> Call? {
    let call = makeCall(UInt32(number), on: tokens[index].architecture)
    tokens[index].calls[Int(number)] = .some(call)
    return call
  }

  private mutating func makeCall(_ number: UInt32, on architecture: Architecture) -> Call? {
    guard let syscall = Syscall(number: number, on: architecture) else { return nil }
    let variant = PlainVariant(call: syscall, architecture: architecture)
    guard syscall.hasSignificantArguments else {
      return variants.number(of: variant).map { Call(index: $0, hasSignificantArguments: false) }
    }
    var entry = Significant(variant: variant)
    for argument in syscall.significantArguments(on: architecture) where argument.index < 4 {
      entry.masks[argument.index] = argument.mask
    }
    significant.append(entry)
    return Call(index: UInt16(significant.count - 1), hasSignificantArguments: true)
  }

  /// The variant of a call without argument values.
  func variant(of call: Call) -> UInt16? {
    guard call.hasSignificantArguments else { return call.index }
    return variants.number(of: significant[Int(call.index)].variant)
  }

  /// The variant that a call's registers make.
  ///
  /// - Parameter key: the registers; what does not count of them is cut off.
  mutating func variant(of call: Call, _ key: inout PlainVariantKey) -> UInt16? {
    let entry = significant[Int(call.index)]
    key.words &= entry.masks
    let words = key.words
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
