/// The calls that change who is alive, or what program a process runs.
package enum ProcessCalls {
  /// They return twice, the second time in a process or thread that never entered them (clone(2), fork(2),
  /// vfork(2)).
  package static let creating = known(["clone", "clone3", "fork", "vfork"])

  /// They put another program in the place of the process's own (execve(2), execveat(2)).
  package static let replacing = known(["execve", "execveat"])

  /// Every program makes one of them before it does anything of its own: ld.so and static glibc map memory,
  /// Go and musl set their thread up. Programs without a C library, which do nothing but write and exit, do not.
  package static let beginning = known([
    "brk", "mmap", "mmap2", "munmap", "mprotect", "arch_prctl", "set_thread_area", "set_tls",
    "set_tid_address",
  ])

  /// All that a program without a C library may do.
  package static let trivial = known(["write", "writev", "exit", "exit_group"])

  /// They return the number of a process that has ended (wait4(2), waitpid(2)).
  package static let collecting = known(["wait4", "waitpid"])

  private static func known(_ names: [String]) -> Set<Syscall> {
    Set(names.compactMap { Syscall($0) })
  }
}

extension SyscallReference {
  /// Whether the call makes a process or a thread.
  package var createsProcess: Bool { syscall.map { ProcessCalls.creating.contains($0) } ?? false }
}
