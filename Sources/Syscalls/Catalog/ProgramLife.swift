/// Calls without which programs do not start, load libraries or end. Where a recording shows a program and
/// lacks them, it holds a selection of the calls.
package enum ProgramLife {
  /// A process that no signal ended has called one of these (_exit(2), exit_group(2)).
  package static let ending = calls(["exit", "exit_group"])

  /// The C library, the loader or the language's runtime makes one of these before a program's own first
  /// instruction: brk and mmap in glibc, musl's loader and Go; set_tid_address in static programs of musl
  /// (`src/env/__init_tls.c`). Only programs without any of these make none.
  package static let starting = calls([
    "brk", "mmap", "mmap2", "set_tid_address", "set_thread_area",
  ])

  /// A loader maps each library (glibc `elf/dl-load.c`, musl `ldso/dynlink.c`). It reads, closes and protects
  /// as well, but excerpts of recordings lack one of those more often than a selection does.
  package static let loading = calls(["mmap", "mmap2"])

  /// They return a descriptor, or bring one in another way. A program that maps a file got it from one of
  /// these, or from whoever started it.
  package static let givingDescriptors = calls([
    "open", "openat", "openat2", "creat", "open_by_handle_at", "open_tree", "dup", "dup2", "dup3",
    "fcntl",
    "fcntl64", "memfd_create", "memfd_secret", "socket", "socketpair", "socketcall", "accept",
    "accept4",
    "recvmsg", "recvmmsg", "pidfd_getfd", "io_uring_setup", "io_uring_enter", "perf_event_open",
    "userfaultfd", "bpf", "fsopen", "fsmount", "fspick", "shmat", "ipc", "ioctl",
  ])

  /// Languages that need no C library set the thread pointer and may map nothing (Zig's `std/os/linux/tls.zig`).
  package static let settingThreadPointer = calls(["arch_prctl"])

  /// They tell nothing of what a program is for: those of `strace -e trace=process` that every program makes.
  package static let bare = ending.union(ProcessCalls.replacing).union(settingThreadPointer)

  /// By these a program without a C library writes what it has to say.
  package static let writing = calls(["write", "writev", "pwrite64"])

  /// Whether a path is of what a loader opens first: `/etc/ld.so.cache`, `/lib/libc.so.6`,
  /// `/etc/ld-musl-x86_64.path`.
  package static func isLibrary(_ path: String) -> Bool {
    let name = path.split(separator: "/").last ?? ""
    return name.contains(".so") || name.hasPrefix("ld-musl-")
  }

  private static func calls(_ names: [String]) -> Set<Syscall> {
    Set(names.compactMap { Syscall($0) })
  }
}
