internal import Glibc
internal import SystemPackage
internal import Text

/// A recording's own folder, which goes away with it.
enum WorkFolder {
  static func make(_ path: String) throws(WorkflowError) {
    guard unsafe mkdir(path, 0o700) == 0 else {
      throw .cannot(
        "\(path.escapedForTerminal): error: cannot be made: \(Errno(rawValue: errno))")
    }
  }

  static func write(_ text: String, to path: String) throws(WorkflowError) {
    let file = try create(path)
    do {
      _ = try file.closeAfter { try file.writeAll(text.utf8) }
    } catch {
      throw .cannot("\(path.escapedForTerminal): error: cannot be written: \(error)")
    }
  }

  /// Opens a new file for writing.
  static func create(_ path: String) throws(WorkflowError) -> FileDescriptor {
    do {
      return try FileDescriptor.open(
        FilePath(path), .writeOnly, options: [.create, .truncate, .closeOnExec],
        permissions: [.ownerReadWrite, .groupRead, .otherRead])
    } catch {
      throw .cannot("\(path.escapedForTerminal): error: cannot be written: \(error)")
    }
  }

  /// Starts a program that lasts, apart from the terminal; what it says goes into a file.
  static func start(
    _ words: [String], saying messages: String, _ undo: UndoList
  ) throws(WorkflowError) -> ChildProcess {
    let output = try create(messages)
    let nothing = try nothing()
    let child = ChildProcess(
      words, streams: .init(input: nothing, output: output, errors: output), isApart: true)
    for _ in 0..<500 {
      if let number = child.number {
        if let start = RunningProcess.start(of: number) {
          undo.add(.process(Int(number), start: start))
        }
        break
      }
      if try child.end != nil { break }
      Pause.short()
    }
    try? output.close()
    try? nothing.close()
    return child
  }

  /// What has no bytes, and keeps none.
  static func nothing() throws(WorkflowError) -> FileDescriptor {
    do {
      return try FileDescriptor.open(FilePath("/dev/null"), .readWrite, options: [.closeOnExec])
    } catch {
      throw .cannot("/dev/null: error: cannot be opened: \(error)")
    }
  }

  /// The last line of a file, safe to print.
  static func lastLine(of path: String) -> String {
    let tail = (try? FileEnd.bytes(of: path, count: 1024)) ?? []
    let line = String(decoding: tail, as: UTF8.self).split(whereSeparator: \.isNewline).last
    return line.map { String($0).escapedForTerminal } ?? "it gave no reason"
  }
}

/// What passes between two looks at something that is waited for.
enum Pause {
  static func short() { usleep(20_000) }
}

/// Writes lines, many at once.
struct LineWriter {
  private let file: FileDescriptor
  private var bytes: [UInt8] = []

  init(_ file: FileDescriptor) { self.file = file }

  mutating func write(_ line: Span<UInt8>) throws(WorkflowError) {
    for index in line.indices { bytes.append(line[index]) }
    bytes.append(UInt8(ascii: "\n"))
    if bytes.count > 1 << 18 { try flush() }
  }

  mutating func flush() throws(WorkflowError) {
    do {
      _ = try file.writeAll(bytes)
      bytes.removeAll(keepingCapacity: true)
    } catch {
      throw .cannot("record: error: the log cannot be written: \(error)")
    }
  }
}
