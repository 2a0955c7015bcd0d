internal import Files
internal import Glibc
internal import SystemPackage
internal import Text

/// What a recording changed on the machine, and how it was before. It is kept in a file as well: where the recording
/// was killed, the next one undoes it.
final class UndoList {
  /// One change.
  enum Step: Hashable {
    /// Containers with a label of this value were made.
    case containers(label: String)
    /// A program was started that outlives its parent.
    case process(Int, start: String)
    /// An option of auditctl had this value.
    case audit(option: String, value: Int)
    /// The actions that the kernel logged.
    case actions(String)
    /// A folder was made.
    case folder(String)

    fileprivate var line: String {
      switch self {
      case .containers(let label): "containers \(label)"
      case .process(let number, let start): "process \(number) \(start)"
      case .audit(let option, let value): "audit \(option) \(value)"
      case .actions(let actions): "actions \(actions)"
      case .folder(let path): "folder \(path)"
      }
    }

    fileprivate init?(line: Substring) {
      let words = line.split(separator: " ").map(String.init)
      switch (words.first, words.count) {
      case ("containers", 2): self = .containers(label: words[1])
      case ("process", 3):
        guard let number = Int(words[1]), number > 1 else { return nil }
        self = .process(number, start: words[2])
      case ("audit", 3):
        guard let value = Int(words[2]) else { return nil }
        self = .audit(option: words[1], value: value)
      case ("actions", 1...): self = .actions(words.dropFirst().joined(separator: " "))
      case ("folder", 2):
        guard words[1].hasPrefix(UndoList.folderPrefix), !words[1].contains("..") else {
          return nil
        }
        self = .folder(words[1])
      default: return nil
      }
    }

    /// Undoes it; returns whether that was possible.
    fileprivate func undo() -> Bool {
      switch self {
      case .containers(let label):
        guard
          let found = try? Tool.ask(
            "docker", "ps", "--all", "--quiet", "--filter", "label=\(UndoList.label)=\(label)"),
          found.isSuccess
        else { return false }
        let names = found.text.split(whereSeparator: \.isWhitespace).map(String.init)
        if names.isEmpty { return true }
        let removal = try? Tool.ask(["docker", "rm", "--force", "--volumes"] + names)
        return removal?.isSuccess == true
      case .process(let number, let start):
        RunningProcess.end(pid_t(number), startedAt: start)
        return true
      case .audit(let option, let value):
        return (try? Tool.ask("auditctl", option, "\(value)"))?.isSuccess == true
      case .actions(let actions):
        return (try? ActionsLogged.set(actions)) != nil
      case .folder(let path):
        return (try? Tool.ask("rm", "-rf", "--", path))?.isSuccess == true
      }
    }
  }

  /// The key of the label that containers of recordings have.
  static let label = "whittle.recording"
  /// Where recordings have their folders.
  static let folderPrefix = "/var/tmp/whittle-record."

  private static let path = "/run/whittle-record.undo"
  private var steps: [Step] = []

  /// Undoes what a killed recording left. Only for the holder of the lock.
  init(note: Note) {
    guard let bytes = try? InputFile.bytes(at: Self.path) else { return }
    steps = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
      .compactMap(Step.init(line:))
    if !steps.isEmpty {
      note("record: note: a recording was killed; what it changed on this machine is undone")
    }
    undo(note: note)
  }

  /// Notes a change that is about to be made.
  func add(_ step: Step) {
    steps.append(step)
    save()
  }

  private func save() {
    let bytes = Array(steps.map { $0.line + "\n" }.joined().utf8)
    // The recording goes on without: the file only matters where it is killed.
    if var file = try? OutputFile(bytes, for: Self.path) { try? file.commit() }
  }

  /// Undoes one kind of change before the end.
  func undo(_ step: Step) {
    guard let index = steps.lastIndex(of: step) else { return }
    _ = steps[index].undo()
    steps.remove(at: index)
    save()
  }

  /// Undoes all, the last change first.
  func undo(note: Note) {
    while let step = steps.popLast() {
      if !step.undo() {
        note("record: warning: could not be undone: \(step.line.escapedForTerminal)")
      }
    }
    _ = unsafe unlink(Self.path)
  }
}

/// Processes by number and the time of their start, since numbers come again.
enum RunningProcess {
  /// The time of a process's start as the kernel counts it; `nil` where it has ended.
  static func start(of process: pid_t) -> String? {
    guard let bytes = try? InputFile.bytes(at: "/proc/\(process)/stat"),
      let name = bytes.lastIndex(of: UInt8(ascii: ")"))
    else { return nil }
    let fields = String(decoding: bytes[(name + 1)...], as: UTF8.self).split(separator: " ")
    // proc(5): the state is field 3, the start field 22.
    guard fields.count > 19, fields[0] != "Z" else { return nil }
    return String(fields[19])
  }

  /// A field of /proc/PID/status of proc(5); `nil` where the process has ended.
  static func status(_ field: String, of process: Int) -> String? {
    guard let bytes = try? InputFile.bytes(at: "/proc/\(process)/status") else { return nil }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n")
      .first { $0.hasPrefix(field + ":") }?
      .dropFirst(field.utf8.count + 1).split(whereSeparator: \.isWhitespace).first.map(String.init)
  }

  /// Asks it to end; kills it where it does not within 10 seconds: strace can wait for ever for a parent in vfork.
  static func end(_ process: pid_t, startedAt start: String) {
    guard self.start(of: process) == start else { return }
    _ = kill(process, SIGINT)
    for _ in 0..<500 {
      guard self.start(of: process) == start else { return }
      usleep(20_000)
    }
    _ = kill(process, SIGKILL)
  }
}

/// The sysctl kernel.seccomp.actions_logged.
enum ActionsLogged {
  private static let path = "/proc/sys/kernel/seccomp/actions_logged"

  static func current() throws(WorkflowError) -> String {
    let bytes = try WorkflowError.wrapping { () throws(FileError) in
      try InputFile.bytes(at: path)
    }
    return String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isWhitespace)
      .joined(separator: " ")
  }

  static func set(_ actions: String) throws(WorkflowError) {
    do {
      let file = try FileDescriptor.open(FilePath(path), .writeOnly, options: [.closeOnExec])
      _ = try file.closeAfter { try file.writeAll(actions.utf8) }
    } catch {
      throw .cannot("\(path): error: cannot be written: \(error)")
    }
  }
}
