internal import Syscalls

/// What Docker's default profiles say, generation by generation, as facts.
///
/// Source: the profiles that github.com/moby/moby publishes, from `profiles/seccomp/default.json`
/// (later the module `github.com/moby/profiles/seccomp`). A row is a rule, or a part of one: rows
/// of one scope, action and condition together make a rule of the generations they stand in.
struct DefaultProfileRow: Sendable {
  let names: String
  let generations: ClosedRange<DockerDefault>
  let action: Action
  let conditions: [Condition]
  let comment: String?
  let includes: Scope
  let excludes: Scope

  init(
    _ names: String, in generations: ClosedRange<DockerDefault> = .v20 ... .newest,
    _ action: Action = .allow, if conditions: Condition..., comment: String? = nil,
    includes: Scope = .none, excludes: Scope = .none
  ) {
    self.names = names
    self.generations = generations
    self.action = action
    self.conditions = conditions
    self.comment = comment
    self.includes = includes
    self.excludes = excludes
  }
}

/// Calls that every generation of Docker's default allows whatever the arguments and the environment.
let alwaysAllowed = """
  _llseek _newselect accept accept4 access adjtimex alarm bind brk capget capset chdir chmod chown
  chown32 clock_adjtime clock_adjtime64 clock_getres clock_getres_time64 clock_gettime
  clock_gettime64 clock_nanosleep clock_nanosleep_time64 close close_range connect copy_file_range
  creat dup dup2 dup3 epoll_create epoll_create1 epoll_ctl epoll_ctl_old epoll_pwait epoll_pwait2
  epoll_wait epoll_wait_old eventfd eventfd2 execve execveat exit exit_group faccessat faccessat2
  fadvise64 fadvise64_64 fallocate fanotify_mark fchdir fchmod fchmodat fchown fchown32 fchownat
  fcntl fcntl64 fdatasync fgetxattr flistxattr flock fork fremovexattr fsetxattr fstat fstat64
  fstatat64 fstatfs fstatfs64 fsync ftruncate ftruncate64 futex futex_time64 futex_waitv futimesat
  get_robust_list get_thread_area getcpu getcwd getdents getdents64 getegid getegid32 geteuid
  geteuid32 getgid getgid32 getgroups getgroups32 getitimer getpeername getpgid getpgrp getpid
  getppid getpriority getrandom getresgid getresgid32 getresuid getresuid32 getrlimit getrusage
  getsid getsockname getsockopt gettid gettimeofday getuid getuid32 getxattr inotify_add_watch
  inotify_init inotify_init1 inotify_rm_watch io_cancel io_destroy io_getevents io_pgetevents
  io_pgetevents_time64 io_setup io_submit ioctl ioprio_get ioprio_set ipc kill landlock_add_rule
  landlock_create_ruleset landlock_restrict_self lchown lchown32 lgetxattr link linkat listen
  listxattr llistxattr lremovexattr lseek lsetxattr lstat lstat64 madvise membarrier memfd_create
  memfd_secret mincore mkdir mkdirat mknod mknodat mlock mlock2 mlockall mmap mmap2 mprotect
  mq_getsetattr mq_notify mq_open mq_timedreceive mq_timedreceive_time64 mq_timedsend
  mq_timedsend_time64 mq_unlink mremap msgctl msgget msgrcv msgsnd msync munlock munlockall munmap
  nanosleep newfstatat open openat openat2 pause pidfd_open pidfd_send_signal pipe pipe2 poll
  ppoll ppoll_time64 prctl pread64 preadv preadv2 prlimit64 process_mrelease pselect6
  pselect6_time64 pwrite64 pwritev pwritev2 read readahead readlink readlinkat readv recv recvfrom
  recvmmsg recvmmsg_time64 recvmsg remap_file_pages removexattr rename renameat renameat2
  restart_syscall rmdir rseq rt_sigaction rt_sigpending rt_sigprocmask rt_sigqueueinfo
  rt_sigreturn rt_sigsuspend rt_sigtimedwait rt_sigtimedwait_time64 rt_tgsigqueueinfo
  sched_get_priority_max sched_get_priority_min sched_getaffinity sched_getattr sched_getparam
  sched_getscheduler sched_rr_get_interval sched_rr_get_interval_time64 sched_setaffinity
  sched_setattr sched_setparam sched_setscheduler sched_yield seccomp select semctl semget semop
  semtimedop semtimedop_time64 send sendfile sendfile64 sendmmsg sendmsg sendto set_robust_list
  set_thread_area set_tid_address setfsgid setfsgid32 setfsuid setfsuid32 setgid setgid32
  setgroups setgroups32 setitimer setpgid setpriority setregid setregid32 setresgid setresgid32
  setresuid setresuid32 setreuid setreuid32 setrlimit setsid setsockopt setuid setuid32 setxattr
  shmat shmctl shmdt shmget shutdown sigaltstack signalfd signalfd4 sigprocmask sigreturn
  socketpair splice stat stat64 statfs statfs64 statx symlink symlinkat sync sync_file_range
  syncfs sysinfo tee tgkill time timer_create timer_delete timer_getoverrun timer_gettime
  timer_gettime64 timer_settime timer_settime64 timerfd_create timerfd_gettime timerfd_gettime64
  timerfd_settime timerfd_settime64 times tkill truncate truncate64 ugetrlimit umask uname unlink
  unlinkat utime utimensat utimensat_time64 utimes vfork vmsplice wait4 waitid waitpid write
  writev
  """

