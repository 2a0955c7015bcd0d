internal import Files
internal import Glibc
internal import Logs
internal import Observations
internal import Programs
internal import Strace
internal import Syscalls
internal import SystemPackage
internal import Text
internal import Traces

/// `record --image` and `record --container`: one container's calls, from its start or from now on.
package struct ContainerRecording {
  private let request: ContainerRequest
  private let method: ContainerRequest.Method
  private let containerd: Int
  private let files: [(method: ContainerRequest.Method, file: RecordingFile)]
  private let note: Note

  /// Looks whether all is there that the recording needs, before anything is changed.
  package init(_ request: ContainerRequest, note: @escaping Note) throws(WorkflowError) {
    EndingSignals.hold()
    self.request = request
    self.note = note
    guard geteuid() == 0 else {
      throw .cannot("record: error: recording a container needs root: sudo whittle record ...")
    }
    try Prerequisite.require([.docker])
    var isAttaching = false
    if case .running = request.subject { isAttaching = true }
    let containerds = try ProgramSearch.path(of: "pgrep") == nil ? nil : Docker.containerd()
    let method: ContainerRequest.Method =
      if request.method != .auto {
        request.method
      } else if isAttaching || Prerequisite.strace.isThere && containerds != nil {
        .strace
      } else {
        .audit
      }
    self.method = method
    guard !isAttaching || method == .strace else {
      throw .usage("--container goes with strace: a running container's filter cannot be changed")
    }
    let methods: [ContainerRequest.Method] =
      method == .both ? [.strace, .audit] : [method]
    try Prerequisite.require(
      (method.usesStrace ? [.strace] : []) + (method.usesAudit ? [.auditctl, .auditd] : []) + [
        .gzip
      ])
    try Docker.requireEngine()
    guard isAttaching || !method.usesStrace || containerds != nil else {
      throw .cannot(
        "record: error: there is not exactly one containerd here, as far as pgrep of procps tells, so that strace "
          + "does not know which is Docker's; record with --with audit")
    }
    containerd = containerds ?? 0
    var files: [(method: ContainerRequest.Method, file: RecordingFile)] = []
    for method in methods {
      files.append((method, try RecordingFile(for: request.output(method))))
    }
    self.files = files
    if let reach = request.reach {
      let destination = try WorkflowError.wrapping { () throws(FileError) in
        try Destination(of: reach)
      }
      guard destination.isFile else {
        throw .usage("--reach takes the name of a file, and \(reach.escapedForTerminal) is none")
      }
    }
  }

  /// Records, as the keeper of a process; returns the exit status.
  package func run(for parent: Int32) throws(WorkflowError) -> Int32 {
    var interruption = Interruption(parent: parent)
    try RecordingLock.take(unless: &interruption, note: note)
    let undo = UndoList(note: note)
    let mark = "\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
    let folder = UndoList.folderPrefix + mark
    undo.add(.folder(folder))
    do {
      try WorkFolder.make(folder)
      try record(in: folder, mark, undo, &interruption)
    } catch {
      undo.undo(note: note)
      if interruption.cause != .killed { for (_, file) in files { file.discard() } }
      throw error
    }
    undo.undo(note: note)
    // A drive that was not let to its end is no success.
    return interruption.cause == nil || interruption.cause == .signal && request.drive == nil
      ? 0 : 130
  }

  private func record(
    in folder: String, _ mark: String, _ undo: UndoList, _ interruption: inout Interruption
  ) throws(WorkflowError) {
    let container: String
    var strace: StraceCapture?
    var audit: AuditCapture?
    var mapped: MappedFiles?
    var lines: ContainerLines
    let isNew: Bool
    switch request.subject {
    case .running(let name):
      isNew = false
      container = try Docker.field(".Id", of: name)
      guard try Docker.field(".State.Running", of: container) == "true" else {
        throw .cannot(
          "record: error: the container \(name.quotedForTerminal) does not run; start it, or record its start with --image"
        )
      }
      var running = try RunningContainer(container, note: note)
      strace = try running.attach(in: folder, undo)
      mapped = MappedFiles(of: try running.processes())
      lines = ContainerLines(below: running.shimThreads)
    case .image(let image, let options, let arguments):
      isNew = true
      container = try create(image, options, arguments, in: folder, mark, undo)
      lines = ContainerLines(of: container)
      try stopIfInterrupted(&interruption)
      if method.usesStrace {
        // All that a container starts descends from containerd, so nothing in the container is changed.
        strace = try StraceCapture(to: [containerd], in: folder, undo: undo)
      }
      if method.usesAudit {
        audit = try AuditCapture(in: folder, mark: UndoList.label + "-" + mark, undo: undo)
      }
      try stopIfInterrupted(&interruption)
      _ = try Docker.ask(["start", container], to: "the container does not start")
    }
    try live(container, isNew: isNew, strace, &interruption)
    let isKilled = interruption.cause == .killed
    if isNew, !isKilled {
      _ = try Docker.ask(["stop", "--time", "30", container], to: "the container does not stop")
    }
    strace?.end()
    for (method, file) in files {
      let partial = try WorkFolder.create(file.partial)
      defer { try? partial.close() }
      if method == .audit {
        try audit?.finish(to: partial)
      } else if let strace {
        lines = try strace.copy(lines, to: partial)
        guard !isNew || lines.hasStart else {
          throw .cannot(
            "record: error: the log has no start of the container: is containerd (\(containerd)) the one that "
              + "Docker uses, and runc its runtime? Else record with --with audit")
        }
        if isNew, !lines.hasEnd, !isKilled {
          throw .cannot("record: error: the log has no end of the container; record again")
        }
      }
      guard try !FileEnd.bytes(of: file.partial, count: 1).isEmpty else {
        throw .cannot("record: error: nothing was recorded")
      }
      if isKilled {
        // What every reader takes for a log that was cut.
        _ = try? partial.writeAll("0 [cut".utf8)
      } else {
        try file.commit()
        note("\(file.path.escapedForTerminal): recorded, \(file.size.counting("byte"))")
      }
    }
    if let reach = request.reach, !isKilled {
      try look(at: container, mapped, in: folder, to: reach)
    }
  }

  private func stopIfInterrupted(_ interruption: inout Interruption) throws(WorkflowError) {
    if interruption.isThere() {
      throw .cannot("record: error: ended before the container had started")
    }
  }

  /// Creates the container, with a filter that logs where audit records are wanted.
  private func create(
    _ image: String, _ options: [String], _ arguments: [String], in folder: String, _ mark: String,
    _ undo: UndoList
  ) throws(WorkflowError) -> String {
    var words = ["create", "--label", "\(UndoList.label)=\(mark)"]
    if method.usesAudit {
      // One SECCOMP record per call, without arguments. clone3 alone is answered as Docker answers it: else the program
      // would never show that it needs the clone that its C library falls back to.
      let native = Architecture.native
      let architectures = [native] + native.companions
      try WorkFolder.write(
        """
        {"defaultAction": "SCMP_ACT_LOG",
         "architectures": [\(architectures.map { "\"\($0.scmpName)\"" }.joined(separator: ", "))],
         "syscalls": [{"names": ["clone3"], "action": "SCMP_ACT_ERRNO", "errnoRet": 38}]}

        """, to: folder + "/profile.json")
      words += ["--security-opt", "seccomp=\(folder)/profile.json"]
    }
    undo.add(.containers(label: mark))
    let answer = try Docker.ask(
      words + options + [image] + arguments, to: "the container cannot be created")
    guard let container = answer.text.split(whereSeparator: \.isNewline).last.map(String.init)
    else { throw .cannot("record: error: docker create told no container") }
    return container
  }

  /// Drives the container, or waits for its end.
  private func live(
    _ container: String, isNew: Bool, _ strace: StraceCapture?, _ interruption: inout Interruption
  ) throws(WorkflowError) {
    let drive = request.drive.map {
      ChildProcess(["sh", "-c", $0], variables: ["CONTAINER": container], isApart: true)
    }
    let nothing = try WorkFolder.nothing()
    defer { try? nothing.close() }
    let child =
      drive
      ?? ChildProcess(
        ["docker", "wait", container], streams: .init(output: nothing), isApart: true)
    while true {
      if let end = try child.end {
        guard end == .exited(0) else {
          throw .cannot(
            (drive == nil
              ? "record: error: docker wait failed"
              : "record: error: the drive command failed with exit status \(end.status)")
              + Docker.lastWords(of: container))
        }
        return
      }
      if interruption.isThere() {
        child.send(SIGTERM, toItsGroup: true)
        return
      }
    }
  }

  /// Looks at what the container loaded, while its files are there.
  private func look(
    at container: String, _ mapped: MappedFiles?, in folder: String, to path: String
  ) throws(WorkflowError) {
    let root = folder + "/root.tar"
    let configuration = folder + "/container.json"
    _ = try Docker.ask(
      ["export", "--output", root, container], to: "the container's files cannot be exported")
    let inspected = try Docker.ask(["inspect", container], to: "the container cannot be inspected")
    try WorkFolder.write(inspected.text, to: configuration)
    let programs = ProgramPaths()
    mapped?.add(to: programs)
    var options = TraceOptions()
    options.programs = programs
    var observations: Observations
    do {
      observations = try TraceSet(reading: files.map(\.file.path), options: options).observations
    } catch {
      throw .cannot(error.line(as: "error"))
    }
    observations.reach.formUnion(
      try ReachInquiry.reach(
        of: programs, for: observations.machines.map(\.architecture), root: root,
        configured: try ImageConfiguration(inspectedAt: configuration),
        with: .tools, isLasting: false, note: note))
    let bytes = ObservationFile.bytes(of: observations)
    try WorkflowError.wrapping { () throws(FileError) in
      var file = try OutputFile(bytes, for: path)
      try file.commit()
    }
    note("\(path.escapedForTerminal): written, for whittle generate")
  }
}
