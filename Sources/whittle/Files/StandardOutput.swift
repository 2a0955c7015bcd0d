internal import SystemPackage

/// The stream for results.
enum StandardOutput {
  /// Writes a text and a line end; nothing for an empty text.
  static func write(_ text: String) throws(ExitError) {
    if !text.isEmpty { try write(Array((text + "\n").utf8)) }
  }

  /// Writes bytes; a reader that has read enough and went away is no error.
  static func write(_ bytes: [UInt8]) throws(ExitError) {
    do {
      _ = try FileDescriptor.standardOutput.writeAll(bytes)
    } catch Errno.brokenPipe {
    } catch {
      throw .cannot("standard output: error: cannot be written: \(error)")
    }
  }
}