/// `CLONE_NEWNS`, `_NEWCGROUP`, `_NEWUTS`, `_NEWIPC`, `_NEWUSER`, `_NEWPID` and `_NEWNET`
/// (`linux/sched.h`): what clone makes a namespace with.
private let namespaceFlags: UInt64 = 0x7e02_0000

let sysAdmin = Scope(capabilities: ["CAP_SYS_ADMIN"])
let anyS390 = Scope(architectures: ["s390", "s390x"])
/// ptrace could get around a filter before Linux 4.8.
private let filteredPtrace = Scope(minimumKernel: KernelVersion(4, 8))

let defaultProfileRows: [DefaultProfileRow] = [
  .init(alwaysAllowed),
  .init("io_uring_enter io_uring_register io_uring_setup", in: .v20 ... .v24),
  .init("pkey_alloc pkey_free pkey_mprotect", in: .v23 ... .newest),
  .init("name_to_handle_at", in: .v24 ... .newest),
  .init(
    "cachestat fchmodat2 futex_requeue futex_wait futex_wake map_shadow_stack",
    in: .v25_0_3 ... .newest),
  .init(
    """
    getxattrat listmount listxattrat mseal removexattrat riscv_hwprobe setxattrat statmount
    uretprobe
    """, in: .v28 ... .newest),

  .init("ptrace", in: .v20 ... .v20, includes: filteredPtrace),
  .init(
    "process_vm_readv process_vm_writev ptrace", in: .v23 ... .newest, includes: filteredPtrace),

  // Address families: 38 is AF_ALG, 40 AF_VSOCK.
  .init("socket", in: .v20 ... .v20),
  .init("socket", in: .v23 ... .v28, if: Condition(0, .notEqual, 40)),
  .init("socket", in: .v29_4_2 ... .newest, if: Condition(0, .less, 38)),
  .init("socket", in: .v29_4_2 ... .newest, if: Condition(0, .equal, 39)),
  .init("socket", in: .v29_4_2 ... .newest, if: Condition(0, .greater, 40)),
  // Behind socketcall no filter sees the family; 29.4.2 alone refused it.
  .init("socketcall", in: .v20 ... .v28),
  .init("socketcall", in: .v29_4_2 ... .v29_4_2, .errno(.ENOSYS)),
  .init("socketcall", in: .v29_4_3 ... .newest),

  // PER_LINUX, PER_LINUX32, UNAME26 with either, and the question for the present one.
  .init("personality", if: Condition(0, .equal, 0x0)),
  .init("personality", if: Condition(0, .equal, 0x8)),
  .init("personality", if: Condition(0, .equal, 0x20000)),
  .init("personality", if: Condition(0, .equal, 0x20008)),
  .init("personality", if: Condition(0, .equal, 0xffff_ffff)),

  .init("sync_file_range2", includes: Scope(architectures: ["ppc64le"])),
  .init("swapcontext", in: .v23 ... .newest, includes: Scope(architectures: ["ppc64le"])),
  .init(
    "arm_fadvise64_64 arm_sync_file_range breakpoint cacheflush set_tls sync_file_range2",
    includes: Scope(architectures: ["arm", "arm64"])),
  .init("arch_prctl", includes: Scope(architectures: ["amd64", "x32"])),
  .init("modify_ldt", includes: Scope(architectures: ["amd64", "x32", "x86"])),
  .init("s390_pci_mmio_read s390_pci_mmio_write s390_runtime_instr", includes: anyS390),
  .init(
    "riscv_flush_icache", in: .v23 ... .newest, includes: Scope(architectures: ["riscv64"])),

  .init("open_by_handle_at", includes: Scope(capabilities: ["CAP_DAC_READ_SEARCH"])),
  .init(
    """
    bpf clone clone3 fanotify_init fsconfig fsmount fsopen fspick lookup_dcookie mount mount_setattr
    move_mount open_tree perf_event_open quotactl quotactl_fd setdomainname sethostname setns syslog
    umount umount2 unshare
    """, includes: sysAdmin),
  .init("name_to_handle_at", in: .v20 ... .v23, includes: sysAdmin),
  .init(
    "lsm_get_self_attr lsm_list_modules lsm_set_self_attr", in: .v28 ... .newest,
    includes: sysAdmin),
  .init(
    "clone", if: Condition(0, masked: namespaceFlags, equals: 0),
    excludes: Scope(
      capabilities: sysAdmin.capabilities, architectures: anyS390.architectures)),
  .init(
    "clone", if: Condition(1, masked: namespaceFlags, equals: 0),
    comment: "the flags of clone are its second argument on s390", includes: anyS390,
    excludes: sysAdmin),
  // The flags of clone3 lie in memory, where no filter sees them: libraries fall back to clone.
  .init("clone3", .errno(.ENOSYS), excludes: sysAdmin),
  .init("reboot", includes: Scope(capabilities: ["CAP_SYS_BOOT"])),
  .init("chroot", includes: Scope(capabilities: ["CAP_SYS_CHROOT"])),
  .init(
    "delete_module finit_module init_module", includes: Scope(capabilities: ["CAP_SYS_MODULE"])),
  .init("acct", includes: Scope(capabilities: ["CAP_SYS_PACCT"])),
  .init(
    "kcmp pidfd_getfd process_madvise process_vm_readv process_vm_writev ptrace",
    includes: Scope(capabilities: ["CAP_SYS_PTRACE"])),
  .init("ioperm iopl", includes: Scope(capabilities: ["CAP_SYS_RAWIO"])),
  .init("clock_settime settimeofday stime", includes: Scope(capabilities: ["CAP_SYS_TIME"])),
  .init(
    "clock_settime64", in: .v23 ... .newest, includes: Scope(capabilities: ["CAP_SYS_TIME"])),
  .init("vhangup", includes: Scope(capabilities: ["CAP_SYS_TTY_CONFIG"])),
  .init("get_mempolicy mbind set_mempolicy", includes: Scope(capabilities: ["CAP_SYS_NICE"])),
  .init(
    "set_mempolicy_home_node", in: .v25_0_3 ... .newest,
    includes: Scope(capabilities: ["CAP_SYS_NICE"])),
  .init("syslog", includes: Scope(capabilities: ["CAP_SYSLOG"])),
  .init("bpf", in: .v23 ... .newest, includes: Scope(capabilities: ["CAP_BPF"])),
  .init("perf_event_open", in: .v23 ... .newest, includes: Scope(capabilities: ["CAP_PERFMON"])),
]

/// The architectures of `archMap`, and since when they are in.
let defaultProfileFamilies: [(since: DockerDefault, family: Profile.Family)] = [
  (.v20, .init(.x86_64, [.x86, .x32])),
  (.v20, .init(.aarch64, [.arm])),
  (.v20, .init(.mips64, [.mips, .mips64n32])),
  (.v20, .init(.mips64n32, [.mips, .mips64])),
  (.v20, .init(.mipsel64, [.mipsel, .mipsel64n32])),
  (.v20, .init(.mipsel64n32, [.mipsel, .mipsel64])),
  (.v20, .init(.s390x, [.s390])),
  (.v23, .init(.riscv64)),
  (.v29_4_2, .init(.loongarch64)),
]
