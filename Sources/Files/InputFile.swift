internal import Glibc
internal import SystemPackage
internal import Text

/// A small file that is read as a whole.
package enum InputFile {
  static let limit = 1 << 26

  /// Whether something stands at `path`, whatever it is.
  package static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

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
          throw FileError("\(shown): error: is larger than \(limit >> 20) MiB")
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
