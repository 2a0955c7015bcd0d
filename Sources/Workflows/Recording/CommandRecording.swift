internal import Files
internal import Glibc
internal import Text

/// `record -- COMMAND`: a command, and all that it starts, under strace.
package enum CommandRecording {
  /// Runs the command to its end; returns its exit status, 128 and the signal for one that was killed.
  ///
  /// - Parameters:
  ///   - command: its name, looked for along PATH, or its path; and its arguments.
  ///   - path: where the log goes.
  ///   - note: takes what the user should know.
  package static func run(
    _ command: [String], to path: String, note: Note
  ) throws(WorkflowError) -> Int32 {
    let file = try RecordingFile(for: path)
    try Prerequisite.require([.strace] + (path.hasSuffix(".gz") ? [.gzip] : []))
    try checkProgram(command.first ?? "")
    EndingSignals.hold()
    // Children are followed, and their lines stand in one file with their numbers. strace waits for all of them, and
    // ends as the command ended.
    let strace = ChildProcess(["strace", "-f", "-o", file.partialForStrace, "--"] + command)
    var isBroken = false
    let end = try strace.wait { signal in
      let children = strace.number.map(Self.children(of:)) ?? []
      // Once it has ended, only strace is left to be told: it holds what the command left running.
      if children.isEmpty || signal.number == SIGQUIT {
        isBroken = true
        strace.send(SIGKILL)
      } else if !signal.isTerminals {
        for child in children { _ = kill(child, signal.number) }
      }
    }
    guard try hasStart(file.partial) else {
      file.discard()
      throw .cannot(
        "record: error: strace recorded nothing, for the reason above; the command may have to be run as its "
          + "owner or as root, and a container needs --cap-add SYS_PTRACE")
    }
    guard !isBroken, try hasEnd(file.partial) else {
      throw .cannot(
        "\(file.partial.escapedForTerminal): error: the recording was cut before all processes had ended: this is "
          + "what there is of it")
    }
    try file.commit()
    note("\(file.path.escapedForTerminal): recorded, \(file.size.counting("byte"))")
    return end.status
  }

  private static func checkProgram(_ name: String) throws(WorkflowError) {
    guard ProgramSearch.path(of: name) == nil else { return }
    let shown = name.escapedForTerminal
    if name.contains("/"), InputFile.exists(name) {
      throw WorkflowError(
        kind: .commandNotExecutable, message: "\(shown): error: cannot be executed")
    }
    throw WorkflowError(
      kind: .commandNotFound, message: "\(shown): error: there is no such command")
  }

  /// The children of a process of one thread.
  private static func children(of process: pid_t) -> [pid_t] {
    let text = try? InputFile.bytes(at: "/proc/\(process)/task/\(process)/children")
    return String(decoding: text ?? [], as: UTF8.self).split(whereSeparator: \.isWhitespace)
      .compactMap { pid_t($0) }
  }

  /// Whether the first line tells of the command's start; where strace may not trace, it tells of an end alone.
  private static func hasStart(_ path: String) throws(WorkflowError) -> Bool {
    let start = try WorkflowError.wrapping { () throws(FileError) in
      try InputFile.beginning(of: path, count: 64)
    }
    return String(decoding: start, as: UTF8.self).contains(" execve(")
  }

  /// Whether the last line tells of a process's end, as it does where strace itself ended in order.
  private static func hasEnd(_ path: String) throws(WorkflowError) -> Bool {
    var tail = try FileEnd.bytes(of: path, count: 256)[...]
    guard tail.last == UInt8(ascii: "\n") else { return false }
    tail.removeLast()
    let line = tail.split(separator: UInt8(ascii: "\n")).last ?? []
    return String(decoding: line, as: UTF8.self).hasSuffix(" +++")
  }
}
