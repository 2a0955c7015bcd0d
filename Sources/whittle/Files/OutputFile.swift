internal import Glibc
internal import JSON
internal import SystemPackage

/// A file that appears whole or not at all: written beside its place, then renamed onto it.
struct OutputFile: ~Copyable {
  let path: String
  private let temporary: String
  private var isPending = true

  /// Writes `bytes` beside `path`, where a reader of `path` does not see them yet.
  init(_ bytes: [UInt8], for path: String) throws(Failure) {
    self.path = path
    temporary = "\(path).\(getpid()).tmp"
    do {
      let descriptor = try FileDescriptor.open(
        FilePath(temporary), .writeOnly, options: [.create, .truncate, .closeOnExec],
        permissions: [.ownerReadWrite, .groupRead, .otherRead])
      try descriptor.closeAfter {
        _ = try descriptor.writeAll(bytes)
        // SAFETY: fsync takes a number; the descriptor is open here.
        guard fsync(descriptor.rawValue) == 0 else { throw Errno(rawValue: errno) }
      }
    } catch {
      // SAFETY: unlink reads the path alone; a file that is not there is no harm.
      _ = unsafe unlink(temporary)
      throw .cannot("\(path.escapedForTerminal): error: cannot be written: \(error)")
    }
  }

  /// The bytes that were written, read back from the disk.
  func contents() throws(Failure) -> [UInt8] { try InputFile.bytes(at: temporary, as: path) }

  /// Puts the file in its place.
  mutating func commit() throws(Failure) {
    guard unsafe rename(temporary, path) == 0 else {
      throw .cannot(
        "\(path.escapedForTerminal): error: cannot be replaced: \(Errno(rawValue: errno))")
    }
    isPending = false
  }

  deinit {
    if isPending { _ = unsafe unlink(temporary) }
  }
}

/// A small file that is read as a whole.
enum InputFile {
  static let limit = 1 << 26

  static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

  /// - Parameter name: what messages call the file.
  static func bytes(at path: String, as name: String? = nil) throws(Failure) -> [UInt8] {
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
          throw Failure.cannot("\(shown): error: is larger than \(limit >> 20) MiB")
        }
      }
    } catch let failure as Failure {
      throw failure
    } catch {
      throw .cannot("\(shown): error: cannot be read: \(describe(error))")
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
