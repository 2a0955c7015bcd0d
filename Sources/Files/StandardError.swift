internal import Glibc
internal import SystemPackage

/// The stream for messages, on a terminal or not.
package enum StandardError {
  /// Whether standard error is a terminal.
  package static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }

  /// How wide the terminal is; 80 where it does not say.
  package static var columns: Int {
    var size = winsize()
    // SAFETY: the request fills a `winsize` (ioctl_tty(2)), which outlives the call.
    let result = unsafe withUnsafeMutablePointer(to: &size) {
      unsafe ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), $0)
    }
    return result == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
  }

  /// Writes a text and a line end; nothing for an empty text.
  package static func write(_ text: String) {
    if !text.isEmpty { write(Array((text + "\n").utf8)) }
  }

  /// Writes bytes, if that is possible: there is nowhere else to say that it is not.
  package static func write(_ bytes: [UInt8]) {
    _ = try? FileDescriptor.standardError.writeAll(bytes)
  }
}
