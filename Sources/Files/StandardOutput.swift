internal import SystemPackage

/// The stream for results.
package enum StandardOutput {
  /// Its number.
  package static var descriptor: CInt { FileDescriptor.standardOutput.rawValue }

  /// Writes a text and a line end; nothing for an empty text.
  package static func write(_ text: String) throws(FileError) {
    if !text.isEmpty { try write(Array((text + "\n").utf8)) }
  }

  /// Writes bytes; a reader that has read enough and went away is no error.
  package static func write(_ bytes: [UInt8]) throws(FileError) {
    do {
      _ = try FileDescriptor.standardOutput.writeAll(bytes)
    } catch Errno.brokenPipe {
    } catch {
      throw FileError("standard output: error: cannot be written: \(error)")
    }
  }
}
