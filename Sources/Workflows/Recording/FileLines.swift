internal import Glibc
internal import SystemPackage
internal import Text

/// A file of any size, read line by line.
enum FileLines {
  /// Calls `body` with each line, without its end.
  static func forEach(
    of path: String, _ body: (Span<UInt8>) throws(WorkflowError) -> Void
  ) throws(WorkflowError) {
    do {
      let file = try FileDescriptor.open(FilePath(path), .readOnly, options: [.closeOnExec])
      defer { try? file.close() }
      try forEach(of: file, at: path, body)
    } catch let error as WorkflowError {
      throw error
    } catch {
      throw .cannot("\(path.escapedForTerminal): error: cannot be read: \(error)")
    }
  }

  /// The same of a file that is open, from its beginning on; `path` is for messages.
  static func forEach(
    of file: FileDescriptor, at path: String, _ body: (Span<UInt8>) throws(WorkflowError) -> Void
  ) throws(WorkflowError) {
    do {
      try file.seek(offset: 0, from: .start)
      var block = [UInt8](repeating: 0, count: 1 << 20)
      var filled = 0
      while true {
        if filled == block.count { block.append(contentsOf: [UInt8](repeating: 0, count: filled)) }
        // SAFETY: read(2) is told how much room there is behind what is kept.
        let count = try unsafe block.withUnsafeMutableBytes { buffer in
          try unsafe file.read(into: .init(rebasing: buffer[filled...]))
        }
        guard count > 0 else { break }
        filled += count
        let start = try readLines(of: block.span.extracting(0..<filled), new: count, body)
        let rest = Array(block[start..<filled])
        block.replaceSubrange(0..<rest.count, with: rest)
        filled = rest.count
      }
      if filled > 0 { try body(block.span.extracting(0..<filled)) }
    } catch let error as WorkflowError {
      throw error
    } catch {
      throw .cannot("\(path.escapedForTerminal): error: cannot be read: \(error)")
    }
  }

  /// Hands out the whole lines; returns where the rest begins.
  private static func readLines(
    of block: Span<UInt8>, new: Int, _ body: (Span<UInt8>) throws(WorkflowError) -> Void
  ) throws(WorkflowError) -> Int {
    var start = 0
    for position in block.count - new..<block.count where block[position] == UInt8(ascii: "\n") {
      try body(block.extracting(start..<position))
      start = position + 1
    }
    return start
  }
}
