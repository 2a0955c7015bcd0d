/// Names that tools print for system calls and that are not the kernel's.
///
/// Only names that no table has, or that another call bears on that architecture.
package enum Dialect {
  /// The call that strace (4.8 to 7.2) means by `name`; `nil` where it prints the kernel's own name.
  package static func strace(_ name: String, on architecture: Architecture) -> Syscall? {
    switch (architecture, name) {
    // i386, strace 4.8: some plain names mean the other call of a pair.
    case (.x86, "oldselect"): Syscall("select")
    case (.x86, "old_getrlimit"): Syscall("getrlimit")
    case (.x86, "old_mmap"): Syscall("mmap")
    case (.x86, "oldumount"): Syscall("umount")
    case (.arm, "fadvise64_64"): Syscall("arm_fadvise64_64")
    case (.arm, "sync_file_range2"): Syscall("arm_sync_file_range")
    default: straceEverywhere[name].flatMap { Syscall($0) }
    }
  }

  private static let straceEverywhere = [
    "_exit": "exit",
    "pread": "pread64",
    "pwrite": "pwrite64",
    "umount": "umount2",
    "sysctl": "_sysctl",
    "sigprocmask_old": "sigprocmask",
    "madvise1": "madvise",
    "fstatat": "newfstatat",
    "prlimit": "prlimit64",
    "sendfile64": "sendfile",
  ]

  /// The call that audit-userspace (up to 4.2.1) means by `name`; `nil` where it is the kernel's own.
  package static func audit(_ name: String, on architecture: Architecture) -> Syscall? {
    switch (architecture, name) {
    case (.aarch64, "getdents"): Syscall("getdents64")
    case (.aarch64, "newfstat"): Syscall("fstat")
    case (.x86, "madvise1"): Syscall("madvise")
    case (.x86, "sys_kexec_load"): Syscall("kexec_load")
    case (.x86, "sched_rr_get_interval64"): Syscall("sched_rr_get_interval_time64")
    case (.arm, "llseek"): Syscall("_llseek")
    case (.arm, "newselect"): Syscall("_newselect")
    case (.arm, "sysctl"): Syscall("_sysctl")
    case (.arm, "fadvise64_64"): Syscall("arm_fadvise64_64")
    case (.arm, "sched_rr_get_interval64"): Syscall("sched_rr_get_interval_time64")
    case (.arm, "sync_file_range"): Syscall("arm_sync_file_range")
    case (.ppc, "fstatat64"), (.ppc64, "fstatat64"), (.ppc64le, "fstatat64"): Syscall("newfstatat")
    case (.ppc, "timerfd"), (.ppc64, "timerfd"), (.ppc64le, "timerfd"): Syscall("timerfd_create")
    case (_, "perf_counter_open"): Syscall("perf_event_open")
    case (_, "pread"): Syscall("pread64")
    case (_, "pwrite"): Syscall("pwrite64")
    default: nil
    }
  }

  /// The call that the kernel's own tracers mean by `name`, that of a C function; `nil` where it is the
  /// kernel's own.
  package static func tracers(_ name: String) -> Syscall? {
    switch name {
    case "newstat": Syscall("stat")
    case "newlstat": Syscall("lstat")
    case "newfstat": Syscall("fstat")
    case "newuname": Syscall("uname")
    case "sendfile64": Syscall("sendfile")
    case "umount": Syscall("umount2")
    default: nil
    }
  }
}
