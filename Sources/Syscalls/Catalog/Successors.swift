/// Calls with the same effect: other entry points to the same kernel code.
///
/// A program recorded on one libc, kernel or architecture makes another call of the group on the next one:
/// glibc took openat for open in 2.26, pselect6 for select and newfstatat for stat in 2.33, took fstat for
/// newfstatat back in 2.39, clock_nanosleep for nanosleep in 2.31, pipe2 for pipe in 2.35; musl keeps the
/// old names, and writes by writev and readv what glibc does by write and read; arm64 and riscv64 never had
/// them. 64-bit times on 32-bit machines came with musl 1.2.0 and glibc 2.34. Calls that add power (clone3,
/// io_uring, execveat, pidfd_getfd, process_vm_readv) are in no group. Sources: syscalls(2), the histories
/// of glibc and musl, libseccomp's table, and 80 C functions of glibc 2.36 and musl 1.2.3 under strace.
package enum Successors {
  /// How far a group reaches.
  package enum Level: String, Comparable, Hashable, Sendable {
    /// What a C library makes of a function, of whatever version.
    case libc
    /// Also calls of newer kernels that libraries try first, to fall back when they are told ENOSYS.
    case kernel

    package static func < (left: Self, right: Self) -> Bool { left == .libc && right == .kernel }
  }

  private struct Member {
    let name: String
    let level: Level
  }

  /// The groups, each with its oldest call first.
  package static let groups: [[String]] = members.map { $0.map(\.name) }

  /// Calls that make processes: musl forks by fork, glibc by clone. Within a baseline that keeps namespaces out of
  /// clone's flags they do the same.
  package static let makingProcesses = ["fork", "vfork", "clone"]

  private static let members: [[Member]] = table.description.split(separator: "\n").map {
    $0.split(separator: " ").map { word in
      word.hasPrefix("+")
        ? Member(name: String(word.dropFirst()), level: .kernel)
        : Member(name: String(word), level: .libc)
    }
  }

  private static let alternativesByName: [String: [String: Level]] = {
    var result: [String: [String: Level]] = [:]
    for group in members + [makingProcesses.map { Member(name: $0, level: .libc) }] {
      for member in group {
        for other in group where other.name != member.name {
          result[member.name, default: [:]].merge([other.name: other.level], uniquingKeysWith: min)
        }
      }
    }
    return result
  }()

  /// What may stand in for `name` elsewhere, `name` itself left out.
  package static func alternatives(to name: String, upTo level: Level = .kernel) -> Set<String> {
    Set((alternativesByName[name] ?? [:]).filter { $0.value <= level }.keys)
  }

  // Behind `+` what only a newer kernel has, and a library tries first.
  private static let table: StaticString = """
    open creat openat +openat2
    stat newfstatat statx stat64 fstatat64
    lstat newfstatat statx lstat64 fstatat64
    fstat newfstatat statx fstat64 fstatat64
    access faccessat +faccessat2
    wait4 waitid waitpid +pidfd_open
    kill +pidfd_send_signal
    tkill tgkill
    epoll_wait epoll_pwait epoll_pwait2
    epoll_create epoll_create1
    poll ppoll ppoll_time64
    select _newselect pselect6 pselect6_time64
    eventfd eventfd2
    signalfd signalfd4
    inotify_init inotify_init1
    pipe pipe2
    dup2 dup3
    read readv
    write writev
    rename renameat +renameat2
    mkdir mkdirat
    rmdir unlinkat
    unlink unlinkat
    link linkat
    symlink symlinkat
    readlink readlinkat
    chmod fchmodat +fchmodat2
    chown fchownat chown32
    lchown fchownat lchown32
    fchown fchown32
    mknod mknodat
    utime utimes futimesat utimensat utimensat_time64
    getdents getdents64
    nanosleep clock_nanosleep clock_nanosleep_time64
    pause ppoll rt_sigsuspend
    alarm setitimer
    time gettimeofday clock_gettime clock_gettime64
    getpgrp getpgid
    getrlimit ugetrlimit prlimit64
    setrlimit prlimit64
    accept accept4
    sendto send
    recvfrom recv
    semop semtimedop semtimedop_time64
    clock_getres clock_getres_time64
    clock_adjtime clock_adjtime64
    timer_gettime timer_gettime64
    timer_settime timer_settime64
    timerfd_gettime timerfd_gettime64
    timerfd_settime timerfd_settime64
    futex futex_time64 +futex_wait +futex_wake +futex_waitv
    io_pgetevents io_pgetevents_time64
    mq_timedsend mq_timedsend_time64
    mq_timedreceive mq_timedreceive_time64
    recvmmsg recvmmsg_time64
    rt_sigtimedwait rt_sigtimedwait_time64
    sched_rr_get_interval sched_rr_get_interval_time64
    lseek _llseek
    mmap mmap2
    truncate truncate64
    ftruncate ftruncate64
    statfs statfs64
    fstatfs fstatfs64
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
    """
}

