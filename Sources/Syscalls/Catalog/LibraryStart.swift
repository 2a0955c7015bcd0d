/// Calls that C libraries make for every program, whatever the program does: before its first instruction, with
/// its first thread, and where it ends itself.
///
/// Another libc than the recorded one makes others. A trivial dynamic program under strace: glibc 2.36 17 calls,
/// musl 1.2.3 7, on x86-64; fstat in place of newfstatat from glibc 2.39 on; rseq from 2.35 on. Sources: glibc
/// `elf/rtld.c`, `sysdeps/unix/sysv/linux`, musl `ldso/dynlink.c`, `src/env/__init_tls.c`, `src/thread`.
package enum LibraryStart {
  /// Who makes it, and when.
  package struct Call: Sendable {
    /// The kernel's name.
    package let name: String
    /// Half a sentence: `glibc and musl begin a program with it`.
    package let words: String
    /// The ABIs on which it is made; `nil` for all that have it.
    package let architectures: Set<Architecture>?
    /// Whether it is made for threads alone.
    package let isForThreads: Bool
    /// Whether only newer kernels have it, and a library tries it first.
    package let level: Successors.Level
  }

  /// Whoever makes one of these has a C library: glibc and musl make them for every program, Go never does.
  package static let signs: Set<String> = ["set_robust_list", "set_tid_address"]

  /// Every one.
  package static let calls: [Call] =
    calls(
      "brk close execve mmap mmap2 mprotect munmap open openat read set_tid_address",
      "C libraries begin a program with it")
    + calls(
      "access arch_prctl fstat fstat64 fstatat64 getrandom newfstatat pread64 prlimit64 riscv_hwprobe rseq "
        + "readlink readlinkat set_robust_list set_tls statx",
      "glibc or musl begins a program with it")
    // A 64-bit program has no need of it, though x86-64 has the call.
    + calls("set_thread_area", "glibc and musl begin a 32-bit program with it", on: [.x86])
    + calls("map_shadow_stack mseal", "newer C libraries begin a program with it", level: .kernel)
    + calls(
      "getpid gettid rt_sigaction rt_sigprocmask tgkill tkill",
      "C libraries end a program by it, in abort")
    + calls(
      "clone exit futex futex_time64 madvise membarrier sched_getaffinity",
      "C libraries make and end threads with it", isForThreads: true)

  private static func calls(
    _ names: String, _ words: String, isForThreads: Bool = false,
    on architectures: Set<Architecture>? = nil,
    level: Successors.Level = .libc
  ) -> [Call] {
    names.split(separator: " ").map {
      Call(
        name: String($0), words: words, architectures: architectures, isForThreads: isForThreads,
        level: level)
    }
  }
}
