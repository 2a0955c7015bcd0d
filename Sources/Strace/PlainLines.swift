package import Logs
package import Syscalls

/// Finds the lines of a block, and reads those that are plain.
///
/// A line is plain only where `StraceReader` would learn exactly the same from it: the least doubt
/// makes it one of the others, which that one reads in full.
package final class PlainLines: LinePreparation {
  /// That the lines are prepared for.
  let architecture: Architecture
  private let names: PlainNames
  private let arguments: PlainArguments
  /// Those of the block, in order.
  package private(set) var lines: [PlainLine] = []
  private var marks = LineMarks()
  /// Of the variants that were met, by what is printed of their significant arguments.
  private var numbers = CallSignatureTable()
  /// Of results that were met, by what is printed behind `= `, the ``PlainEnding``.
  private var results = FlatMap<CallSignatureKey>()

  /// - Parameter variants: those of the log, shared with the other threads and the reader.
  package init(_ variants: CallSignatures, assuming architecture: Architecture) {
    self.architecture = architecture
    names = PlainNames.on(architecture)
    arguments = PlainArguments(variants, on: architecture, names)
  }

  /// Whether the names and numbers are those of the machine that is assumed now.
  package func serves(_ recorder: ObservationBuilder) -> Bool {
    architecture == recorder.assumedArchitecture
  }

  /// Finds the marks of a block and reads its plain lines.
  package func prepare(_ block: LineBlock) {
    lines.removeAll(keepingCapacity: true)
    // SAFETY: the function does what `LineMarks` says of it.
    marks.read(block) { text in
      PlainScanner(text: text, end: block.count, names: names, significant: arguments)
        .read(into: &lines, &numbers, &results)
    }
  }
}

/// Reads one line after the other.
private struct PlainScanner {
  let text: StructuralIndex
  /// Of the block's lines.
  let end: Int
  let names: PlainNames
  let significant: PlainArguments

  func read(
    into lines: inout [PlainLine], _ variants: inout CallSignatureTable,
    _ results: inout FlatMap<CallSignatureKey>
  ) {
    var number = NumberText()
    var start = 0
    while start < end {
      lines.append(addingCapacity: 512) { lines in
        while start < end, !lines.isFull {
          let line = line(from: start, &number, &variants, &results)
          lines.append(line)
          start = Int(line.end) &+ 1
        }
      }
    }
  }

  /// `4711  `, as it was printed last: most lines begin as the one before.
  private struct NumberText {
    var text: UInt64 = 0
    /// Of the bytes that count.
    var mask = UInt64.max
    var length = 0
    var process: UInt32 = 0
  }

  /// What is known of a line so far.
  private struct Draft {
    /// Where the rest begins.
    var position: Int
    var process: UInt32 = 0
    var shape: PlainLine.Shape = []
    var kind = PlainLine.Kind.call
    var variant: UInt16 = 0
    var ending = PlainEnding.unknown
    var result = PlainCall.noResult
  }

  @inline(__always)
  private func line(
    from start: Int, _ number: inout NumberText,
    _ variants: inout CallSignatureTable, _ results: inout FlatMap<CallSignatureKey>
  ) -> PlainLine {
    var draft = Draft(position: start)
    guard readNumber(&draft, &number), readTime(&draft), readCall(&draft, &variants),
      readArguments(&draft),
      draft.variant < PlainNames.hasSignificantArguments || readLast(&draft, &variants),
      draft.kind == .unfinished || readResult(&draft, from: start, &results)
    else {
      return .other(end: text.endOfLine(from: start, upTo: end), process: draft.process)
    }
    return PlainLine(
      end: draft.position, process: draft.process, draft.kind, draft.shape, variant: draft.variant,
      ending: draft.ending, result: draft.result)
  }

  /// `4711  `, if there is one, with all blanks behind it.
  @inline(__always)
  private func readNumber(_ draft: inout Draft, _ number: inout NumberText) -> Bool {
    if text.word(at: draft.position) & number.mask != number.text {
      guard text.byte(at: draft.position).isDigit else { return true }
      guard readNewNumber(draft, &number) else { return false }
    }
    draft.process = number.process
    draft.position &+= number.length
    guard number.length > 0 else { return true }
    draft.shape = .process
    if text.byte(at: draft.position) == .space {
      draft.position &+= text.word(at: draft.position).leadingBlanks
    }
    return true
  }

  /// `false` for a number that is neither a process's nor belongs to a time.
  private func readNewNumber(_ draft: Draft, _ number: inout NumberText) -> Bool {
    let word = text.word(at: draft.position)
    let digits = word.leadingDigits
    guard 1...7 ~= digits, text.byte(at: draft.position &+ digits) == .space else {
      number = NumberText()
      // `7:4711 read(` has a line's number.
      if text.byte(at: draft.position &+ digits) == UInt8(ascii: ":") {
        return digits == 2 && text.byte(at: draft.position &+ 5) == UInt8(ascii: ":")
      }
      // `00000077 read(` has a process, `1795302065 read(` has a time.
      return digits < 8 || text.byte(at: draft.position) != UInt8(ascii: "0")
    }
    number.process = word.decimal(digits)
    // Numbers of processes end at 4194304 (PID_MAX_LIMIT); a greater one is `-t` in seconds.
    guard number.process &- 1 < 4_194_304 else {
      number = NumberText()
      return false
    }
    number.length = digits &+ 1
    number.mask = UInt64.max >> UInt64(truncatingIfNeeded: 64 &- 8 &* number.length)
    number.text = word & number.mask
    return true
  }

