/// Which part of the kernel a call is about: a ``Subsystem`` and the names of calls that are of it.
///
/// Set by hand from what the interface is for, for the names of Linux 7.1, in November 2026. Every name that has a
/// number stands here once; a test holds that.
let subsystemRows: StaticString = """
  files access acct arm_fadvise64_64 cachestat chdir chmod chown chown32 copy_file_range creat faccessat
  files faccessat2 fadvise64 fadvise64_64 fallocate fchdir fchmod fchmodat fchmodat2 fchown fchown32
  files fchownat fgetxattr file_getattr file_setattr flistxattr flock fremovexattr fsetxattr fstat
  files fstat64 fstatat64 fstatfs fstatfs64 ftruncate ftruncate64 futimesat getcwd getdents getdents64
  files getxattr getxattrat lchown lchown32 lgetxattr link linkat listxattr listxattrat llistxattr lock
  files lookup_dcookie lremovexattr lsetxattr lstat lstat64 mkdir mkdirat mknod mknodat
  files name_to_handle_at newfstatat oldfstat oldlstat oldstat open open_by_handle_at openat openat2
  files readdir readlink readlinkat removexattr removexattrat rename renameat renameat2 rmdir setxattr
  files setxattrat stat stat64 statfs statfs64 statx symlink symlinkat truncate truncate64 umask unlink
  files unlinkat ustat utime utimensat utimensat_time64 utimes
  descriptors _llseek arm_sync_file_range close close_range dup dup2 dup3 fcntl fcntl64 fdatasync fsync
  descriptors getpmsg gtty ioctl lseek pipe pipe2 pread64 preadv preadv2 putpmsg pwrite64 pwritev
  descriptors pwritev2 read readahead readv sendfile sendfile64 splice stty sync sync_file_range
  descriptors sync_file_range2 syncfs tee vhangup vmsplice write writev
  events _newselect epoll_create epoll_create1 epoll_ctl epoll_ctl_old epoll_pwait epoll_pwait2
  events epoll_wait epoll_wait_old eventfd eventfd2 fanotify_init fanotify_mark inotify_add_watch
  events inotify_init inotify_init1 inotify_rm_watch io_cancel io_destroy io_getevents io_pgetevents
  events io_pgetevents_time64 io_setup io_submit io_uring_enter io_uring_register io_uring_setup poll
  events ppoll ppoll_time64 pselect6 pselect6_time64 select
  memory brk cachectl cacheflush get_mempolicy madvise map_shadow_stack mbind membarrier memfd_create
  memory memfd_secret migrate_pages mincore mlock mlock2 mlockall mmap mmap2 move_pages mprotect mremap
  memory mseal msync munlock munlockall munmap pkey_alloc pkey_free pkey_mprotect process_madvise
  memory process_mrelease remap_file_pages riscv_flush_icache set_mempolicy set_mempolicy_home_node
  memory subpage_prot userfaultfd
  network accept accept4 bind connect getpeername getsockname getsockopt listen recv recvfrom recvmmsg
  network recvmmsg_time64 recvmsg send sendmmsg sendmsg sendto setsockopt shutdown socket socketcall
  network socketpair
  processes arch_prctl clone clone3 execve execveat exit exit_group fork get_robust_list get_thread_area
  processes get_tls getcpu getpgid getpgrp getpid getppid getpriority getrlimit getrusage getsid gettid
  processes idle ioprio_get ioprio_set modify_ldt nice personality pidfd_getfd pidfd_open prctl
  processes prlimit64 rseq rseq_slice_yield sched_get_priority_max sched_get_priority_min
  processes sched_getaffinity sched_getattr sched_getparam sched_getscheduler sched_rr_get_interval
  processes sched_rr_get_interval_time64 sched_setaffinity sched_setattr sched_setparam
  processes sched_setscheduler sched_yield set_robust_list set_thread_area set_tid_address set_tls
  processes setpgid setpriority setrlimit setsid ugetrlimit ulimit uselib vfork wait4 waitid waitpid
  signals kill pause pidfd_send_signal restart_syscall rt_sigaction rt_sigpending rt_sigprocmask
  signals rt_sigqueueinfo rt_sigreturn rt_sigsuspend rt_sigtimedwait rt_sigtimedwait_time64
  signals rt_tgsigqueueinfo sgetmask sigaction sigaltstack signal signalfd signalfd4 sigpending
  signals sigprocmask sigreturn sigsuspend ssetmask swapcontext tgkill tkill
  time adjtimex alarm clock_adjtime clock_adjtime64 clock_getres clock_getres_time64 clock_gettime
  time clock_gettime64 clock_nanosleep clock_nanosleep_time64 clock_settime clock_settime64 ftime
  time getitimer gettimeofday nanosleep setitimer settimeofday stime time timer_create timer_delete
  time timer_getoverrun timer_gettime timer_gettime64 timer_settime timer_settime64 timerfd
  time timerfd_create timerfd_gettime timerfd_gettime64 timerfd_settime timerfd_settime64 times
  identity capget capset getegid getegid32 geteuid geteuid32 getgid getgid32 getgroups getgroups32
  identity getresgid getresgid32 getresuid getresuid32 getuid getuid32 setfsgid setfsgid32 setfsuid
  identity setfsuid32 setgid setgid32 setgroups setgroups32 setregid setregid32 setresgid setresgid32
  identity setresuid setresuid32 setreuid setreuid32 setuid setuid32
  ipc futex futex_requeue futex_time64 futex_wait futex_waitv futex_wake ipc mq_getsetattr mq_notify
  ipc mq_open mq_timedreceive mq_timedreceive_time64 mq_timedsend mq_timedsend_time64 mq_unlink msgctl
  ipc msgget msgrcv msgsnd semctl semget semop semtimedop semtimedop_time64 shmat shmctl shmdt shmget
  mounts chroot fsconfig fsmount fsopen fspick listmount listns mount mount_setattr move_mount open_tree
  mounts open_tree_attr pivot_root quotactl quotactl_fd setns statmount sysfs umount umount2 unshare
  tracing bpf kcmp perf_event_open process_vm_readv process_vm_writev prof profil ptrace uprobe
  tracing uretprobe
  security add_key keyctl landlock_add_rule landlock_create_ruleset landlock_restrict_self
  security lsm_get_self_attr lsm_list_modules lsm_set_self_attr request_key seccomp security
  system _sysctl afs_syscall bdflush break breakpoint create_module delete_module finit_module
  system get_kernel_syms getrandom init_module ioperm iopl kexec_file_load kexec_load mpx multiplexer
  system nfsservctl oldolduname olduname pciconfig_iobase pciconfig_read pciconfig_write query_module
  system reboot riscv_hwprobe rtas s390_guarded_storage s390_pci_mmio_read s390_pci_mmio_write
  system s390_runtime_instr s390_sthyi setdomainname sethostname spu_create spu_run swapoff swapon
  system switch_endian sys_debug_setcontext sysinfo syslog sysmips tuxcall uname usr26 usr32 vm86
  system vm86old vserver
  """
