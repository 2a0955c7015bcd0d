internal import Files
internal import Text

/// A list of names that a program made: one a line, or one before each NUL byte.
package struct FileList {
  /// A name, and the number of its line, or of its place where NUL bytes divide.
  package struct Entry {
    /// Not escaped.
    package let name: String
    let place: String
  }

  /// In the list's order.
  package let entries: [Entry]

  /// Reads the list at `path`; `-` is standard input.
  package init(at path: String) throws(WorkflowError) {
    let bytes = try WorkflowError.wrapping { () throws(FileError) in
      try InputFile.bytes(at: path, as: path == "-" ? "standard input" : nil)
    }
    let list = path == "-" ? "standard input" : path.escapedForTerminal
    let hasNULs = bytes.contains(0)
    var pieces = bytes.split(
      separator: hasNULs ? 0 : UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    if pieces.last?.isEmpty ?? false { pieces.removeLast() }
    var entries: [Entry] = []
    for (index, piece) in pieces.enumerated() {
      let place = hasNULs ? "\(list): entry \(index + 1)" : "\(list):\(index + 1)"
      guard !piece.isEmpty else {
        throw .cannot("\(place): error: is empty; write one name after the other")
      }
      guard let name = String(validating: piece, as: UTF8.self) else {
        throw .cannot(
          "\(place): error: is no UTF-8 text, so that no result could hold the name; rename the file"
        )
      }
      guard name != "-" else {
        throw .cannot(
          "\(place): error: standard input does not stand in a list; name it on the command line")
      }
      entries.append(Entry(name: name, place: place))
    }
    guard !entries.isEmpty else {
      throw .cannot("\(list): error: names no file; what makes the list found none")
    }
    self.entries = entries
  }

  /// Refuses names of which nothing is there, as seen from the current folder.
  package func requireFiles() throws(WorkflowError) {
    for entry in entries where !InputFile.exists(entry.name) {
      throw .cannot(
        "\(entry.place): error: names \(entry.name.quotedForTerminal), which is not there; names start at the "
          + "current folder, or at --prefix")
    }
  }
}
