internal import Synchronization
internal import Syscalls

/// What a plain line counts: a call, and the values of its significant arguments.
struct PlainVariant: Hashable {
  let call: Syscall
  var arguments = ArgumentValues()
}

/// Numbers the variants that a log holds, for ``PlainCall/variant``.
///
/// Calls without argument values have their ``Syscall/index``; the others the numbers behind, as they
/// are met. Shared by the threads that prepare blocks; no result depends on who meets which first.
final class PlainVariants: Sendable {
  /// Twelve bits are kept of a number. A log that needs more is read in full where it does.
  static let limit = 1 << 12

  private struct Numbered {
    var numbers: [PlainVariant: UInt16] = [:]
    var variants: [PlainVariant] = []
  }

  private let numbered = Mutex(Numbered())

  /// The number of a variant; `nil` where there are too many.
  func number(of variant: PlainVariant) -> UInt16? {
    guard !variant.arguments.isEmpty else { return variant.call.index }
    return numbered.withLock { numbered in
      if let number = numbered.numbers[variant] { return number }
      let number = Syscall.count + numbered.variants.count
      guard number < Self.limit else { return nil }
      numbered.variants.append(variant)
      numbered.numbers[variant] = UInt16(number)
      return UInt16(number)
    }
  }

  subscript(number: UInt16) -> PlainVariant {
    let index = Int(number) - Syscall.count
    guard index >= 0 else { return PlainVariant(call: Syscall(index: number)) }
    return numbered.withLock { $0.variants[index] }
  }
}

/// Knows the variants by what strace prints of their arguments. A class, for each thread fills one.
final class PlainArguments {
  /// What is printed of the significant arguments, up to 32 bytes, and the call's index.
  private struct Key: Equatable {
    var words = InlineArray<4, UInt64>(repeating: 0)
    let call: UInt16

    static func == (left: Self, right: Self) -> Bool {
      left.call == right.call && left.words[0] == right.words[0] && left.words[1] == right.words[1]
        && left.words[2] == right.words[2] && left.words[3] == right.words[3]
    }

    var slot: Int {
      var hash = words[0] ^ UInt64(call)
      for index in 1..<4 { hash = (hash ^ words[index]) &* 0x9e37_79b9_7f4a_7c15 }
      return Int(truncatingIfNeeded: hash >> 48) & (PlainArguments.size - 1)
    }
  }

  private static let size = 1024
  private static let limit = 32

  private let variants: PlainVariants
  private let architecture: Architecture
  /// A hash table that is at most half full.
  private var entries = [(key: Key, number: UInt16)?](repeating: nil, count: size)
  private var count = 0

  init(_ variants: PlainVariants, on architecture: Architecture) {
    self.variants = variants
    self.architecture = architecture
  }

  /// The number of the variant that a call's arguments make, which begin at `start`; `nil` where that
  /// cannot be told from them alone.
  func number(of call: UInt16, _ text: MarkedText, from start: Int) -> UInt16? {
    let significant = Syscall(index: call).significantArguments(on: architecture)
    guard let first = significant.first?.index, let last = significant.last?.index,
      let range = text.arguments(first...last, from: start), range.count <= Self.limit
    else { return nil }
    var key = Key(call: call)
    for index in 0..<4 where 8 * index < range.count {
      let rest = range.count - 8 * index
      key.words[index] =
        text.word(at: range.lowerBound + 8 * index)
        & (UInt64.max >> UInt64(rest < 8 ? 64 - 8 * rest : 0))
    }
    var slot = key.slot
    while let entry = entries[slot] {
      if entry.key == key { return entry.number }
      slot = (slot + 1) & (Self.size - 1)
    }
    let printed = range.map(text.byte(at:))
    guard 2 * count < Self.size,
      let number = variants.number(
        of: Self.variant(Syscall(index: call), significant, printed.span))
    else { return nil }
    count += 1
    entries[slot] = (key, number)
    return number
  }

  private static func variant(
    _ call: Syscall, _ significant: [SignificantArgument], _ text: Span<UInt8>
  ) -> PlainVariant {
    var variant = PlainVariant(call: call)
    let scan = ArgumentScan(text, from: 0)
    for argument in significant {
      guard let range = scan.argument(argument.index - significant[0].index, in: text),
        let value = ArgumentText.value(text, range)
      else { continue }
      variant.arguments.append(value & argument.mask, at: argument.index)
    }
    return variant
  }
}

extension MarkedText {
  /// Where the arguments of these indices stand, if they are names and numbers alone and what stands
  /// before them is no more than that and a descriptor's path.
  fileprivate func arguments(_ indices: ClosedRange<Int>, from start: Int) -> Range<Int>? {
    var position = start
    var begin = start
    var index = 0
    while true {
      switch byte(at: position) {
      case UInt8(ascii: ","):
        if index == indices.upperBound { return begin..<position }
        index += 1
        if index == indices.lowerBound { begin = position + 1 }
      case UInt8(ascii: ")"):
        return index == indices.upperBound ? begin..<position : nil
      case UInt8(ascii: "<"):
        if byte(at: position + 1) == UInt8(ascii: "u") {
          return index == indices.upperBound ? begin..<position : nil
        }
        let close = mark(from: position + 1)
        guard index < indices.lowerBound, byte(at: close) == UInt8(ascii: ">") else { return nil }
        position = close
      case let byte:
        guard byte.isIdentifier || byte == .space || byte == UInt8(ascii: "|") else { return nil }
      }
      position += 1
    }
  }
}
