internal import Logs
internal import Syscalls

/// A line that ended inside a call, on a terminal: what follows it until the call's rest comes are
/// words of other programs and messages of strace, for strace itself ends what it has begun.
struct SplitLine {
  struct Held {
    let line: Int
    let bytes: [UInt8]
  }

  let first: Held
  /// What came since and did not end it.
  private(set) var held: [Held] = []
  private var heldBytes = 0

  /// How much is held back before an open line is given up.
  private static let heldLines = 64
  private static let heldLimit = 1 << 20

  init(line: Int, bytes: [UInt8]) {
    first = Held(line: line, bytes: bytes)
  }

  /// Holds a line back; `false` where the rest is not to be hoped for any more.
  mutating func hold(_ line: Span<UInt8>, number: Int) -> Bool {
    held.append(Held(line: number, bytes: line.bytesCopied))
    heldBytes += line.count
    return held.count < Self.heldLines && heldBytes <= Self.heldLimit
  }

  /// The whole call, where `line` is its rest.
  func completed(by line: Span<UInt8>, names: SyscallNames) -> [UInt8]? {
    guard !line.isEmpty, !line.isCallOfItsOwn(names) else { return nil }
    // `)       = 5`, `, child_tidptr=0x7f7c3a1b9a10) = 18713`, ` <detached ...>`; there may be words
    // of a program before it, which had no newline at their end.
    if case .open = ArgumentScan(line, from: 0).ending {
      // The rest of a string that was longer than strace's buffer.
      let joined = first.bytes + line.bytesCopied
      return joined.span.isWholeCall(names) ? joined : nil
    }
    let joined = first.bytes + line.bytesCopied
    if joined.span.isWholeCall(names) { return joined }
    // `write(1, "a (b\n", 5a (b`, then `)   = 5`: what the program wrote hides the end.
    return first.bytes.span.argumentsClosed(names).map { $0 + line.bytesCopied }
  }
}

extension Span<UInt8> {
  /// The offset behind the opening parenthesis or behind `resumed>`; `nil` where no call begins.
  func startOfArguments(_ names: SyscallNames) -> Int? {
    let prefix = LinePrefix(of: self)
    if hasPrefix("<... ", at: prefix.end) {
      return firstIndex(of: UInt8(ascii: ">"), from: prefix.end).map { $0 + 1 }
    }
    var parenthesis = 0
    guard PrintedName(self, at: prefix.end, names: names, parenthesis: &parenthesis) != nil else {
      return nil
    }
    return parenthesis + 1
  }

  /// Whether a call or resumption begins here and ends.
  func isWholeCall(_ names: SyscallNames) -> Bool {
    guard let start = startOfArguments(names) else { return false }
    if case .open = ArgumentScan(self, from: start).ending { return false }
    return true
  }

  /// Whether a call that is known, or a resumption, begins here.
  func isCallOfItsOwn(_ names: SyscallNames) -> Bool {
    let prefix = LinePrefix(of: self)
    if hasPrefix("<... ", at: prefix.end) { return true }
    var parenthesis = 0
    if case .known = PrintedName(self, at: prefix.end, names: names, parenthesis: &parenthesis) {
      return true
    }
    return false
  }

  /// The line up to the last argument that is whole.
  fileprivate func argumentsClosed(_ names: SyscallNames) -> [UInt8]? {
    guard let start = startOfArguments(names) else { return nil }
    let scan = ArgumentScan(self, from: start)
    guard scan.count > 1, let last = scan.argument(scan.count - 1, in: self) else {
      return extracting(..<start).bytesCopied
    }
    return extracting(..<last.lowerBound).bytesCopied
  }

  /// Whether something like `name(…) = …` ends before `end`.
  func looksLikeCall(before end: Int) -> Bool {
    guard let parenthesis = firstIndex(of: UInt8(ascii: "("), from: 0), parenthesis > 0,
      parenthesis < end, self[parenthesis - 1].isIdentifier
    else { return false }
    if case .open = ArgumentScan(extracting(..<end), from: parenthesis + 1).ending { return false }
    return true
  }

  /// Whether it is the end of a call: `"x", 1) = 1`.
  var looksLikeRest: Bool {
    if case .result = ArgumentScan(self, from: 0).ending { return true }
    return false
  }
}
