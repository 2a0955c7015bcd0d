internal import Dispatch
internal import Files
internal import Logs
internal import Reports
internal import Synchronization
internal import Traces

/// Tells on a terminal how far the reading of logs has come, in a line that is written over and over
/// and is gone at the end. Logs that are read within a second are read in silence.
final class Progress: Sendable {
  private let reading = ReadingProgress()
  private let queue = DispatchQueue(label: "progress")
  private let line = Mutex(Line())

  /// What stands on the terminal now.
  fileprivate struct Line {
    var length = 0
    var isOver = false
  }

  /// Reads logs with `read`, which is handed what it shall tell of its progress, if anybody looks.
  static func shown<Value>(
    unless isQuiet: Bool, while read: (ReadingProgress?) throws(TraceError) -> Value
  ) throws(TraceError) -> Value {
    guard !isQuiet, StandardError.isTerminal else { return try read(nil) }
    let progress = Progress()
    progress.show(after: .seconds(1))
    defer { progress.end() }
    return try read(progress.reading)
  }

  private func show(after interval: DispatchTimeInterval) {
    queue.asyncAfter(deadline: .now() + interval) { [self] in
      line.withLock { line in
        guard !line.isOver else { return }
        if let state = reading.state {
          let report = ProgressReport(
            bytesRead: state.bytesRead, of: state.bytesInAll, after: state.elapsed)
          line.rewrite(as: report.line)
        }
        show(after: .milliseconds(100))
      }
    }
  }

  private func end() {
    line.withLock { line in
      line.isOver = true
      line.rewrite(as: "")
    }
  }
}

extension Progress.Line {
  /// Puts a text in place of the one that stands there, cut so that it is one line.
  fileprivate mutating func rewrite(as text: String) {
    guard length > 0 || !text.isEmpty else { return }
    let text = text.prefix(StandardError.columns - 1)
    let blanks = String(repeating: " ", count: max(length - text.count, 0))
    StandardError.write(Array("\r\(text)\(blanks)\(text.isEmpty ? "\r" : "")".utf8))
    length = text.count
  }
}
