internal import Glibc
internal import SystemPackage

/// The standard streams.
struct Console {
  private let descriptor: FileDescriptor

  static let standardOutput = Console(descriptor: .standardOutput)
  static let standardError = Console(descriptor: .standardError)

  var isTerminal: Bool { isatty(descriptor.rawValue) == 1 }

  /// Writes a text and a line end; nothing for an empty text.
  func write(_ text: String) {
    if !text.isEmpty { write(Array((text + "\n").utf8)) }
  }

  /// How wide the terminal is; 80 where it does not say.
  var columns: Int {
    var size = winsize()
    // SAFETY: the request fills a `winsize` (ioctl_tty(2)), which outlives the call.
    let result = unsafe withUnsafeMutablePointer(to: &size) {
      unsafe ioctl(descriptor.rawValue, UInt(TIOCGWINSZ), $0)
    }
    return result == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
  }

  /// Writes bytes; a reader that went away ends the program as it does any other.
  func write(_ bytes: [UInt8]) {
    _ = try? descriptor.writeAll(bytes)
  }
}
