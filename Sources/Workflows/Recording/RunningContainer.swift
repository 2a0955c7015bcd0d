internal import Files
internal import Text

/// A container that runs already, and its shim: what `docker exec` and health checks start comes from there.
struct RunningContainer {
  private let container: String
  private let shim: Int?
  /// The shim's threads when strace came.
  private(set) var shimThreads: Set<UInt32> = []

  /// - Parameters:
  ///   - container: its identifier.
  ///   - note: is told where what `docker exec` starts cannot be seen.
  init(_ container: String, note: Note) throws(WorkflowError) {
    self.container = container
    let first = try Docker.field(".State.Pid", of: container)
    let parent = Int(first).flatMap { RunningProcess.status("PPid", of: $0) }.flatMap { Int($0) }
    shim = parent.flatMap {
      RunningProcess.status("Name", of: $0)?.hasPrefix("containerd-shim") == true ? $0 : nil
    }
    if shim == nil {
      note(
        "record: warning: the container does not run below a shim of containerd; what docker exec starts from now on "
          + "is not in the log")
    }
  }

  /// The numbers of all its processes.
  func processes() throws(WorkflowError) -> [Int] {
    let top = try Docker.ask(
      ["top", container, "-eo", "pid"], to: "the container's processes cannot be listed")
    let processes = top.text.split(separator: "\n").dropFirst().compactMap {
      Int($0.split(separator: " ").first ?? "")
    }
    guard !processes.isEmpty else {
      throw .cannot("record: error: the container has no process")
    }
    return processes
  }

  /// Attaches strace to all its processes, and to its shim. A process that was made meanwhile by one that strace had not
  /// come to yet would be missed: then all is done again.
  mutating func attach(in folder: String, _ undo: UndoList) throws(WorkflowError) -> StraceCapture {
    for _ in 0..<10 {
      shimThreads = threadsOfShim()
      let strace = try StraceCapture(
        to: try processes() + (shim.map { [$0] } ?? []), in: folder, undo: undo)
      shimThreads.formUnion(threadsOfShim())
      let missed = try processes().filter { RunningProcess.status("TracerPid", of: $0) == "0" }
      if missed.isEmpty { return strace }
      strace.end()
    }
    throw .cannot(
      "record: error: the container makes processes faster than strace can be attached to them; record its start "
        + "with --image")
  }

  private func threadsOfShim() -> Set<UInt32> {
    guard let shim, let folder = try? RootFolder(at: "/proc/\(shim)/task") else { return [] }
    return Set(folder.contents(of: "/").compactMap { UInt32($0.name) })
  }
}
