internal import Files
internal import SystemPackage
internal import Text

/// The audit records of a recording: those between two marks, of filters that log.
final class AuditCapture {
  /// Of the kernel's audit status, the line that begins with a name.
  private static func status(_ name: String) throws(WorkflowError) -> Int {
    let answer = try Tool.ask("auditctl", "-s")
    guard answer.isSuccess,
      let line = answer.text.split(separator: "\n").first(where: { $0.hasPrefix(name + " ") }),
      let value = line.split(separator: " ").dropFirst().first.flatMap({ Int($0) })
    else {
      throw .cannot(
        "record: error: auditctl -s tells no \(name): \(answer.complaint); the kernel may be without audit, or "
          + "this may be a container")
    }
    return value
  }

  private let log: String
  private let daemon: Int
  private let lost: Int
  private let mark: String

  /// Raises the limits, and starts an audit daemon where none runs.
  ///
  /// - Parameters:
  ///   - folder: the recording's own.
  ///   - mark: what no other recording has.
  init(in folder: String, mark: String, undo: UndoList) throws(WorkflowError) {
    self.mark = mark
    let actions = try ActionsLogged.current()
    if !actions.split(separator: " ").contains("log") {
      undo.add(.actions(actions))
      try ActionsLogged.set(actions + " log")
    }
    // Every record is wanted: no rate limit, and room for a burst (the default of 64 loses most of one).
    for (name, option, raised) in [
      ("enabled", "-e", nil), ("backlog_limit", "-b", 262_144), ("rate_limit", "-r", 0),
    ] {
      undo.add(.audit(option: option, value: try Self.status(name)))
      if let raised { _ = try Tool.ask("auditctl", option, "\(raised)") }
    }
    if try Self.status("pid") > 0 {
      let settings = try WorkflowError.wrapping { () throws(FileError) in
        try InputFile.bytes(at: "/etc/audit/auditd.conf")
      }
      let fields: [[String]] =
        String(decoding: settings, as: UTF8.self).split(separator: "\n")
        .map { $0.split(separator: "=").map { $0.trimmed } }
      let named = fields.first { $0.count == 2 && $0[0] == "log_file" }
      log = named?[1] ?? "/var/log/audit/audit.log"
    } else {
      log = folder + "/audit.log"
      try Self.startDaemon(in: folder, writing: log, undo)
    }
    daemon = try Self.status("pid")
    lost = try Self.status("lost")
    _ = try Tool.ask("auditctl", "-m", mark + "-begin")
  }

  /// One of our own, for this recording only, that never rotates its file.
  private static func startDaemon(
    in folder: String, writing log: String, _ undo: UndoList
  ) throws(WorkflowError) {
    let settings = """
      log_file = \(log)
      log_format = RAW
      flush = INCREMENTAL_ASYNC
      freq = 50
      max_log_file_action = IGNORE
      space_left = 75
      space_left_action = IGNORE
      admin_space_left = 50
      admin_space_left_action = IGNORE
      disk_full_action = IGNORE
      disk_error_action = IGNORE
      plugin_dir = \(folder)/plugins

      """
    try WorkFolder.write(settings, to: folder + "/auditd.conf")
    try WorkFolder.make(folder + "/plugins")
    let messages = folder + "/auditd.messages"
    let child = try WorkFolder.start(
      ["auditd", "-n", "-c", folder], saying: messages, undo)
    for _ in 0..<500 {
      if let number = child.number, try status("pid") == Int(number) { return }
      if try child.end != nil { break }
      Pause.short()
    }
    throw .cannot(
      "record: error: auditd did not start: \(WorkFolder.lastLine(of: messages)); another container's audit "
        + "daemon may hold the kernel's records")
  }

  /// Waits until all records have been delivered, and writes those of the recording.
  func finish(to file: FileDescriptor) throws(WorkflowError) {
    guard try Self.status("pid") == daemon else {
      throw .cannot(
        "record: error: another audit daemon took the records over: end it, and record again")
    }
    _ = try Tool.ask("auditctl", "-m", mark + "-end")
    guard let records = try waitForEnd() else {
      throw .cannot(
        "record: error: the end of the recording did not arrive in \(log.escapedForTerminal)")
    }
    defer { records.close() }
    let missing = try Self.status("lost") - lost
    guard missing == 0 else {
      throw .cannot(
        "record: error: the kernel lost \(missing.counting("audit record")): make the run shorter or the "
          + "machine quieter, and record again")
    }
    var kept = RecordsBetweenMarks(mark)
    var writer = LineWriter(file)
    try records.forEachLine { line throws(WorkflowError) in
      if kept.keeps(line) { try writer.write(line) }
    }
    try writer.flush()
    guard kept.isWithin else {
      throw .cannot(
        "record: error: the beginning of the recording is no longer in \(log.escapedForTerminal): auditd rotated it "
          + "away; raise num_logs in /etc/audit/auditd.conf, or record a shorter run")
    }
  }

  /// The log, once the second mark is in it; `nil` where a minute passes without.
  private func waitForEnd() throws(WorkflowError) -> RotatedLog? {
    for _ in 0..<3000 {
      let records = try RotatedLog(at: log)
      if try records.ends(with: mark + "-end") { return records }
      records.close()
      Pause.short()
    }
    return nil
  }
}

extension Substring {
  fileprivate var trimmed: String {
    String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }
}
