/// How much of the kernel a call exposes: a tier (see ``RiskTier``) and the names of calls that are in it.
///
/// Set by hand from what the interface does, then held against the table of weaknesses, Docker's
/// documentation of what its default stops, and the calls that the published exploits of kernelCTF's
/// submissions make; for Docker's default of June 2026, read in July 2026.
let riskTierRows: StaticString = """
  1 _llseek _newselect accept accept4 access alarm arch_prctl arm_fadvise64_64 arm_sync_file_range bind
  1 breakpoint brk cacheflush capget capset chdir chmod chown chown32 clock_getres clock_getres_time64
  1 clock_gettime clock_gettime64 clock_nanosleep clock_nanosleep_time64 close close_range connect creat
  1 dup dup2 dup3 epoll_create epoll_create1 epoll_ctl epoll_ctl_old epoll_pwait epoll_pwait2 epoll_wait
  1 epoll_wait_old eventfd eventfd2 exit exit_group faccessat faccessat2 fadvise64 fadvise64_64
  1 fallocate fchdir fchmod fchmodat fchmodat2 fchown fchown32 fchownat fcntl fcntl64 fdatasync
  1 fgetxattr flistxattr flock fork fremovexattr fstat fstat64 fstatat64 fstatfs fstatfs64 fsync
  1 ftruncate ftruncate64 futex_wait futex_waitv futex_wake futimesat get_thread_area getcpu getcwd
  1 getdents getdents64 getegid getegid32 geteuid geteuid32 getgid getgid32 getgroups getgroups32
  1 getitimer getpeername getpgid getpgrp getpid getppid getpriority getrandom getresgid getresgid32
  1 getresuid getresuid32 getrlimit getrusage getsid getsockname getsockopt gettid gettimeofday getuid
  1 getuid32 getxattr getxattrat inotify_add_watch inotify_init inotify_init1 inotify_rm_watch io_cancel
  1 io_destroy io_getevents io_pgetevents io_pgetevents_time64 ioprio_get ioprio_set kill
  1 landlock_add_rule landlock_create_ruleset landlock_restrict_self lchown lchown32 lgetxattr link
  1 linkat listen listxattr listxattrat llistxattr lremovexattr lseek lstat lstat64 map_shadow_stack
  1 membarrier mkdir mkdirat mlock mlock2 mlockall mmap mmap2 mprotect mq_getsetattr mq_unlink mremap
  1 mseal msync munlock munlockall munmap nanosleep newfstatat open openat openat2 pause pipe pipe2
  1 pkey_alloc pkey_free pkey_mprotect poll ppoll ppoll_time64 pread64 preadv preadv2 prlimit64 pselect6
  1 pselect6_time64 pwrite64 pwritev pwritev2 read readahead readlink readlinkat readv recv recvfrom
  1 removexattr removexattrat rename renameat renameat2 restart_syscall riscv_flush_icache riscv_hwprobe
  1 rmdir rseq rt_sigaction rt_sigpending rt_sigprocmask rt_sigqueueinfo rt_sigreturn rt_sigsuspend
  1 rt_sigtimedwait rt_sigtimedwait_time64 rt_tgsigqueueinfo sched_get_priority_max
  1 sched_get_priority_min sched_getaffinity sched_getattr sched_getparam sched_getscheduler
  1 sched_rr_get_interval sched_rr_get_interval_time64 sched_setattr sched_setparam sched_setscheduler
  1 sched_yield seccomp select semop semtimedop semtimedop_time64 send sendto set_robust_list
  1 set_thread_area set_tid_address set_tls setfsgid setfsgid32 setfsuid setfsuid32 setgid setgid32
  1 setgroups setgroups32 setitimer setpgid setpriority setregid setregid32 setresgid setresgid32
  1 setresuid setresuid32 setreuid setreuid32 setrlimit setsid setuid setuid32 shmdt shutdown
  1 sigaltstack signalfd signalfd4 sigprocmask sigreturn socketpair stat stat64 statfs statfs64 statx
  1 swapcontext symlink symlinkat sync sync_file_range sync_file_range2 syncfs sysinfo tgkill time
  1 timer_delete timer_getoverrun timer_gettime timer_gettime64 timer_settime timer_settime64
  1 timerfd_gettime timerfd_gettime64 times tkill truncate truncate64 ugetrlimit umask uname unlink
  1 unlinkat utime utimensat utimensat_time64 utimes vfork wait4 waitpid write writev
  2 adjtimex cachestat clock_adjtime clock_adjtime64 copy_file_range execve execveat fanotify_mark
  2 fsetxattr futex futex_requeue futex_time64 get_mempolicy get_robust_list io_setup io_submit
  2 listmount lsetxattr lsm_get_self_attr lsm_list_modules madvise mbind memfd_create memfd_secret
  2 mincore mknod mknodat mq_open mq_timedreceive mq_timedreceive_time64 mq_timedsend
  2 mq_timedsend_time64 msgctl msgget name_to_handle_at pidfd_open pidfd_send_signal prctl
  2 process_mrelease recvmmsg recvmmsg_time64 recvmsg remap_file_pages s390_runtime_instr
  2 sched_setaffinity semctl semget sendfile sendfile64 sendmmsg sendmsg set_mempolicy
  2 set_mempolicy_home_node setxattr setxattrat shmat shmctl shmget statmount sysfs tee timer_create
  2 timerfd_create timerfd_settime timerfd_settime64 uretprobe ustat vhangup waitid
  3 _sysctl acct chroot clock_settime clock_settime64 clone create_module fanotify_init get_kernel_syms
  3 ioctl ipc kcmp lookup_dcookie lsm_set_self_attr migrate_pages modify_ldt move_pages mq_notify msgrcv
  3 msgsnd nfsservctl open_tree personality process_madvise process_vm_readv query_module quotactl
  3 quotactl_fd s390_pci_mmio_read s390_pci_mmio_write setdomainname sethostname setsockopt settimeofday
  3 socket socketcall splice stime syslog uselib userfaultfd vmsplice
  4 add_key bpf clone3 delete_module finit_module fsconfig fsmount fsopen fspick init_module
  4 io_uring_enter io_uring_register io_uring_setup ioperm iopl kexec_file_load kexec_load keyctl mount
  4 mount_setattr move_mount open_by_handle_at perf_event_open pidfd_getfd pivot_root process_vm_writev
  4 ptrace reboot request_key setns swapoff swapon umount umount2 unshare
  """
