/// Known weaknesses of kernels and container engines, with the calls that their exploitation needs.
///
/// A row is an identifier and what it needs, all of it: each a list of ways, of which one is enough. A way
/// is a call, `x32:` and a call of that ABI alone, or `+NAME`, a capability that the container holds.
/// `@NAME` is a capability that is held or had in a user namespace of one's own. `0&0xf=5` asks of
/// argument 0 that the bits of the mask be those of the value, `0=5` the same of all bits that the kernel
/// reads. Calls that every program makes are left out.
///
/// Sources: kernelCTF's submissions (google/security-research), the tests that the Linux Test Project tags
/// with CVE numbers, Confine's table (RAID 2020), Docker's list of what its default stops, and public
/// exploits; read in July 2026. `NO-CVE` is a public exploit without a number.
let weaknessRows: StaticString = """
  CVE-2009-3547 pipe|pipe2
  CVE-2009-3624 keyctl
  CVE-2010-2959 socket(0=0x1d)
  CVE-2010-3301 ptrace
  CVE-2010-4072 shmctl
  CVE-2010-4073 socket(0=0x13)
  CVE-2010-4083 semctl
  CVE-2010-4250 inotify_init1|inotify_init
  CVE-2011-2183 madvise(2=0xc)
  CVE-2012-0957 personality(0&0x20000=0x20000) uname
  CVE-2012-3375 epoll_ctl
  CVE-2012-3511 madvise
  CVE-2013-1763 socket(0=0x10;2=0x4)
  CVE-2013-1858 clone(0&0x10000200=0x10000200) chroot
  CVE-2013-1956 @SYS_ADMIN
  CVE-2013-1957 @SYS_ADMIN
  CVE-2013-1959 @SYS_ADMIN
  CVE-2013-1979 @SYS_ADMIN
  CVE-2013-2094 perf_event_open
  CVE-2013-2547 socket(0=0x10;2=0x15)
  CVE-2014-0038 x32:recvmmsg
  CVE-2014-0196 ioctl openat|open|openat2
  CVE-2014-3153 futex(1&0x7f=0xc)
  CVE-2014-4014 unshare(0&0x10000000=0x10000000)|clone(0&0x10000000=0x10000000)|clone3 chmod|fchmod|fchmodat|fchmodat2
  CVE-2014-4699 ptrace
  CVE-2014-5206 @SYS_ADMIN
  CVE-2014-5207 @SYS_ADMIN
  CVE-2014-7970 pivot_root @SYS_ADMIN
  CVE-2014-7975 @SYS_ADMIN
  CVE-2014-9529 keyctl
  CVE-2014-9903 sched_getattr
  NO-CVE-shocker-2014 open_by_handle_at +DAC_READ_SEARCH
  CVE-2015-1328 @SYS_ADMIN mount|fsmount
  CVE-2015-2686 sendto|recvfrom
  CVE-2015-3290 modify_ldt perf_event_open
  CVE-2015-5157 modify_ldt
  CVE-2015-7550 keyctl add_key
  CVE-2015-7613 shmget|semget|msgget
  CVE-2016-0728 keyctl
  CVE-2016-10044 io_setup personality(0&0x400000=0x400000)
  CVE-2016-2383 bpf
  CVE-2016-3134 setsockopt(1=0x0;2=0x40)|setsockopt(1=0x29;2=0x40) @NET_ADMIN
  CVE-2016-4997 setsockopt(1=0x0;2=0x40)|setsockopt(1=0x29;2=0x40) @NET_ADMIN
  CVE-2016-4998 setsockopt(1=0x0;2=0x40)|setsockopt(1=0x29;2=0x40) @NET_ADMIN
  CVE-2016-5195 madvise(2=0x4) ptrace|process_vm_writev|openat|open|openat2
  CVE-2016-7042 add_key keyctl
  CVE-2016-7117 recvmmsg|recvmmsg_time64
  CVE-2016-7911 ioprio_get
  CVE-2016-8655 socket(0=0x11) setsockopt(1=0x107;2=0x5) @NET_RAW
  CVE-2016-9604 keyctl
  CVE-2016-9793 setsockopt(1=0x1;2=0x20) @NET_ADMIN
  CVE-2017-1000111 socket(0=0x11) setsockopt(1=0x107;2=0x5) @NET_RAW
  CVE-2017-1000112 socket(0=0x2;1&0xf=0x2)|socket(0=0xa;1&0xf=0x2) setsockopt(1=0x1;2=0xb) @NET_ADMIN
  CVE-2017-1000364 mmap setrlimit|prlimit64
  CVE-2017-1000380 ioctl readv|preadv|preadv2|read
  CVE-2017-1000405 madvise(2=0x4)
  CVE-2017-10661 timerfd_create timerfd_settime(1&0x2=0x2)|timerfd_settime64(1&0x2=0x2)
  CVE-2017-11176 mq_notify socket(0=0x10)
  CVE-2017-12192 keyctl request_key
  CVE-2017-12193 add_key
  CVE-2017-14140 move_pages
  CVE-2017-14954 waitid
  CVE-2017-15274 add_key
  CVE-2017-15299 add_key request_key
  CVE-2017-15537 ptrace
  CVE-2017-15649 socket(0=0x11) setsockopt(1=0x107;2=0x12) @NET_RAW
  CVE-2017-15951 add_key request_key
  CVE-2017-16939 socket(0=0x10;2=0x6) @NET_ADMIN
  CVE-2017-16995 bpf
  CVE-2017-17053 modify_ldt
  CVE-2017-17712 socket(0=0x2;1&0xf=0x3) setsockopt(1=0x0;2=0x3) @NET_RAW
  CVE-2017-17805 socket(0=0x26)
  CVE-2017-17806 socket(0=0x26)
  CVE-2017-17807 request_key keyctl
  CVE-2017-18075 socket(0=0x10;2=0x15) +NET_ADMIN
  CVE-2017-18208 madvise
  CVE-2017-18344 timer_create
  CVE-2017-2636 ioctl(1=0x5423)
  CVE-2017-2671 socket(0=0x2;1&0xf=0x2;2=0x1) connect
  CVE-2017-5123 waitid
  CVE-2017-6001 perf_event_open
  CVE-2017-6074 socket(1&0xf=0x6)
  CVE-2017-6951 request_key
  CVE-2017-7308 socket(0=0x11) setsockopt(1=0x107;2=0x5) @NET_RAW
  CVE-2017-7472 keyctl
  CVE-2017-8890 setsockopt(1=0x0;2=0x2a) accept|accept4
  CVE-2018-1000199 ptrace
  CVE-2018-11508 adjtimex
  CVE-2018-12896 timer_create timer_settime|timer_settime64
  CVE-2018-13053 clock_nanosleep|clock_nanosleep_time64
  CVE-2018-18445 bpf
  CVE-2018-18559 socket(0=0x11) bind @NET_RAW
  CVE-2018-18955 unshare(0&0x10000000=0x10000000)|clone(0&0x10000000=0x10000000)|clone3
  CVE-2018-19854 socket(0=0x10;2=0x15)
  CVE-2018-5333 socket(0=0x15) sendmsg
  CVE-2018-5803 socket(2=0x84)
  CVE-2018-6927 futex(1&0x7f=0x4)
  CVE-2018-7566 ioctl
  CVE-2018-8897 ptrace
  CVE-2018-9568 setsockopt(1=0x29;2=0x1) accept|accept4
  CVE-2019-13272 ptrace
  CVE-2019-15666 socket(0=0x10;2=0x6) @NET_ADMIN
  CVE-2019-5736 execve|execveat openat|open|openat2
  CVE-2019-8912 socket(0=0x26) dup2|dup3 fchownat|fchown
  CVE-2019-8956 socket(1&0xf=0x5;2=0x84)
  CVE-2019-9857 inotify_add_watch
  CVE-2020-11494 ioctl(1=0x5423)
  CVE-2020-14386 socket(0=0x11) setsockopt(1=0x107;2=0x5) @NET_RAW
  CVE-2020-14416 ioctl(1=0x5423)
  CVE-2020-15257 socket(0=0x1) connect
  CVE-2020-25704 perf_event_open ioctl
  CVE-2020-27194 bpf
  CVE-2020-29373 io_uring_setup io_uring_enter
  CVE-2020-8835 bpf
  CVE-2021-22555 setsockopt(1=0x0;2=0x40)|setsockopt(1=0x29;2=0x40) @NET_ADMIN
  CVE-2021-22600 socket(0=0x11) setsockopt(1=0x107;2=0x5) @NET_RAW
  CVE-2021-26708 socket(0=0x28) connect setsockopt(1=0x28;2=0x0)
  CVE-2021-31440 bpf
  CVE-2021-3444 bpf
  CVE-2021-3490 bpf
  CVE-2021-3493 @SYS_ADMIN mount|fsmount
  CVE-2021-3609 socket(0=0x1d) sendmsg|sendto
  CVE-2021-4034 execve|execveat
  CVE-2021-41073 io_uring_setup io_uring_enter
  CVE-2021-4154 fsopen fsconfig @SYS_ADMIN
  CVE-2021-42008 ioctl(1=0x5423) +NET_ADMIN
  CVE-2021-4204 bpf
  CVE-2021-43267 socket(0=0x10;2=0x10)
  CVE-2022-0185 fsopen fsconfig @SYS_ADMIN
  CVE-2022-0492 @SYS_ADMIN mount|fsmount
  CVE-2022-0847 pipe|pipe2 splice
  CVE-2022-0995 pipe2(1&0x80=0x80) ioctl(1=0x5761)
  CVE-2022-1015 socket(0=0x10;2=0xc) @NET_ADMIN
  CVE-2022-23222 bpf
  CVE-2022-25636 socket(0=0x10;2=0xc) @NET_ADMIN
  CVE-2022-2588 socket(0=0x10;2=0x0) @NET_ADMIN
  CVE-2022-2590 userfaultfd madvise
  CVE-2022-2602 io_uring_setup io_uring_register io_uring_enter socket(0=0x1)|socketpair(0=0x1) sendmsg
  CVE-2022-2639 socket(0=0x10;2=0x10) @NET_ADMIN
  CVE-2022-27666 socket(0=0x10;2=0x6) @NET_ADMIN
  CVE-2022-32250 socket(0=0x10;2=0xc) @NET_ADMIN
  CVE-2022-34918 socket(0=0x10;2=0xc) @NET_ADMIN
  CVE-2023-0386 @SYS_ADMIN mount|fsmount
  CVE-2023-0461 socket(0=0x2;1&0xf=0x1)|socket(0=0xa;1&0xf=0x1) setsockopt(1=0x6;2=0x1f) listen
  CVE-2023-1829 socket(0=0x10;2=0x0) @NET_ADMIN
  CVE-2023-2163 bpf
  CVE-2023-2598 io_uring_setup io_uring_register
  CVE-2023-31248 socket(0=0x10;2=0xc) @NET_ADMIN
  CVE-2023-31436 socket(0=0x10;2=0x0) @NET_ADMIN
  CVE-2023-32233 socket(0=0x10;2=0xc) @NET_ADMIN
  CVE-2023-3269 mmap munmap
  CVE-2023-3390 socket(0=0x10;2=0xc) @NET_ADMIN
  CVE-2023-3609 socket(0=0x10;2=0x0) @NET_ADMIN
  CVE-2023-3611 socket(0=0x10;2=0x0) @NET_ADMIN
  CVE-2023-3776 socket(0=0x10;2=0x0) @NET_ADMIN
  CVE-2023-3777 socket(0=0x10;2=0xc) @NET_ADMIN
  CVE-2023-4004 socket(0=0x10;2=0xc) @NET_ADMIN
  CVE-2023-4015 socket(0=0x10;2=0xc) @NET_ADMIN
  CVE-2023-4147 socket(0=0x10;2=0xc) @NET_ADMIN
  CVE-2023-4206 socket(0=0x10;2=0x0) @NET_ADMIN
  CVE-2023-4207 socket(0=0x10;2=0x0) @NET_ADMIN
  CVE-2023-4208 socket(0=0x10;2=0x0) @NET_ADMIN
  CVE-2023-4244 socket(0=0x10;2=0xc) @NET_ADMIN
  CVE-2023-4569 socket(0=0x10;2=0xc) @NET_ADMIN
  CVE-2023-4622 socket(0=0x1)|socketpair(0=0x1) splice|sendfile|sendfile64
  CVE-2023-4623 socket(0=0x10;2=0x0) @NET_ADMIN
  CVE-2023-4921 socket(0=0x10;2=0x0) @NET_ADMIN
  CVE-2023-5197 socket(0=0x10;2=0xc) @NET_ADMIN
  CVE-2023-52433 socket(0=0x10;2=0xc) @NET_ADMIN
  CVE-2023-52447 bpf
  CVE-2023-52620 socket(0=0x10;2=0xc) @NET_ADMIN
  CVE-2023-52879 fanotify_init +SYS_ADMIN
  CVE-2023-52924 socket(0=0x10;2=0xc) @NET_ADMIN
  CVE-2023-52925 socket(0=0x10;2=0xc) @NET_ADMIN
  CVE-2023-52926 io_uring_setup io_uring_register io_uring_enter
  CVE-2023-52927 socket(0=0x10;2=0xc) @NET_ADMIN
  CVE-2023-5345 fsopen fsconfig @SYS_ADMIN
  CVE-2023-5717 perf_event_open read
  CVE-2023-6111 socket(0=0x10;2=0xc) @NET_ADMIN
  CVE-2023-6560 io_uring_setup io_uring_enter
  CVE-2023-6817 socket(0=0x10;2=0xc) @NET_ADMIN
  CVE-2023-6931 perf_event_open
  CVE-2023-6932 socket(0=0x2;1&0xf=0x3)|socket(0=0x2) @NET_ADMIN
  CVE-2024-0193 socket(0=0x10;2=0xc) @NET_ADMIN
  CVE-2024-0582 io_uring_setup io_uring_register
  CVE-2024-1085 socket(0=0x10;2=0xc) @NET_ADMIN
  CVE-2024-1086 socket(0=0x10;2=0xc) @NET_ADMIN
  CVE-2024-26581 socket(0=0x10;2=0xc) @NET_ADMIN
  CVE-2024-26582 socket(0=0x2;1&0xf=0x1)|socket(0=0xa;1&0xf=0x1) setsockopt(1=0x6;2=0x1f) setsockopt(1=0x11a;2=0x2)
  CVE-2024-26585 socket(0=0x2;1&0xf=0x1)|socket(0=0xa;1&0xf=0x1) setsockopt(1=0x6;2=0x1f) setsockopt(1=0x11a;2=0x1)
  CVE-2024-26642 socket(0=0x10;2=0xc) @NET_ADMIN
  CVE-2024-26808 socket(0=0x10;2=0xc) @NET_ADMIN
  CVE-2024-26809 socket(0=0x10;2=0xc) @NET_ADMIN
  CVE-2024-26824 socket(0=0x26)
  CVE-2024-26925 socket(0=0x10;2=0xc) @NET_ADMIN
  CVE-2024-27397 socket(0=0x10;2=0xc) @NET_ADMIN
  CVE-2024-36972 socket(0=0x1)|socketpair(0=0x1) sendto(3&0x1=0x1)|sendmsg(2&0x1=0x1)|sendmmsg(3&0x1=0x1)
  CVE-2024-39503 socket(0=0x10;2=0xc) @NET_ADMIN
  CVE-2024-41009 bpf
  CVE-2024-41010 socket(0=0x10;2=0x0) @NET_ADMIN
  CVE-2024-42318 keyctl
  CVE-2024-49861 bpf
  CVE-2024-50164 bpf
  CVE-2024-53125 bpf
  CVE-2024-53141 socket(0=0x10;2=0xc) @NET_ADMIN
  CVE-2024-53164 socket(0=0x10;2=0x0) @NET_ADMIN
  CVE-2024-57947 socket(0=0x10;2=0xc) @NET_ADMIN
  CVE-2024-58239 socket(0=0x2;1&0xf=0x1)|socket(0=0xa;1&0xf=0x1) setsockopt(1=0x6;2=0x1f) setsockopt(1=0x11a;2=0x2)
  CVE-2024-58240 socket(0=0x2;1&0xf=0x1)|socket(0=0xa;1&0xf=0x1) setsockopt(1=0x6;2=0x1f) setsockopt(1=0x11a;2=0x2)
  CVE-2025-21700 socket(0=0x10;2=0x0) @NET_ADMIN
  CVE-2025-21701 socket(0=0x10;2=0x10) @NET_ADMIN
  CVE-2025-21702 socket(0=0x10;2=0x0) @NET_ADMIN
  CVE-2025-21756 socket(0=0x28) connect
  CVE-2025-21836 io_uring_setup io_uring_register io_uring_enter
  CVE-2025-31133 symlink|symlinkat
  CVE-2025-37752 socket(0=0x10;2=0x0) @NET_ADMIN
  CVE-2025-37756 socket(0=0x2;1&0xf=0x1)|socket(0=0xa;1&0xf=0x1) setsockopt(1=0x6;2=0x1f) setsockopt(1=0x11a;2=0x2)
  CVE-2025-38001 socket(0=0x10;2=0x0) @NET_ADMIN
  CVE-2025-38083 socket(0=0x10;2=0x0) @NET_ADMIN
  CVE-2025-38236 socket(0=0x1)|socketpair(0=0x1) sendto(3&0x1=0x1)|sendmsg(2&0x1=0x1)|sendmmsg(3&0x1=0x1)
  CVE-2025-38350 socket(0=0x10;2=0x0) @NET_ADMIN
  CVE-2025-38477 socket(0=0x10;2=0x0) @NET_ADMIN
  CVE-2025-38500 socket(0=0x10;2=0x0) @NET_ADMIN
  CVE-2025-38502 bpf
  CVE-2025-38616 socket(0=0x2;1&0xf=0x1)|socket(0=0xa;1&0xf=0x1) setsockopt(1=0x6;2=0x1f) setsockopt(1=0x11a;2=0x2)
  CVE-2025-39682 socket(0=0x2;1&0xf=0x1)|socket(0=0xa;1&0xf=0x1) setsockopt(1=0x6;2=0x1f) setsockopt(1=0x11a;2=0x2)
  CVE-2025-39946 socket(0=0x2;1&0xf=0x1)|socket(0=0xa;1&0xf=0x1) setsockopt(1=0x6;2=0x1f) setsockopt(1=0x11a;2=0x2)
  CVE-2025-39965 socket(0=0x10;2=0x6) @NET_ADMIN
  CVE-2025-40019 socket(0=0x26)
  CVE-2025-40364 io_uring_setup io_uring_register io_uring_enter
  CVE-2025-52565 symlink|symlinkat
  CVE-2026-31431 socket(0=0x26) splice
  CVE-2026-43284 setsockopt(1=0x11;2=0x64) splice socket(0=0x10;2=0x6) @NET_ADMIN
  CVE-2026-43494 socket(0=0x15) setsockopt(1=0x1;2=0x3c) sendmsg
  CVE-2026-46300 setsockopt(1=0x6;2=0x1f) splice socket(0=0x10;2=0x6) @NET_ADMIN
  CVE-2026-46331 socket(0=0x10;2=0x0) sendfile @NET_ADMIN
  CVE-2026-53362 socket(0=0xa;1&0xf=0x2) setsockopt(1=0x11;2=0x1) splice
  CVE-2026-64564 socket(2=0x84) socket(1&0xf=0x3) +NET_RAW
  CVE-2026-64600 ioctl(1=0x40049409) openat(2&0x4000=0x4000)|open(1&0x4000=0x4000)|openat2|fcntl
  """
