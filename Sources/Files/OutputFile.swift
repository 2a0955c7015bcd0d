internal import Glibc
internal import SystemPackage
internal import Text

/// A result on its way: a file appears whole or not at all, written beside its place and renamed
/// onto it; into anything else it is written straight.
package struct OutputFile: ~Copyable {
  /// As the user gave it; not escaped.
  package let path: String
  private let bytes: [UInt8]
  private let destination: Destination
  /// Where the bytes stand until they are in their place. (No variable: where the initializer throws, Swift 6.2 would
  /// destroy it twice.)
  private let temporary: String?
  private var isInPlace = false
  private let signals: BlockedSignals?

  /// Writes `bytes` beside the file that `path` leads to, where nobody sees them yet, and reads them
  /// back. From then on the program cannot be told to end, so ``commit()`` should come soon.
  package init(_ bytes: [UInt8], for path: String) throws(FileError) {
    let destination = try Destination(of: path)
    var temporary: String?
    var signals: BlockedSignals?
    if case .file(let target, let replaced) = destination {
      signals = BlockedSignals()
      let file = "\(target).\(getpid()).tmp"
      do {
        try Self.write(bytes, to: file, like: replaced?.status)
        guard try InputFile.holds(bytes, at: file) else {
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

  private static func failure(_ path: String, _ error: any Error) -> FileError {
    FileError("\(path.escapedForTerminal): error: cannot be written: \(error)")
  }

  /// Puts the file in its place.
  package mutating func commit() throws(FileError) {
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
      isInPlace = true
    }
  }

  deinit {
    if let temporary, !isInPlace { _ = unsafe unlink(temporary) }
  }
}
