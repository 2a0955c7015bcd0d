internal import Glibc
internal import JSON
internal import SystemPackage
internal import Text

/// A result on its way: a file appears whole or not at all, written beside its place and renamed
/// onto it; into anything else it is written straight.
struct OutputFile: ~Copyable {
  let path: String
  private let bytes: [UInt8]
  private let destination: Destination
  private var temporary: String?
  private let signals: BlockedSignals?

  /// Writes `bytes` beside the file that `path` leads to, where nobody sees them yet, and reads them
  /// back. From then on the program cannot be told to end, so ``commit()`` should come soon.
  init(_ bytes: [UInt8], for path: String) throws(ExitError) {
    let destination = try Destination(of: path)
    var temporary: String?
    var signals: BlockedSignals?
    if case .file(let target, let replaced) = destination {
      signals = BlockedSignals()
      let file = "\(target).\(getpid()).tmp"
      do {
        try Self.write(bytes, to: file, like: replaced)
        guard try InputFile.bytes(at: file, as: path) == bytes else {
          throw Errno(rawValue: EIO)
        }
      } catch {
        // SAFETY: unlink reads the path alone; a file that is not there is no harm.
        _ = unsafe unlink(file)
        throw Self.failure(path, error)
      }
      temporary = file
    }
    self.path = path
    self.bytes = bytes
    self.destination = destination
    self.temporary = temporary
    self.signals = signals
  }

  /// - Parameter replaced: whose owner and mode the file takes over, as far as that is permitted.
  private static func write(
    _ bytes: [UInt8], to file: String, like replaced: stat?
  ) throws {
    let descriptor = try FileDescriptor.open(
      FilePath(file), .writeOnly, options: [.create, .truncate, .closeOnExec],
      permissions: replaced == nil ? [.ownerReadWrite, .groupRead, .otherRead] : .ownerReadWrite)
    try descriptor.closeAfter {
      if let replaced {
        _ = fchown(descriptor.rawValue, replaced.st_uid, replaced.st_gid)
        _ = fchmod(descriptor.rawValue, replaced.st_mode & ~S_IFMT)
      }
      _ = try descriptor.writeAll(bytes)
      // SAFETY: fsync takes a number; the descriptor is open here.
      guard fsync(descriptor.rawValue) == 0 else { throw Errno(rawValue: errno) }
    }
  }

  private static func failure(_ path: String, _ error: any Error) -> ExitError {
    .cannot("\(path.escapedForTerminal): error: cannot be written: \(error)")
  }

  /// Puts the file in its place.
  mutating func commit() throws(ExitError) {
    switch destination {
    case .standardOutput: try StandardOutput.write(bytes)
    case .stream:
      do {
        let descriptor = try FileDescriptor.open(
          FilePath(path), .writeOnly, options: [.closeOnExec])
        _ = try descriptor.closeAfter { try descriptor.writeAll(bytes) }
      } catch {
        throw Self.failure(path, error)
      }
    case .file(let target, _):
      guard let temporary, unsafe rename(temporary, target) == 0 else {
        throw Self.failure(path, Errno(rawValue: errno))
      }
      self.temporary = nil
    }
  }

  deinit {
    if let temporary { _ = unsafe unlink(temporary) }
  }
}

/// A small file that is read as a whole.
enum InputFile {
  static let limit = 1 << 26

  static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

  /// - Parameter name: what messages call the file.
  static func bytes(at path: String, as name: String? = nil) throws(ExitError) -> [UInt8] {
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
          throw ExitError.cannot("\(shown): error: is larger than \(limit >> 20) MiB")
        }
      }
    } catch let failure as ExitError {
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
