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

// MARK: Names of other tables

extension Dialect {
  /// The call that people mean by a name that is not the kernel's: a C function's, a constant's or a tracer's;
  /// `nil` where none is known.
  package static func meant(by name: String) -> Syscall? {
    var stem = name
    for prefix in prefixes where stem.hasPrefix(prefix) && stem.utf8.count > prefix.utf8.count {
      stem = String(stem.dropFirst(prefix.utf8.count))
      break
    }
    if stem != name, let call = Syscall(stem) { return call }
    let known = tracers(stem) ?? strace(stem, on: .x86_64) ?? audit(stem, on: .x86_64)
    if let known { return known }
    return functions[stem].flatMap { Syscall($0) }
  }

  /// What headers (`asm/unistd.h`, `sys/syscall.h`, libseccomp's `seccomp-syscalls.h`) and the kernel's
  /// symbols (`asm/syscall_wrapper.h`) put before a call's name; the longer ones first.
  private static let prefixes = [
    "__NR3264_", "__ARM_NR_", "__NR_", "__SNR_", "__PNR_", "SYS_", "SCMP_SYS_",
    "__x64_sys_", "__ia32_sys_", "__arm64_sys_", "__riscv_sys_", "__s390x_sys_", "__se_sys_",
    "__do_sys_", "__sys_", "compat_sys_", "do_sys_", "ksys_", "sys_enter_", "sys_exit_", "sys_",
    "syscall_", "__",
  ]

  /// Functions of the C library that make a call of another name (man-pages 6.9, sections 2 and 3, "C
  /// library/kernel differences" and its like; glibc 2.41 on 64-bit architectures).
  private static let functions = [
    "sigtimedwait": "rt_sigtimedwait", "sigwaitinfo": "rt_sigtimedwait",
    "sigwait": "rt_sigtimedwait",
    "sigqueue": "rt_sigqueueinfo", "pselect": "pselect6",
    "prlimit": "prlimit64", "readdir64": "getdents64", "opendir": "openat", "fopen": "openat",
    "open64": "openat", "openat64": "openat", "creat64": "creat", "lseek64": "lseek",
    "llseek": "_llseek", "newselect": "_newselect", "sysctl": "_sysctl",
    "preadv64": "preadv", "pwritev64": "pwritev", "preadv64v2": "preadv2",
    "pwritev64v2": "pwritev2", "posix_fadvise": "fadvise64", "fadvise": "fadvise64",
    "posix_fallocate": "fallocate", "posix_madvise": "madvise", "lchmod": "fchmodat2",
    "mkfifo": "mknodat", "mkfifoat": "mknodat", "statvfs": "statfs", "fstatvfs": "fstatfs",
    "wait": "wait4", "wait3": "wait4", "fexecve": "execveat", "execv": "execve",
    "execvp": "execve", "execl": "execve", "posix_spawn": "clone3", "pthread_create": "clone3",
    "sleep": "clock_nanosleep", "usleep": "clock_nanosleep", "sched_getcpu": "getcpu",
    "mq_receive": "mq_timedreceive", "mq_send": "mq_timedsend", "sem_open": "openat",
    "shm_open": "openat", "shm_unlink": "unlink", "sbrk": "brk", "tcgetattr": "ioctl",
    "tcsetattr": "ioctl", "isatty": "ioctl", "gethostname": "uname", "getentropy": "getrandom",
    "abort": "tgkill", "raise": "tgkill", "pthread_kill": "tgkill", "killpg": "kill",
  ]
}
