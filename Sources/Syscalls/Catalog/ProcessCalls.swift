/// The calls that change who is alive, or what program a process runs.
package enum ProcessCalls {
  /// They return twice, the second time in a process or thread that never entered them (clone(2), fork(2),
  /// vfork(2)).
  package static let creating = known(["clone", "clone3", "fork", "vfork"])

  /// They put another program in the place of the process's own (execve(2), execveat(2)).
  package static let replacing = known(["execve", "execveat"])

  private static func known(_ names: [String]) -> Set<Syscall> {
    Set(names.compactMap { Syscall($0) })
  }
}

extension SyscallReference {
  /// Whether the call makes a process or a thread.
  package var createsProcess: Bool { syscall.map { ProcessCalls.creating.contains($0) } ?? false }
}
