internal import Glibc
internal import SystemPackage
internal import Text

/// The end of a file of any size.
enum FileEnd {
  /// The last bytes of a file.
  static func bytes(of path: String, count: Int) throws(WorkflowError) -> [UInt8] {
    do {
      let descriptor = try FileDescriptor.open(FilePath(path), .readOnly, options: [.closeOnExec])
      defer { try? descriptor.close() }
      let size = Int(try descriptor.seek(offset: 0, from: .end))
      var bytes = [UInt8](repeating: 0, count: min(size, count))
      // SAFETY: pread(2) is told how much room there is.
      let read = try unsafe bytes.withUnsafeMutableBytes { buffer in
        try unsafe descriptor.read(fromAbsoluteOffset: Int64(size - buffer.count), into: buffer)
      }
      return Array(bytes.prefix(read))
    } catch {
      throw .cannot("\(path.escapedForTerminal): error: cannot be read: \(error)")
    }
  }
}
