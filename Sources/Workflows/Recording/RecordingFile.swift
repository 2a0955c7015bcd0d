internal import Files
internal import Glibc
internal import SystemPackage
internal import Text

/// The file that a recording makes: `FILE.partial` while it is made, plain; then compressed where its name ends
/// in `.gz`, and renamed into place.
struct RecordingFile: Sendable {
  /// As the user gave it.
  let path: String
  /// Where the log is until it is whole.
  let partial: String

  /// Looks whether it can be written, before anything is recorded.
  init(for path: String) throws(WorkflowError) {
    let shown = path.escapedForTerminal
    let destination = try WorkflowError.wrapping { () throws(FileError) in
      try Destination(of: path)
    }
    guard case .file(let target, let status) = destination else {
      throw .usage("-o takes the name of a file, and \(shown) is none")
    }
    self.path = target
    partial = target + ".partial"
    let folder = FilePath(target).removingLastComponent().string
    guard unsafe access(folder.isEmpty ? "." : folder, W_OK | X_OK) == 0 else {
      let reason = Errno(rawValue: errno)
      throw .cannot(
        "\(shown): error: cannot be written: its folder: \(reason); make the folder, or name another one"
      )
    }
    guard !InputFile.exists(partial) else {
      throw .cannot(
        "\(partial.escapedForTerminal): error: is there already: another recording writes it, or one that was "
          + "killed left it; wait for the other, or read it with whittle observe and remove it")
    }
    if status != nil {
      let start = try WorkflowError.wrapping { () throws(FileError) in
        try InputFile.beginning(of: target, count: 64)
      }
      if start.first(where: { $0 != 0x20 && $0 != 0x0a }) == UInt8(ascii: "{") {
        throw .cannot(
          "\(shown): error: is no log, but JSON, and is left as it is; name another file for the recording"
        )
      }
    }
  }

  /// The same, as strace is told it: `|` and `!` at the beginning would start a command.
  var partialForStrace: String { partial.hasPrefix("/") ? partial : "./" + partial }

  private var isCompressed: Bool { path.hasSuffix(".gz") }

  /// Puts the log in its place.
  func commit() throws(WorkflowError) {
    var whole = partial
    if isCompressed {
      whole = partial + ".gz"
      do {
        try compress(to: whole)
      } catch {
        _ = unsafe unlink(whole)
        throw error
      }
    }
    guard unsafe rename(whole, path) == 0 else {
      let reason = Errno(rawValue: errno)
      if isCompressed { _ = unsafe unlink(whole) }
      throw .cannot(
        "\(path.escapedForTerminal): error: cannot be written: \(reason); the log is in "
          + partial.escapedForTerminal)
    }
    if isCompressed { _ = unsafe unlink(partial) }
  }

  /// Forgets what was written so far.
  func discard() { _ = unsafe unlink(partial) }

  /// The log's size in its place, in bytes.
  var size: Int {
    var status = stat()
    // SAFETY: `status` is a valid out-parameter for the time of the call.
    return unsafe stat(path, &status) == 0 ? Int(status.st_size) : 0
  }

  private func compress(to file: String) throws(WorkflowError) {
    let end: ChildProcess.End
    do {
      let input = try FileDescriptor.open(FilePath(partial), .readOnly, options: [.closeOnExec])
      defer { try? input.close() }
      let output = try FileDescriptor.open(
        FilePath(file), .writeOnly, options: [.create, .truncate, .closeOnExec],
        permissions: [.ownerReadWrite, .groupRead, .otherRead])
      defer { try? output.close() }
      // -n: no name and no time, so that the same log gives the same bytes.
      let streams = ChildProcess.Streams(input: input, output: output)
      end = try ChildProcess(["gzip", "-9n"], streams: streams, isApart: true).wait { _ in }
    } catch let error as WorkflowError {
      throw error
    } catch {
      throw .cannot("\(file.escapedForTerminal): error: cannot be written: \(error)")
    }
    guard end == .exited(0) else {
      throw .cannot(
        "\(path.escapedForTerminal): error: cannot be compressed; the log is in "
          + partial.escapedForTerminal)
    }
  }
}
