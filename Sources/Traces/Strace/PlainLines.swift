internal import CScan
internal import Syscalls

/// Finds the lines of a block, and reads those that are plain.
///
/// A line is plain only where ``StraceReader`` would learn exactly the same from it: the least doubt
/// makes it one of the others, which that one reads in full.
package final class PlainLines: LinePreparation {
  private let names: PlainNames
  private let arguments: PlainArguments
  private(set) var lines: [PlainLine] = []
  private var marks = LineMarks()

  /// - Parameter variants: those of the log, shared with the other threads and the reader.
  init(_ variants: PlainVariants, assuming architecture: Architecture) {
    names = PlainNames.on(architecture)
    arguments = PlainArguments(variants, on: architecture)
  }

  package func prepare(_ block: LineBlock) {
    lines.removeAll(keepingCapacity: true)
    // SAFETY: the function does what `LineMarks` says of it.
    unsafe marks.read(block, scan_marks) { text in
      PlainScanner(text: text, names: names, significant: arguments)
        .read(upTo: block.count, into: &lines)
    }
  }
}

/// Reads one line after the other.
private struct PlainScanner {
  let text: MarkedText
  let names: PlainNames
  let significant: PlainArguments

  func read(upTo end: Int, into lines: inout [PlainLine]) {
    var start = 0
    while start < end {
      let line = line(from: start, upTo: end)
      lines.append(line)
      start = Int(line.end) &+ 1
    }
  }

  /// Reads what stands before the call, which may be `4711  ` and `1795302163.943298 `, and the rest.
  @inline(__always)
  private func line(from start: Int, upTo end: Int) -> PlainLine {
    var position = start
    var process: UInt32 = 0
    var shape: PlainLine.Shape = []
    let first = text.word(at: position)
    let digits = first.leadingDigits
    if 1...7 ~= digits, text.byte(at: position &+ digits) == .space {
      process = first.decimal(digits)
      shape = .process
      position &+= digits &+ 1
      position &+= text.word(at: position).leadingBlanks
      // Numbers of processes end at 4194304 (PID_MAX_LIMIT); a greater one is `-t` in seconds.
      guard process &- 1 < 4_194_304 else { return other(from: start, upTo: end, 0) }
    }
    // `00000077 read(` has a process, `1795302065 read(` has a time.
    if digits == 8, text.byte(at: start) == UInt8(ascii: "0") {
      return other(from: start, upTo: end, 0)
    }
    if text.byte(at: position).isDigit {
      guard let behind = self.behindTime(at: position) else {
        return other(from: start, upTo: end, process)
      }
      position = behind
      shape.formUnion(.time)
    }
    return call(from: position, Head(process, shape)) ?? other(from: start, upTo: end, process)
  }

  /// A line that is not plain; it ends at a mark, as all do.
  private func other(from start: Int, upTo end: Int, _ process: UInt32) -> PlainLine {
    .other(end: text.endOfLine(from: start, upTo: end), process: process)
  }

  /// The offset behind `23:04:14 `, `23:04:14.171643 `, `1795302163.943298 `.
  @inline(__always)
  private func behindTime(at start: Int) -> Int? {
    var position = start
    var byte = text.byte(at: position)
    while byte &- 0x30 <= 10 || byte == UInt8(ascii: ".") {
      position &+= 1
      byte = text.byte(at: position)
    }
    return byte == .space ? position &+ 1 : nil
  }

  /// What is known of a line once its arguments begin.
  private struct Head {
    let process: UInt32
    let shape: PlainLine.Shape
    var kind = PlainLine.Kind.call
    var variant: UInt16 = 0

    @inline(__always)
    init(_ process: UInt32, _ shape: PlainLine.Shape) {
      self.process = process
      self.shape = shape
    }

    @inline(__always)
    func line(
      end: Int, _ ending: PlainEnding, result: UInt32 = PlainCall.noResult
    ) -> PlainLine {
      PlainLine(
        end: end, process: process, kind, shape, variant: variant, ending: ending, result: result)
    }
  }

  /// `read(`, `<... read resumed>`, and the rest.
  @inline(__always)
  private func call(from start: Int, _ head: Head) -> PlainLine? {
    var head = head
    let mark = text.mark(from: start)
    if text.byte(at: mark) == UInt8(ascii: "(") {
      guard let call = names.calls[text, start..<mark] else { return nil }
      head.variant = call
      if call >= PlainNames.hasSignificantArguments {
        guard
          let variant = significant.number(
            of: call & ~PlainNames.hasSignificantArguments, text, from: mark &+ 1)
        else { return nil }
        head.variant = variant
      }
      return arguments(from: mark &+ 1, head)
    }
    guard mark == start, text.holds("<... ", at: start),
      case let close = text.mark(from: start &+ 1),
      text.byte(at: close) == UInt8(ascii: ">"), close > start &+ 13,
      text.holds(" resumed", at: close &- 8),
      let call = names.calls[text, (start &+ 5)..<(close &- 8)]
    else { return nil }
    head.kind = .resumption
    head.variant = call & ~PlainNames.hasSignificantArguments
    return arguments(from: close &+ 1, head)
  }

  /// Finds the end of the arguments as ``ArgumentScan`` does, but over the marks alone.
  @inline(__always)
  private func arguments(from start: Int, _ head: Head) -> PlainLine? {
    let mark = text.mark(from: start)
    if text.byte(at: mark) == UInt8(ascii: ")") { return result(behind: mark &+ 1, head) }
    return longArguments(from: mark, head)
  }

