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
      PlainScanner(text: text, names: names, significant: arguments)
        .read(upTo: block.count, into: &lines, &numbers)
    }
  }
}

/// Reads one line after the other.
private struct PlainScanner {
  let text: StructuralIndex
  let names: PlainNames
  let significant: PlainArguments

  func read(
    upTo end: Int, into lines: inout [PlainLine], _ variants: inout CallSignatureTable
  ) {
    var number = NumberText()
    var start = 0
    while start < end {
      lines.append(addingCapacity: 512) { lines in
        while start < end, !lines.isFull {
          let line = line(from: start, upTo: end, &number, &variants)
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
    from start: Int, upTo end: Int, _ number: inout NumberText,
    _ variants: inout CallSignatureTable
  ) -> PlainLine {
    var draft = Draft(position: start)
    guard readNumber(&draft, &number), readTime(&draft), readCall(&draft, &variants),
      readArguments(&draft),
      draft.variant < PlainNames.hasSignificantArguments || readLast(&draft, &variants),
      draft.kind == .unfinished || readResult(&draft)
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

  /// `= 3`, `= 0x7f0c00000000`, `= -1 EAGAIN (Resource temporarily unavailable)`, `= ? ERESTARTSYS (…)`,
  /// and what follows up to the line's end.
  @inline(__always)
  private func readResult(_ draft: inout Draft) -> Bool {
    let start = text.nonblank(from: draft.position)
    guard start > draft.position, text.holds("= ", at: start) else { return false }
    draft.position = start &+ 2
    let word = text.word(at: draft.position)
    let digits = word.leadingDigits
    if 1...7 ~= digits, text.byte(at: draft.position &+ digits) != UInt8(ascii: "x") {
      draft.ending = .returned
      draft.result = word.decimal(digits)
      draft.position &+= digits
    } else {
      guard readLongResult(&draft) else { return false }
    }
    if text.byte(at: draft.position) == .newline { return true }
    guard let end = endOfRest(from: draft.position) else { return false }
    draft.position = end
    return true
  }

  private func readLongResult(_ draft: inout Draft) -> Bool {
    let start = draft.position
    guard text.byte(at: start).isDigit else { return readFailure(&draft) }
    var value: UInt64 = 0
    var limit = 19  // So many digits always fit.
    if text.holds("0x", at: start) {
      draft.position &+= 2
      limit = 18
      while let digit = text.byte(at: draft.position).hexDigit {
        value = value &<< 4 | UInt64(digit)
        draft.position &+= 1
      }
      guard draft.position > start &+ 2 else { return false }
    } else {
      while text.byte(at: draft.position).isDigit {
        value = value &* 10 &+ UInt64(text.byte(at: draft.position) &- 0x30)
        draft.position &+= 1
      }
    }
    draft.ending = .returned
    draft.result = UInt32(clamping: value)
    return draft.position &- start <= limit
  }

  private func readFailure(_ draft: inout Draft) -> Bool {
    let start = draft.position
    let end = text.mark(from: start) &- 1
    guard text.holds(" (", at: end) else { return false }
    if text.holds("? ERESTART", at: start) {
      guard (start &+ 2..<end).allSatisfy({ text.byte(at: $0).isIdentifier }) else { return false }
    } else {
      guard text.holds("-1 E", at: start), let errno = names.errnos[text, (start &+ 3)..<end] else {
        return false
      }
      draft.ending = PlainEnding(rawValue: errno)
    }
    draft.position = end
    return true
  }

  /// The end of a line that goes on behind its result with `</path>`, ` (Timeout)` and ` <0.000012>`, in
  /// this order.
  private func endOfRest(from start: Int) -> Int? {
    var position = start
    if text.byte(at: position) == UInt8(ascii: "<") {
      guard let end = endOfBrackets(from: position) else { return nil }
      position = end
    }
    if text.holds(" (", at: position) {
      guard let end = endOfParentheses(from: position &+ 1) else { return nil }
      position = end
    }
    // Where a quote stands, nothing behind it is marked.
    guard !text.holdsQuote(start..<position) else { return nil }
    if text.holds(" <", at: position) {
      position = endOfTime(from: position &+ 2)
      guard text.byte(at: position) == UInt8(ascii: ">") else { return nil }
      position &+= 1
    }
    return text.byte(at: position) == .newline ? position : nil
  }

  /// The offset behind the `>` that closes the `<` at `start`, if nothing else is marked between them.
  @inline(__always)
  private func endOfBrackets(from start: Int) -> Int? {
    let close = text.mark(from: start &+ 1)
    guard text.byte(at: close) == UInt8(ascii: ">"),
      text.byte(at: close &- 1) != UInt8(ascii: "-")
    else { return nil }
    return close &+ 1
  }

  /// The offset behind the `)` that closes the `(` at `start`, if it holds no other; not of
  /// `(INJECTED)`.
  private func endOfParentheses(from start: Int) -> Int? {
    guard !text.holds("(INJECTED", at: start) else { return nil }
    var position = text.mark(from: start &+ 1)
    while text.byte(at: position) == UInt8(ascii: "<") {
      guard let end = endOfBrackets(from: position) else { return nil }
      position = text.mark(from: end)
    }
    return text.byte(at: position) == UInt8(ascii: ")") ? position &+ 1 : nil
  }
}
