internal import Logs
internal import Syscalls

/// Knows the variants by what strace prints of their arguments. Each thread fills a table with them.
struct PlainArguments {
  private let variants: CallSignatures
  private let architecture: Architecture
  private let names: PlainNames

  init(_ variants: CallSignatures, on architecture: Architecture, _ names: PlainNames) {
    self.variants = variants
    self.architecture = architecture
    self.names = names
  }

  /// The number of the variant that a call's arguments make, which begin at `start`; `nil` where that
  /// cannot be told from them alone.
  func number(
    of call: UInt16, _ text: StructuralIndex, from start: Int, _ numbers: inout CallSignatureTable
  ) -> UInt16? {
    guard let range = text.arguments(names.significant[Int(call)], from: start) else { return nil }
    return number(of: call, text, range, &numbers)
  }

  /// The same of a call whose last argument, which ends at `end`, is the only significant one.
  func number(
    of call: UInt16, _ text: StructuralIndex, lastBefore end: Int,
    _ numbers: inout CallSignatureTable
  ) -> UInt16? {
    guard let range = text.lastArgument(before: end) else { return nil }
    return number(of: call, text, range, &numbers)
  }

  private func number(
    of call: UInt16, _ text: StructuralIndex, _ range: Range<Int>,
    _ numbers: inout CallSignatureTable
  ) -> UInt16? {
    guard let key = CallSignatureKey(call: call, text, range) else { return nil }
    return numbers.number(of: key) {
      let printed = range.map(text.byte(at:))
      let call = Syscall(index: call)
      return Self.variant(call, call.significantArguments(on: architecture), printed.span)
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
  fileprivate func arguments(_ indices: SignificantRange, from start: Int) -> Range<Int>? {
    var position = start
    var begin = start
    var index = 0
    while true {
      position = endOfWords(from: position)
      switch byte(at: position) {
      case UInt8(ascii: ","):
        if index == indices.last { return begin..<position }
        index &+= 1
        if index == indices.first { begin = position &+ 1 }
      case UInt8(ascii: ")"):
        return index == indices.last ? begin..<position : nil
      case .quote where index < indices.first:
        guard let end = endOfString(from: position + 1) else { return nil }
        position = end
      case UInt8(ascii: ".") where index < indices.first:
        // Behind a string that was longer than strace prints.
        guard byte(at: position - 1) == .quote || byte(at: position - 1) == UInt8(ascii: ".") else {
          return nil
        }
      case UInt8(ascii: "<"):
        if holds("<unfi", at: position) {
          return index == indices.last ? begin..<position : nil
        }
        let close = mark(from: position + 1)
        guard index < indices.first, position > start, byte(at: position - 1).isIdentifier,
          byte(at: close) == UInt8(ascii: ">")
        else { return nil }
        position = close
      default:
        return nil
      }
      position &+= 1
    }
  }
}
