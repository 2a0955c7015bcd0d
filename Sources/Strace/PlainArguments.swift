internal import Logs
internal import Syscalls

/// Knows the variants by what strace prints of their arguments. A class, for each thread fills one.
final class PlainArguments {
  /// Bytes of printed arguments that a key holds: ` FUTEX_WAIT_BITSET_PRIVATE|FUTEX_CLOCK_REALTIME` is 46.
  private static let limit = 48

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
      let range = text.arguments(first...last, from: start)
    else { return nil }
    return number(of: call, significant, text, range)
  }

  /// The same of a call whose last argument, which ends at `end`, is the only significant one.
  func number(of call: UInt16, _ text: StructuralIndex, lastBefore end: Int) -> UInt16? {
    text.lastArgument(before: end).flatMap {
      number(of: call, Syscall(index: call).significantArguments(on: architecture), text, $0)
    }
  }

  private func number(
    of call: UInt16, _ significant: [SignificantArgument], _ text: StructuralIndex,
    _ range: Range<Int>
  ) -> UInt16? {
    guard range.count <= Self.limit else { return nil }
    var key = CallSignatureKey(call: call)
    for index in 0..<6 where 8 * index < range.count {
      let rest = range.count - 8 * index
      key.words[index] =
        text.word(at: range.lowerBound + 8 * index)
        & (UInt64.max >> UInt64(rest < 8 ? 64 - 8 * rest : 0))
    }
    return numbers.number(of: key) {
      let printed = range.map(text.byte(at:))
      return Self.variant(Syscall(index: call), significant, printed.span)
        .flatMap { variants.number(of: $0) }
    }
  }

  /// `nil` for what has no known value.
  private static func variant(
    _ call: Syscall, _ significant: [SignificantArgument], _ text: Span<UInt8>
  ) -> CallSignature? {
    var variant = CallSignature(call: call)
    let scan = ArgumentScan(text, from: 0)
    for argument in significant {
      guard let range = scan.argument(argument.index - significant[0].index, in: text),
        let value = ArgumentText.value(text, range)
      else { return nil }
      variant.arguments.append(value & argument.mask, at: argument.index)
    }
    return variant
  }
}

extension StructuralIndex {
  /// Where the last argument before `end` stands, behind a comma, if it is names and numbers alone.
  fileprivate func lastArgument(before end: Int) -> Range<Int>? {
    var start = end
    while byte(at: start - 1).isIdentifier || byte(at: start - 1) == .space
      || byte(at: start - 1) == UInt8(ascii: "|")
    { start -= 1 }
    return byte(at: start - 1) == UInt8(ascii: ",") && start < end ? start..<end : nil
  }

  /// The offset of the quote that ends a string; `nil` where a control character stands in it.
  private func endOfString(from start: Int) -> Int? {
    var position = start
    while true {
      switch byte(at: position) {
      case .quote: return position
      case UInt8(ascii: "\\"): position += byte(at: position + 1) < 0x20 ? 1 : 2
      case 0..<0x20: return nil
      default: position += 1
      }
    }
  }

  /// Where the arguments of these indices stand, if they are names and numbers alone and what stands
  /// before them is no more than that, a descriptor's path and a string.
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
      case .quote where index < indices.lowerBound:
        guard let end = endOfString(from: position + 1) else { return nil }
        position = end
      case UInt8(ascii: ".") where index < indices.lowerBound:
        // Behind a string that was longer than strace prints.
        guard byte(at: position - 1) == .quote || byte(at: position - 1) == UInt8(ascii: ".") else {
          return nil
        }
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