  /// Arguments that hold a mark, at `start`: `makedev(0x1, 0x3)`, `3</etc/passwd>`, `<unfinished ...>`.
  private func longArguments(from start: Int, _ head: Head) -> PlainLine? {
    var position = start
    var parentheses = 0
    var isInBrackets = false
    while true {
      switch text.byte(at: position) {
      case UInt8(ascii: ")"):
        guard !isInBrackets else { return nil }
        if parentheses == 0 { return result(behind: position &+ 1, head) }
        parentheses &-= 1
      case UInt8(ascii: "("):
        guard !isInBrackets else { return nil }
        parentheses &+= 1
      case UInt8(ascii: "<"):
        guard !isInBrackets else { return nil }
        if text.holds("<unfi", at: position) { return unfinished(at: position, head) }
        guard !text.holds("<deta", at: position), !text.holds("<pid ", at: position),
          !text.holds("<... ", at: position)
        else { return nil }  // other remarks of strace's
        // A quote in a path is part of it, and begins no string.
        guard
          text.byte(at: position &+ 1) != UInt8(ascii: "/")
            || !text.holdsQuote(position..<text.mark(from: position &+ 1))
        else { return nil }
        isInBrackets = true
      case UInt8(ascii: ">"):
        // `4<TCP:[127.0.0.1:80->127.0.0.1:5]>`
        isInBrackets = isInBrackets && text.byte(at: position &- 1) == UInt8(ascii: "-")
      case UInt8(ascii: "+"):
        break
      case UInt8(ascii: "*"):
        guard text.byte(at: position &- 1) == UInt8(ascii: "/") else { break }
        guard let end = endOfComment(from: position &+ 1) else { return nil }
        position = end
      default:
        return nil
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

  private func unfinished(at position: Int, _ head: Head) -> PlainLine? {
    guard head.kind == .call, text.holds("<unfinished ...>\n", at: position) else { return nil }
    var head = head
    head.kind = .unfinished
    return head.line(end: position &+ 16, .unknown)
  }

  /// `= 3`, `= 0x7f0c00000000`, `= -1 EAGAIN (Resource temporarily unavailable)`, `= ? ERESTARTSYS (…)`,
  /// and what follows up to the line's end.
  @inline(__always)
  private func result(behind start: Int, _ head: Head) -> PlainLine? {
    var position = text.nonblank(from: start)
    guard position > start, text.holds("= ", at: position) else { return nil }
    position &+= 2
    let word = text.word(at: position)
    let digits = word.leadingDigits
    guard digits > 0 else { return failure(at: position, head) }
    guard digits < 8 else { return longNumber(at: position, head) }
    let value = word.decimal(digits)
    position &+= digits
    if text.byte(at: position) == .newline {
      return head.line(end: position, .returned, result: value)
    }
    if value == 0, digits == 1, text.byte(at: position) == UInt8(ascii: "x") {
      return hexadecimal(at: position &+ 1, head)
    }
    return rest(from: position, head, .returned, result: value)
  }

  private func longNumber(at start: Int, _ head: Head) -> PlainLine? {
    var position = start
    var value: UInt64 = 0
    while text.byte(at: position).isDigit {
      value = value &* 10 &+ UInt64(text.byte(at: position) &- 0x30)
      position &+= 1
    }
    // So many digits always fit.
    guard position &- start <= 19 else { return nil }
    return rest(from: position, head, .returned, result: UInt32(clamping: value))
  }

  private func hexadecimal(at start: Int, _ head: Head) -> PlainLine? {
    var position = start
    var value: UInt64 = 0
    while let digit = text.byte(at: position).hexDigit {
      value = value &<< 4 | UInt64(digit)
      position &+= 1
    }
    guard position > start, position <= start &+ 16 else { return nil }
    return rest(from: position, head, .returned, result: UInt32(clamping: value))
  }

  private func failure(at position: Int, _ head: Head) -> PlainLine? {
    if text.holds("? E", at: position) { return rest(from: position, head, .unknown) }
    let parenthesis = text.mark(from: position)
    guard text.holds("-1 E", at: position), text.holds(" (", at: parenthesis &- 1),
      let errno = names.errnos[text, (position &+ 3)..<(parenthesis &- 1)]
    else { return nil }
    return rest(from: parenthesis, head, PlainEnding(rawValue: errno))
  }

  /// What follows a result: nothing, `</path>`, `(Timeout)`, ` <0.000012>`.
  @inline(__always)
  private func rest(
    from start: Int, _ head: Head, _ ending: PlainEnding, result: UInt32 = PlainCall.noResult
  ) -> PlainLine? {
    var position = start
    while true {
      position = text.mark(from: position)
      switch text.byte(at: position) {
      case .newline:
        // Where one stands, nothing behind it is marked.
        guard !text.holdsQuote(start..<position) else { return nil }
        return head.line(end: position, ending, result: result)
      case UInt8(ascii: "("):
        guard !text.holds("(INJECTED", at: position) else { return nil }
      case UInt8(ascii: ")"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "+"):
        break
      default:
        return nil  // `= 7 /* 4711 in strace's PID NS */`, and what no terminal should see
      }
      position &+= 1
    }
  }
}
