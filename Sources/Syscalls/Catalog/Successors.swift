/// Calls with the same effect: other entry points to the same kernel code.
///
/// A program recorded on one libc, kernel or architecture makes another call of the group on the next one:
/// glibc took openat for open in 2.26, newfstatat for stat in 2.33, pipe2 for pipe in 2.35; musl keeps the
/// old names; arm64 and riscv64 never had them. Calls that add power (clone3, io_uring, execveat,
/// pidfd_getfd, process_vm_readv) are in no group. Sources: syscalls(2), the histories of glibc and musl,
/// and 80 C functions of glibc 2.36 and musl 1.2.3 under strace.
package enum Successors {
  /// The groups, each with its oldest call first.
  package static let groups: [[String]] = table.description.split(separator: "\n").map {
    $0.split(separator: " ").map(String.init)
  }

  /// What may stand in for `name` elsewhere, `name` itself left out.
  package static func alternatives(to name: String) -> Set<String> {
    Set(groups.filter { $0.contains(name) }.joined()).subtracting([name])
  }

  private static let table: StaticString = """
    open openat openat2
    creat open openat
    stat newfstatat statx
    lstat newfstatat statx
    fstat newfstatat statx
    stat64 lstat64 fstat64 fstatat64 statx
    access faccessat faccessat2
    wait4 waitid waitpid
    pidfd_open pidfd_send_signal kill
    epoll_wait epoll_pwait epoll_pwait2
    epoll_create epoll_create1
    poll ppoll ppoll_time64
    select _newselect pselect6 pselect6_time64
    eventfd eventfd2
    signalfd signalfd4
    inotify_init inotify_init1
    pipe pipe2
    dup2 dup3
    rename renameat renameat2
    mkdir mkdirat
    rmdir unlinkat
    unlink unlinkat
    link linkat
    symlink symlinkat
    readlink readlinkat
    chmod fchmodat fchmodat2
    chown fchownat
    lchown fchownat
    mknod mknodat
    utime utimes futimesat utimensat utimensat_time64
    getdents getdents64
    nanosleep clock_nanosleep clock_nanosleep_time64
    pause ppoll rt_sigsuspend
    alarm setitimer
    time gettimeofday clock_gettime clock_gettime64
    getrlimit ugetrlimit setrlimit prlimit64
    accept accept4
    close_range close getdents64
    clock_gettime clock_gettime64
    clock_getres clock_getres_time64
    clock_adjtime clock_adjtime64
    timer_gettime timer_gettime64
    timer_settime timer_settime64
    timerfd_gettime timerfd_gettime64
    timerfd_settime timerfd_settime64
    futex futex_time64
    io_pgetevents io_pgetevents_time64
    mq_timedsend mq_timedsend_time64
    mq_timedreceive mq_timedreceive_time64
    recvmmsg recvmmsg_time64
    rt_sigtimedwait rt_sigtimedwait_time64
    sched_rr_get_interval sched_rr_get_interval_time64
    semtimedop semtimedop_time64
    futex futex_wait futex_wake futex_waitv futex_requeue
    lseek _llseek
    mmap mmap2
    fadvise64 fadvise64_64 arm_fadvise64_64
    sync_file_range sync_file_range2 arm_sync_file_range
    fcntl fcntl64
    sendfile sendfile64
    getuid getuid32
    setuid setuid32
    getgid getgid32
    setgid setgid32
    geteuid geteuid32
    getegid getegid32
    setreuid setreuid32
    setregid setregid32
    setresuid setresuid32
    setresgid setresgid32
    getresuid getresuid32
    getresgid getresgid32
    getgroups getgroups32
    setgroups setgroups32
    setfsuid setfsuid32
    setfsgid setfsgid32
    chown chown32
    fchown fchown32
    lchown lchown32
    """
}
