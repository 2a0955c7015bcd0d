internal import Glibc
internal import SystemPackage
internal import Text

/// A small file that is read as a whole.
package enum InputFile {
  /// What is read of one file, in bytes: far beyond any profile.
  package static let limit = 1 << 24

  /// Whether something stands at `path`, whatever it is.
  package static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

  /// The first bytes of the file, `count` at the most.
  package static func beginning(of path: String, count: Int) throws(FileError) -> [UInt8] {
    do {
      let descriptor = try FileDescriptor.open(FilePath(path), .readOnly, options: [.closeOnExec])
      return try descriptor.closeAfter {
        var bytes = [UInt8](repeating: 0, count: count)
        // SAFETY: `read` writes within the buffer it is given.
        let filled = try unsafe bytes.withUnsafeMutableBytes {
          try unsafe descriptor.read(into: $0)
        }
        return Array(bytes[..<filled])
      }
    } catch {
      throw FileError("\(path.escapedForTerminal): error: cannot be read: \(describe(error))")
    }
  }

  /// Whether the file holds these bytes and no others.
  static func holds(_ bytes: [UInt8], at path: String) throws -> Bool {
    let descriptor = try FileDescriptor.open(FilePath(path), .readOnly, options: [.closeOnExec])
    return try descriptor.closeAfter {
      var buffer = [UInt8](repeating: 0, count: 1 << 16)
      var compared = 0
      while true {
        // SAFETY: `read` writes within the buffer it is given.
        let count = try unsafe buffer.withUnsafeMutableBytes {
          try unsafe descriptor.read(into: $0)
        }
        guard count > 0 else { return compared == bytes.count }
        guard bytes[compared...].starts(with: buffer[..<count]) else { return false }
        compared += count
      }
    }
  }

  /// `name` is what messages call the file.
  package static func bytes(at path: String, as name: String? = nil) throws(FileError) -> [UInt8] {
    let shown = (name ?? path).escapedForTerminal
    do {
      let descriptor =
        path == "-"
        ? FileDescriptor.standardInput
        : try FileDescriptor.open(FilePath(path), .readOnly, options: [.closeOnExec])
      defer { if path != "-" { try? descriptor.close() } }
      var bytes: [UInt8] = []
      var buffer = [UInt8](repeating: 0, count: 1 << 16)
      while true {
        // SAFETY: `read` writes within the buffer it is given.
        let count = try unsafe buffer.withUnsafeMutableBytes {
          try unsafe descriptor.read(into: $0)
        }
        if count == 0 { return bytes }
        bytes += buffer[..<count]
        guard bytes.count <= limit else {
          throw FileError(
            "\(shown): error: is larger than \(limit.asSize), which is the most that is read")
        }
      }
    } catch let failure as FileError {
      throw failure
    } catch {
      throw FileError("\(shown): error: cannot be read: \(describe(error))")
    }
  }

  private static func describe(_ error: any Error) -> String {
    switch error as? Errno {
    case .noSuchFileOrDirectory: "no such file"
    case .isDirectory: "it is a directory"
    case let errno?: errno.description
    case nil: "\(error)"
    }
  }
}