  /// `23:04:14 `, `23:04:14.171643 `, `1795302163.943298 `, if there is one.
  @inline(__always)
  private func readTime(_ draft: inout Draft) -> Bool {
    guard text.byte(at: draft.position).isDigit else { return true }
    let end = endOfTime(from: draft.position)
    guard text.byte(at: end) == .space else { return false }
    draft.shape.formUnion(.time)
    draft.position = end &+ 1
    return true
  }

  /// The first byte at or after `start` that is no digit, colon or point.
  @inline(__always)
  private func endOfTime(from start: Int) -> Int {
    var position = start
    while true {
      let bytes = text.word(at: position).leadingTimeBytes
      position &+= bytes
      if bytes < 8 { return position }
    }
  }

  /// `read(`, `<... read resumed>`.
  @inline(__always)
  private func readCall(_ draft: inout Draft, _ variants: inout CallSignatureTable) -> Bool {
    let mark = text.mark(from: draft.position)
    guard text.byte(at: mark) == UInt8(ascii: "(") else { return readResumption(&draft, mark) }
    guard let call = names.calls[text, draft.position..<mark] else { return false }
    draft.position = mark &+ 1
    draft.variant = call
    guard call >= PlainNames.hasSignificantArguments,
      call & PlainNames.isLastSignificant == 0
    else { return true }
    guard
      let variant = significant.number(
        of: call & ~PlainNames.marks, text, from: draft.position, &variants)
    else { return false }
    draft.variant = variant
    return true
  }

  private func readResumption(_ draft: inout Draft, _ mark: Int) -> Bool {
    let start = draft.position
    guard mark == start, text.holds("<... ", at: start) else { return false }
    let close = text.mark(from: start &+ 1)
    guard text.byte(at: close) == UInt8(ascii: ">"), close > start &+ 13,
      text.holds(" resumed", at: close &- 8),
      let call = names.calls[text, (start &+ 5)..<(close &- 8)]
    else { return false }
    draft.kind = .resumption
    guard call & PlainNames.isInSecondHalf == 0 else { return false }
    draft.variant = call & ~PlainNames.marks
    draft.position = close &+ 1
    return true
  }

  /// The last argument, which is the one that decides, of a call whose arguments have been passed over.
  private func readLast(_ draft: inout Draft, _ variants: inout CallSignatureTable) -> Bool {
    let end = draft.kind == .unfinished ? draft.position &- 16 : draft.position &- 1
    guard
      let variant = significant.number(
        of: draft.variant & ~PlainNames.marks, text, lastBefore: end, &variants)
    else { return false }
    draft.variant = variant
    return true
  }

  /// Finds the end of the arguments as ``ArgumentScan`` does, but over the marks alone.
  @inline(__always)
  private func readArguments(_ draft: inout Draft) -> Bool {
    let mark = text.mark(from: draft.position)
    if text.byte(at: mark) == UInt8(ascii: ")") {
      draft.position = mark &+ 1
      return true
    }
    return readLongArguments(&draft, from: mark)
  }

  /// Arguments that hold a mark, at `start`: `makedev(0x1, 0x3)`, `3</etc/passwd>`, `<unfinished ...>`.
  private func readLongArguments(_ draft: inout Draft, from start: Int) -> Bool {
    var position = start
    var parentheses = 0
    var isInBrackets = false
    while true {
      switch text.byte(at: position) {
      case UInt8(ascii: ")"):
        guard !isInBrackets else { return false }
        if parentheses == 0 {
          draft.position = position &+ 1
          return true
        }
        parentheses &-= 1
      case UInt8(ascii: "("):
        guard !isInBrackets else { return false }
        parentheses &+= 1
      case UInt8(ascii: "<"):
        guard !isInBrackets else { return false }
        if text.holds("<unfi", at: position) { return readUnfinished(&draft, at: position) }
        guard !text.holds("<deta", at: position), !text.holds("<pid ", at: position),
          !text.holds("<... ", at: position)
        else { return false }  // other remarks of strace's
        // A quote in a path is part of it, and begins no string.
        guard
          text.byte(at: position &+ 1) != UInt8(ascii: "/")
            || !text.holdsQuote(position..<text.mark(from: position &+ 1))
        else { return false }
        isInBrackets = true
      case UInt8(ascii: ">"):
        // `4<TCP:[127.0.0.1:80->127.0.0.1:5]>`
        isInBrackets = isInBrackets && text.byte(at: position &- 1) == UInt8(ascii: "-")
      case UInt8(ascii: "+"):
        break
      case UInt8(ascii: "*"):
        guard text.byte(at: position &- 1) == UInt8(ascii: "/") else { break }
        guard let end = endOfComment(from: position &+ 1) else { return false }
        position = end
      default:
        return false
      }
      position = text.mark(from: position &+ 1)
    }
  }

