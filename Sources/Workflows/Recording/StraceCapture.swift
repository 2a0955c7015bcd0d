internal import Glibc
internal import Strace
internal import SystemPackage
internal import Text

/// strace, attached to processes that run.
struct StraceCapture {
  /// With the pids translated, the result of clone tells which number a child in the container has outside.
  private static let options = ["-f", "--decode-pids=pidns"]

  private let child: ChildProcess
  private let raw: String

  /// - Parameters:
  ///   - processes: to attach to, with their children.
  ///   - folder: the recording's own.
  ///   - undo: is told of strace.
  init(to processes: [Int], in folder: String, undo: UndoList) throws(WorkflowError) {
    raw = folder + "/raw"
    let messages = folder + "/strace.messages"
    child = try WorkFolder.start(
      ["strace"] + Self.options + ["-o", raw] + processes.flatMap { ["-p", "\($0)"] },
      saying: messages, undo)
    for _ in 0..<1000 {
      let said = (try? FileEnd.bytes(of: messages, count: 1 << 16)) ?? []
      if String(decoding: said, as: UTF8.self).contains(" attached") { return }
      if try child.end != nil { break }
      Pause.short()
    }
    throw .cannot(
      "record: error: strace could not attach to process \(processes.first ?? 0): "
        + WorkFolder.lastLine(of: messages))
  }

  /// Ends strace, which lets its processes go.
  func end() {
    guard let number = child.number, let start = RunningProcess.start(of: number) else { return }
    RunningProcess.end(number, startedAt: start)
  }

  /// Writes the lines of one container.
  func copy(_ lines: ContainerLines, to file: FileDescriptor) throws(WorkflowError)
    -> ContainerLines
  {
    var lines = lines
    try FileLines.forEach(of: raw) { line throws(WorkflowError) in lines.learn(from: line) }
    lines.endLearning()
    var writer = LineWriter(file)
    try FileLines.forEach(of: raw) { line throws(WorkflowError) in
      if let kept = lines.keep(line) { try writer.write(kept.span) }
    }
    try writer.flush()
    return lines
  }
}