extension Successors {
  /// Where `other`, of a group with `name`, has the argument that `name` has at `index`; `nil` where it has
  /// none such.
  package static func position(
    ofArgument index: Int, of name: String, in other: String
  ) -> Int? {
    if name == other { return index }
    if let row = positions["\(name) \(other)"] {
      return row.indices.contains(index) && row[index] >= 0 ? row[index] : nil
    }
    if let row = positions["\(other) \(name)"] { return row.firstIndex(of: index) }
    return index
  }

  /// By pair, where the second has the arguments of the first; -1 for what it has not. Of other pairs, the
  /// arguments that both have stand at the same places.
  private static let positions: [String: [Int]] = Dictionary(
    uniqueKeysWithValues: moved.description.split(separator: "\n").map { line in
      let words = line.split(separator: " ")
      return (
        words.prefix(2).joined(separator: " "), words.dropFirst(2).map { Int($0) ?? -1 }
      )
    })

  private static let moved: StaticString = """
    open creat 0 - 1
    open openat 1 2 3
    open openat2 1 - -
    creat openat 1 3
    creat openat2 1 -
    openat openat2 0 1 - -
    stat newfstatat 1 2
    stat statx 1 -
    stat fstatat64 1 2
    lstat newfstatat 1 2
    lstat statx 1 -
    lstat fstatat64 1 2
    fstat newfstatat 0 2
    fstat statx 0 -
    fstat fstatat64 0 2
    newfstatat statx 0 1 - 2
    newfstatat stat64 - 0 1 -
    newfstatat lstat64 - 0 1 -
    newfstatat fstat64 0 - 1 -
    fstatat64 statx 0 1 - 2
    access faccessat 1 2
    access faccessat2 1 2
    fork clone
    vfork clone
    wait4 waitid - - 3 4
    waitpid waitid - - 3
    tkill tgkill 1 2
    epoll_create epoll_create1 -
    eventfd eventfd2 0
    pipe eventfd2 -
    pipe2 eventfd2 - -
    futex futex_wait 0 - 2
    futex futex_wake 0 - 2
    futex futex_waitv - -
    rename renameat 1 3
    rename renameat2 1 3
    mkdir mkdirat 1 2
    rmdir unlinkat 1
    unlink unlinkat 1
    link linkat 1 3
    symlink symlinkat 0 2
    readlink readlinkat 1 2 3
    chmod fchmodat 1 2
    chmod fchmodat2 1 2
    chown fchownat 1 2 3
    chown32 fchownat 1 2 3
    lchown fchownat 1 2 3
    lchown32 fchownat 1 2 3
    mknod mknodat 1 2 3
    utime utimensat 1 -
    utime utimensat_time64 1 -
    utime futimesat 1 -
    utimes futimesat 1 2
    utimes utimensat 1 2
    utimes utimensat_time64 1 2
    nanosleep clock_nanosleep 2 3
    nanosleep clock_nanosleep_time64 2 3
    pause ppoll
    pause rt_sigsuspend
    ppoll rt_sigsuspend - - - 0
    alarm setitimer -
    time gettimeofday 0
    time clock_gettime 1
    time clock_gettime64 1
    gettimeofday clock_gettime 1 -
    gettimeofday clock_gettime64 1 -
    getpgrp getpgid
    getrlimit prlimit64 1 3
    ugetrlimit prlimit64 1 3
    setrlimit prlimit64 1 2
    lseek _llseek 0 - 4
    truncate truncate64 0 -
    ftruncate ftruncate64 0 -
    statfs statfs64 0 2
    fstatfs fstatfs64 0 2
    fadvise64 arm_fadvise64_64 0 - - 1
    fadvise64_64 arm_fadvise64_64 0 - - 1
    sync_file_range sync_file_range2 0 2 3 1
    sync_file_range arm_sync_file_range 0 2 3 1
    """
}
