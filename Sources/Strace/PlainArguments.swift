internal import Logs
internal import Syscalls

/// Knows the variants by what strace prints of their arguments. A class, for each thread fills one.
final class PlainArguments {
  /// Bytes of printed arguments that a key holds.
  private static let limit = 32

  private let variants: CallSignatures
  private let architecture: Architecture
  /// By what is printed of the significant arguments.
  private var numbers = CallSignatureTable()

  init(_ variants: CallSignatures, on architecture: Architecture) {
    self.variants = variants
    self.architecture = architecture
  }

  /// The number of the variant that a call's arguments make, which begin at `start`; `nil` where that
  /// cannot be told from them alone.
  func number(of call: UInt16, _ text: StructuralIndex, from start: Int) -> UInt16? {
    let significant = Syscall(index: call).significantArguments(on: architecture)
    guard let first = significant.first?.index, let last = significant.last?.index,
      let range = text.arguments(first...last, from: start), range.count <= Self.limit
    else { return nil }
    var key = CallSignatureKey(call: call)
    for index in 0..<4 where 8 * index < range.count {
      let rest = range.count - 8 * index
      key.words[index] =
        text.word(at: range.lowerBound + 8 * index)
        & (UInt64.max >> UInt64(rest < 8 ? 64 - 8 * rest : 0))
    }
    return numbers.number(of: key) {
      let printed = range.map(text.byte(at:))
      return variants.number(of: Self.variant(Syscall(index: call), significant, printed.span))
    }
  }

  private static func variant(
    _ call: Syscall, _ significant: [SignificantArgument], _ text: Span<UInt8>
  ) -> CallSignature {
    var variant = CallSignature(call: call)
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

extension StructuralIndex {
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
        if holds("<unfi", at: position) {
          return index == indices.upperBound ? begin..<position : nil
        }
        let close = mark(from: position + 1)
        guard index < indices.lowerBound, position > start, byte(at: position - 1).isIdentifier,
          byte(at: close) == UInt8(ascii: ">")
        else { return nil }
        position = close
      case let byte:
        guard byte.isIdentifier || byte == .space || byte == UInt8(ascii: "|") else { return nil }
      }
      position += 1
    }
  }
}
