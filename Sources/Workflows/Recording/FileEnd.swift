internal import Glibc
internal import SystemPackage
internal import Text

/// The end of a file of any size.
enum FileEnd {
  /// The last bytes of a file.
  static func bytes(of path: String, count: Int) throws(WorkflowError) -> [UInt8] {
    do {
      let file = try FileDescriptor.open(FilePath(path), .readOnly, options: [.closeOnExec])
      defer { try? file.close() }
      return try bytes(of: file, at: path, count: count)
    } catch let error as WorkflowError {
      throw error
    } catch {
      throw .cannot("\(path.escapedForTerminal): error: cannot be read: \(error)")
    }
  }

  /// The last bytes of a file that is open; `path` is for messages.
  static func bytes(
    of file: FileDescriptor, at path: String, count: Int
  ) throws(WorkflowError) -> [UInt8] {
    do {
      let size = Int(try file.seek(offset: 0, from: .end))
      var bytes = [UInt8](repeating: 0, count: min(size, count))
      // SAFETY: pread(2) is told how much room there is.
      let read = try unsafe bytes.withUnsafeMutableBytes { buffer in
        try unsafe file.read(fromAbsoluteOffset: Int64(size - buffer.count), into: buffer)
      }
      return Array(bytes.prefix(read))
    } catch {
      throw .cannot("\(path.escapedForTerminal): error: cannot be read: \(error)")
    }
  }
}