  /// The offset of the last byte of `/* 23 vars */`, if there are but letters, digits and blanks in it.
  private func endOfComment(from start: Int) -> Int? {
    var position = start
    while text.byte(at: position).isIdentifier || text.byte(at: position) == .space {
      position &+= 1
    }
    guard text.byte(at: position) == UInt8(ascii: "*"),
      text.byte(at: position &+ 1) == UInt8(ascii: "/")
    else { return nil }
    return position &+ 1
  }

  private func readUnfinished(_ draft: inout Draft, at position: Int) -> Bool {
    guard draft.kind == .call, text.holds("<unfinished ...>\n", at: position) else { return false }
    draft.kind = .unfinished
    draft.position = position &+ 16
    return true
  }

  /// `= 3`, `= -1 EAGAIN (Resource temporarily unavailable)`, and what follows up to the line's end.
  @inline(__always)
  private func readResult(
    _ draft: inout Draft, from start: Int, _ results: inout FlatMap<CallSignatureKey>
  ) -> Bool {
    let equals = text.nonblank(from: draft.position)
    guard equals > draft.position, text.holds("= ", at: equals) else { return false }
    let result = equals &+ 2
    let word = text.word(at: result)
    let digits = word.leadingDigits
    if 1...7 ~= digits, let end = endOfLine(behind: result &+ digits) {
      draft.ending = .returned
      draft.result = word.decimal(digits)
      draft.position = end
      return true
    }
    return readLongResult(&draft, of: start, at: result, &results)
  }

  /// The end of a line that goes on behind `start` with no more than ` <0.000012>`.
  @inline(__always)
  private func endOfLine(behind start: Int) -> Int? {
    if text.byte(at: start) == .newline { return start }
    guard text.holds(" <", at: start) else { return nil }
    let end = endOfTime(from: start &+ 2)
    return text.holds(">\n", at: end) ? end &+ 1 : nil
  }

  /// `= 0x7f0c00000000`, and every result that ``ResultText`` reads, or has read, of a line that begins at `start`.
  @inline(never)
  private func readLongResult(
    _ draft: inout Draft, of start: Int, at result: Int,
    _ results: inout FlatMap<CallSignatureKey>
  ) -> Bool {
    if text.holds("0x", at: result) {
      let digits = text.hexadecimalDigits(at: result &+ 2)
      // Greater than any number that is asked for.
      if digits > 8, text.byte(at: result &+ 2) != UInt8(ascii: "0"),
        let end = endOfLine(behind: result &+ 2 &+ digits)
      {
        draft.ending = .returned
        draft.position = end
        return true
      }
    }
    var lineEnd = text.mark(from: result)
    while text.byte(at: lineEnd) >= 0x20 { lineEnd = text.mark(from: lineEnd &+ 1) }
    guard text.byte(at: lineEnd) == .newline else { return false }
    draft.position = lineEnd
    let digits = text.word(at: result).leadingDigits
    if 1...7 ~= digits { draft.result = text.word(at: result).decimal(digits) }
    let known = remembered(result, upTo: lineEnd)
    if let known, let ending = results[known] {
      draft.ending = PlainEnding(rawValue: ending)
      return true
    }
    let line = text.copy(start..<lineEnd)
    guard ResultText.begins(line.span, at: result - start),
      ResultText.isWhole(line.span, from: result - start)
    else { return false }
    let read = ResultText(line.span, from: result - start)
    guard !read.isDeath, let ending = PlainEnding(read.outcome) else { return false }
    draft.ending = ending
    let value = read.value.map { UInt32(clamping: $0) } ?? PlainCall.noResult
    if let known, value == draft.result {
      let isFailure = text.byte(at: result) == UInt8(ascii: "-")
      if results.count < (isFailure ? Self.resultsKept : Self.resultsKept / 2) {
        results.insert(known, ending.rawValue)
      }
    }
    draft.result = value
    return true
  }

  /// `-1 EAGAIN (Resource temporarily unavailable)`, `3</etc/passwd>`, without a time behind it, which changes nothing.
  private func remembered(_ start: Int, upTo end: Int) -> CallSignatureKey? {
    var close = end
    if text.byte(at: end &- 1) == UInt8(ascii: ">") {
      var open = end &- 2
      while text.byte(at: open).isTime { open &-= 1 }
      if text.holds(" <", at: open &- 1), open < end &- 2 { close = open &- 1 }
    }
    guard close > start,
      text.byte(at: close &- 1) == UInt8(ascii: ")")
        || text.byte(at: close &- 1) == UInt8(ascii: ">")
    else { return nil }
    return CallSignatureKey(call: 0, text, start..<close)
  }

  /// Results that one thread keeps; failures, of which there are few, find room where the others have none any more.
  private static let resultsKept = 512
}

extension UInt8 {
  /// Whether `-T` prints it of a time.
  fileprivate var isTime: Bool { isDigit || self == UInt8(ascii: ".") }
}
