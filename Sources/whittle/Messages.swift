internal import Files
internal import Glibc
internal import Reports

/// Messages to the user, on standard error.
struct Messages {
  let isQuiet: Bool
  private let isColoured: Bool

  init(_ wording: MessageArguments) {
    isQuiet = wording.quiet
    isColoured =
      switch wording.color {
      case .always: true
      case .never: false
      case .auto: StandardError.isTerminal && !Self.refusesColour
      }
  }

  /// Something the user should know, unless they asked for quiet and it tells of no error.
  func note(_ text: String) {
    if !isQuiet || text.contains(": error: ") { StandardError.write(colouring(text)) }
  }

  /// What a verification found, in its order.
  func write(_ lines: [GateLine]) {
    for line in lines {
      if line.isError { error(line.text) } else { note(line.text) }
    }
  }

  /// Something that decides the exit status.
  func error(_ text: String) {
    StandardError.write(colouring(text))
  }

  /// Colours the words that say how bad it is.
  private func colouring(_ text: String) -> String {
    guard isColoured else { return text }
    return text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.replacing(": error: ", with: ": \u{1b}[1;31merror\u{1b}[0m: ", maxReplacements: 1)
        .replacing(": warning: ", with: ": \u{1b}[1;33mwarning\u{1b}[0m: ", maxReplacements: 1)
    }.joined(separator: "\n")
  }

  /// Whether NO_COLOR is set, and not empty (no-color.org).
  private static var refusesColour: Bool {
    // SAFETY: the first byte of the text is read alone, and at once.
    guard let value = unsafe getenv("NO_COLOR") else { return false }
    return unsafe value.pointee != 0
  }
}
