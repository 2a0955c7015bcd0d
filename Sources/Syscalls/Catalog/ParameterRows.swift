/// What the kernel takes of each argument's register, by call. Made by `scripts/update-parameters` from the
/// SYSCALL_DEFINE signatures of Linux 6.12.117; do not edit.
///
/// A name, the parameters as most ABIs have them, and those of the ABIs that differ. A letter stands for a
/// parameter: `i` 32 bits, signed; `u` 32 bits, unsigned; `h` 16 bits, unsigned; `l` the whole register,
/// signed; `L` the whole register, unsigned, or a pointer. `0` is a call without parameters, `?` one whose
/// definition was not found. A call without a row is newer than that kernel, or is defined nowhere.
let parameterRows: StaticString = """
  _llseek uLLLu
  _newselect iLLLL
  accept iLL
  accept4 iLLi
  access Li
  acct L
  add_key LLLLi
  adjtimex L
  alarm u
  arch_prctl iL
  arm_fadvise64_64 iiuuuu
  arm_sync_file_range iuuuuu
  bind iLi
  bpf iLu
  brk L
  cachectl Lii
  cacheflush LLu arm=?
  cachestat uLLu
  capget LL
  capset LL
  chdir L
  chmod Lh
  chown Luu x86,arm,s390=Lhh
  chown32 Luu
  chroot L
  clock_adjtime iL
  clock_adjtime64 iL
  clock_getres iL
  clock_getres_time64 iL
  clock_gettime iL
  clock_gettime64 iL
  clock_nanosleep iiLL
  clock_nanosleep_time64 iiLL
  clock_settime iL
  clock_settime64 iL
  clone uLLLL s390x,s390=LuLLL
  clone3 LL
  close u
  close_range uuu
  connect iLi
  copy_file_range iLiLLu
  creat Lh
  delete_module Lu
  dup u
  dup2 uu
  dup3 uui
  epoll_create i
  epoll_create1 i
  epoll_ctl iiiL
  epoll_pwait iLiiLL arm,s390=iLiiLu
  epoll_pwait2 iLiLLL x86,arm,s390=iLiLLu
  epoll_wait iLii
  eventfd u
  eventfd2 ui
  execve LLL
  execveat iLLLi
  exit i
  exit_group i
  faccessat iLi
  faccessat2 iLii
  fadvise64 illi x86_64,x32,ppc64=ilLi x86=iuuLi s390=iuuui
  fadvise64_64 iuuuui s390=L
  fallocate iill x86,arm,s390=iiuuuu
  fanotify_init uu
  fanotify_mark iuLiL x86,arm,s390=iuuuiL
  fchdir u
  fchmod uh
  fchmodat iLh
  fchmodat2 iLhu
  fchown uuu x86,arm,s390=uhh
  fchown32 uuu
  fchownat iLuui
  fcntl uuL x86,arm,s390=uuu
  fcntl64 uuu
  fdatasync u
  fgetxattr iLLL
  finit_module iLi
  flistxattr iLL
  flock uu
  fork 0
  fremovexattr iL
  fsconfig iuLLi
  fsetxattr iLLLi
  fsmount iuu
  fsopen Lu
  fspick iLu
  fstat uL
  fstat64 uL arm=LL
  fstatat64 uLLi arm=iLLi
  fstatfs uL
  fstatfs64 uuL ppc64,s390x=uLL
  fsync u
  ftruncate ul x86,arm,s390=ui
  ftruncate64 uLL arm=uuuu s390=uuu
  futex LiuLLu
  futex_requeue Luii
  futex_time64 LiuLLu
  futex_wait LLLuLi
  futex_waitv LuuLi
  futex_wake LLiu
  futimesat iLL x86,arm,s390=uLL
  get_mempolicy LLLLL
  get_robust_list iLL
  get_thread_area L x86_64=?
  getcpu LLL
  getcwd LL
  getdents uLu
  getdents64 uLu
  getegid 0
  getegid32 0
  geteuid 0
  geteuid32 0
  getgid 0
  getgid32 0
  getgroups iL
  getgroups32 iL
  getitimer iL
  getpeername iLL
  getpgid i
  getpgrp 0
  getpid 0
  getppid 0
  getpriority ii
  getrandom LLu
  getresgid LLL
  getresgid32 LLL
  getresuid LLL
  getresuid32 LLL
  getrlimit uL ppc64=?
  getrusage iL
  getsid i
  getsockname iLL
  getsockopt iiiLL
  gettid 0
  gettimeofday LL
  getuid 0
  getuid32 0
  getxattr LLLL
  init_module LLL
  inotify_add_watch iLu
  inotify_init 0
  inotify_init1 i
  inotify_rm_watch ii
  io_cancel LLL
  io_destroy L
  io_getevents LllLL x86,arm,s390=uiiLL
  io_pgetevents LllLLL x86,arm,s390=uiiLLL
  io_pgetevents_time64 uiiLLL
  io_setup uL
  io_submit LlL x86,x32,arm,s390=uiL
  io_uring_enter uuuuLL
  io_uring_register uuLu
  io_uring_setup uL
  ioctl uuL x86,x32,arm,s390=uuu
  ioperm LLi ppc64,s390=?
  iopl u ppc64=?
  ioprio_get ii
  ioprio_set iii
  ipc uiiuuu ppc64=uiLLLl s390x=uiLLL s390=uiuuu
  kcmp iiiLL
  kexec_file_load iiLLL
  kexec_load LLLL x86,x32,arm,s390=uuLu
  keyctl iLLLL x86,arm,s390=uuuuu
  kill ii
  landlock_add_rule iuLu
  landlock_create_ruleset LLu
  landlock_restrict_self iu
  lchown Luu x86,arm,s390=Lhh
  lchown32 Luu
  lgetxattr LLLL
  link LL
  linkat iLiLi
  listen ii
  listmount LLLu
  listxattr LLL
  llistxattr LLL
  lremovexattr LL
  lseek ulu x86,arm,s390=uiu
  lsetxattr LLLLi
  lsm_get_self_attr uLLu
  lsm_list_modules LLu
  lsm_set_self_attr uLuu
  lstat LL
  lstat64 LL
  madvise LLi
  map_shadow_stack LLu aarch64,arm,riscv64,ppc64,s390x,s390,mips64,loongarch64=?
  mbind LLLLLu
  membarrier iui
  memfd_create Lu
  memfd_secret u
  migrate_pages iLLL
  mincore LLL
  mkdir Lh
  mkdirat iLh
  mknod Lhu
  mknodat iLhu
  mlock LL
  mlock2 LLi
  mlockall i
  mmap LLLLLL x86,s390x,s390=L ppc64,mips64=LLLLLl
  mmap2 LLLLLL s390=L
  modify_ldt iLL ppc64=?
  mount LLLLL
  mount_setattr iLuLL
  move_mount iLiLu
  move_pages iLLLLi
  mprotect LLL
  mq_getsetattr iLL
  mq_notify iL
  mq_open LihL
  mq_timedreceive iLLLL x86,arm,s390=iLuLL
  mq_timedreceive_time64 iLLLL
  mq_timedsend iLLuL x86,arm,s390=iLuuL
  mq_timedsend_time64 iLLuL
  mq_unlink L
  mremap LLLLL
  mseal LLL
  msgctl iiL
  msgget ii
  msgrcv iLLli x86,arm,s390=iuiii
  msgsnd iLLi x86,arm,s390=iuii
  msync LLi
  munlock LL
  munlockall 0
  munmap LL
  name_to_handle_at iLLLi
  nanosleep LL
  newfstatat iLLi
  nice i
  oldfstat uL ppc64=?
  oldlstat LL ppc64=?
  oldolduname L ppc64=?
  oldstat LL ppc64=?
  olduname L ppc64=?
  open Lih
  open_by_handle_at iLi
  open_tree iLu
  openat iLih
  openat2 iLLL
  pause 0
  pciconfig_iobase lLL arm=?
  pciconfig_read LLLLL
  pciconfig_write LLLLL
  perf_event_open LiiiL
  personality u ppc64=L
  pidfd_getfd iiu
  pidfd_open iu
  pidfd_send_signal iiLu
  pipe L mips64=?
  pipe2 Li
  pivot_root LL
  pkey_alloc LL
  pkey_free i
  pkey_mprotect LLLi
  poll Lui
  ppoll LuLLL x86,arm,s390=LuLLu
  ppoll_time64 LuLLu
  prctl iLLLL
  pread64 uLLl x86,s390=uLuuu arm=uLLuuu
  preadv LLLLL x86,arm,s390=uLuuu x32=LLLl
  preadv2 LLLLLi x86,arm,s390=uLuuui x32=LLLli
  prlimit64 iuLL
  process_madvise iLLiu
  process_mrelease iu
  process_vm_readv iLLLLL
  process_vm_writev iLLLLL
  pselect6 iLLLLL
  pselect6_time64 iLLLLL
  ptrace llLL x86,x32,arm,s390=iiii
  pwrite64 uLLl x86,s390=uLuuu arm=uLLuuu
  pwritev LLLLL x86,arm,s390=uLuuu x32=LLLl
  pwritev2 LLLLLi x86,arm,s390=uLuuui x32=LLLli
  quotactl uLiL
  quotactl_fd uuiL
  read uLL s390=uLu
  readahead ilL x86=iuuL arm=iuuuL s390=iuui
  readdir uLu ppc64,s390x=?
  readlink LLi
  readlinkat iLLi
  readv LLL
  reboot iiuL
  recv iLuu ppc64=iLLu
  recvfrom iLLuLL x86,x32,arm,s390=iLuuLL
  recvmmsg iLuuL
  recvmmsg_time64 iLuuL
  recvmsg iLu
  remap_file_pages LLLLL
  removexattr LL
  rename LL
  renameat iLiL
  renameat2 iLiLu
  request_key LLLi
  restart_syscall 0
  riscv_flush_icache LLL
  riscv_hwprobe LLLLu
  rmdir L
  rseq Luiu
  rt_sigaction iLLL x86,x32,arm,s390=iLLu
  rt_sigpending LL x86,x32,arm,s390=Lu
  rt_sigprocmask iLLL x86,arm,s390=iLLu
  rt_sigqueueinfo iiL
  rt_sigreturn 0 mips64=?
  rt_sigsuspend LL x86,arm,s390=Lu
  rt_sigtimedwait LLLL x86,x32,arm,s390=LLLu
  rt_sigtimedwait_time64 LLLu
  rt_tgsigqueueinfo iiiL
  rtas L
  s390_guarded_storage iL
  s390_pci_mmio_read LLL
  s390_pci_mmio_write LLL
  s390_runtime_instr ii
  s390_sthyi LLLL
  sched_get_priority_max i
  sched_get_priority_min i
  sched_getaffinity iuL
  sched_getattr iLuu
  sched_getparam iL
  sched_getscheduler i
  sched_rr_get_interval iL
  sched_rr_get_interval_time64 iL
  sched_setaffinity iuL
  sched_setattr iLu
  sched_setparam iL
  sched_setscheduler iiL
  sched_yield 0
  seccomp uuL
  select iLLLL x86=L ppc64=?
  semctl iiiL x86,arm,s390=iiii
  semget iii
  semop iLu
  semtimedop iLuL
  semtimedop_time64 iLuL
  send iLLu
  sendfile iiLL x86,arm,s390=iiLu
  sendfile64 iiLL s390=iiLu
  sendmmsg iLuu
  sendmsg iLu
  sendto iLLuLi
  set_mempolicy iLL
  set_mempolicy_home_node LLLL mips64=?
  set_robust_list LL x86,x32,arm,s390=Lu
  set_thread_area L x86_64=?
  set_tid_address L
  setdomainname Li
  setfsgid u x86,arm,s390=h
  setfsgid32 u
  setfsuid u x86,arm,s390=h
  setfsuid32 u
  setgid u x86,arm,s390=h
  setgid32 u
  setgroups iL
  setgroups32 iL
  sethostname Li
  setitimer iLL
  setns ii
  setpgid ii
  setpriority iii
  setregid uu x86,arm,s390=hh
  setregid32 uu
  setresgid uuu x86,arm,s390=hhh
  setresgid32 uuu
  setresuid uuu x86,arm,s390=hhh
  setresuid32 uuu
  setreuid uu x86,arm,s390=hh
  setreuid32 uu
  setrlimit uL
  setsid 0
  setsockopt iiiLi
  settimeofday LL
  setuid u x86,arm,s390=h
  setuid32 u
  setxattr LLLLi
  sgetmask 0
  shmat iLi x86,arm,s390=iui
  shmctl iiL
  shmdt L
  shmget iLi
  shutdown ii
  sigaction iLL ppc64=?
  sigaltstack LL
  signal iL
  signalfd iLL x86,arm,s390=iLu
  signalfd4 iLLi x86,arm,s390=iLui
  sigpending L ppc64=?
  sigprocmask iLL ppc64=?
  sigreturn 0 ppc64=?
  sigsuspend iiL ppc64=?
  socket iii
  socketcall iL
  socketpair iiiL
  splice iLiLLu
  spu_create Luhi
  spu_run iLL
  ssetmask i
  stat LL
  stat64 LL
  statfs LL
  statfs64 LuL ppc64,s390x=LLL
  statmount LLLu
  statx iLuuL
  stime L
  subpage_prot LLL
  swapcontext LLl
  swapoff L
  swapon Li
  switch_endian 0
  symlink LL
  symlinkat LiL
  sync 0
  sync_file_range illu x86=iuuuui s390=iuuuuu
  sync_file_range2 iull
  syncfs i
  sysfs iLL
  sysinfo L
  syslog iLi
  sysmips lll
  tee iiLu
  tgkill iii
  time L
  timer_create iLL
  timer_delete i
  timer_getoverrun i
  timer_gettime iL
  timer_gettime64 iL
  timer_settime iiLL
  timer_settime64 iiLL
  timerfd_create ii
  timerfd_gettime iL
  timerfd_gettime64 iL
  timerfd_settime iiLL
  timerfd_settime64 iiLL
  times L
  tkill ii
  truncate Ll x86,arm,s390=Li
  truncate64 LLL arm=Luuu s390=Luu
  ugetrlimit uL
  umask i
  umount L ppc64=?
  umount2 Li
  uname L
  unlink L
  unlinkat iLi
  unshare L
  uretprobe 0
  uselib L x86_64=?
  userfaultfd i
  ustat uL
  utime LL
  utimensat iLLi x86,arm,s390=uLLi
  utimensat_time64 iLLi
  utimes LL
  vfork 0
  vhangup 0
  vmsplice iLLu
  wait4 iLiL
  waitid iiLiL
  waitpid iLi
  write uLL s390=uLu
  writev LLL
  """
