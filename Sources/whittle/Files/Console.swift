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

  /// Writes bytes; a reader that went away ends the program as it does any other.
  func write(_ bytes: [UInt8]) {
    _ = try? descriptor.writeAll(bytes)
  }
}
