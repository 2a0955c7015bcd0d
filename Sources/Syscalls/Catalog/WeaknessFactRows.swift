/// What the weaknesses of `weaknessRows` are: a row for each, in their order.
///
/// A row is an identifier, what the weakness gives an attacker, the part of the kernel or engine that holds it, and a
/// title, with ` | ` between them; then how sure the needed calls are, and where they were read, as `owner/repository`
/// of GitHub and what in it. Of `high` confidence the calls stand in a reproducer or an exploit; of `medium` a text or
/// table claims them, or a part is inferred; of `low` the evidence is weak. Titles are our own. Read in July 2026.
let weaknessFactRows: StaticString = """
  CVE-2009-3547 | privilege | fs/pipe | Pipe opened through proc while being released | medium | SecWiki/linux-kernel-exploits:2009/CVE-2009-3547
  CVE-2009-3624 | privilege | security/keys | Kernel keys: keyring install reference error | medium | shamedgh/confine:cve.files/cve.to.syscall.manual
  CVE-2010-2959 | privilege | net/can | CAN broadcast manager frame length overflow | high | SecWiki/linux-kernel-exploits:2010/CVE-2010-2959
  CVE-2010-3301 | privilege | arch/x86 entry | 32-bit syscall entry misses truncation of the number | high | SecWiki/linux-kernel-exploits:2010/CVE-2010-3301
  CVE-2010-4072 | leak | ipc/shm | Shared-memory info leaks uninitialised bytes | medium | shamedgh/confine:cve.files/cve.to.syscall.manual
  CVE-2010-4073 | leak | net/econet | ECONET and compat system V calls leak stack data | low | SecWiki/linux-kernel-exploits:2010/CVE-2010-4073
  CVE-2010-4083 | leak | ipc/sem | Semaphore info leaks uninitialised bytes | medium | shamedgh/confine:cve.files/cve.to.syscall.manual
  CVE-2010-4250 | denial | fs/notify | File watch instance leak exhausts memory | medium | shamedgh/confine:cve.files/cve.to.syscall.manual
  CVE-2011-2183 | denial | mm/ksm | Same-page merging scan races with exit | high | linux-test-project/ltp:testcases/kernel/mem/ksm/ksm05.c
  CVE-2012-0957 | leak | kernel/sys | uname leaks stack bytes under the UNAME26 personality | high | linux-test-project/ltp:testcases/kernel/syscalls/uname/uname04.c
  CVE-2012-3375 | denial | fs/eventpoll | Nested event polling leaks on error | medium | shamedgh/confine:cve.files/cve.to.syscall.manual
  CVE-2012-3511 | denial | mm/madvise | Memory advice races with unmapping | medium | shamedgh/confine:cve.files/cve.to.syscall.manual
  CVE-2013-1763 | privilege | net/core (sock_diag) | Socket diagnostics accepts an out-of-range family | high | SecWiki/linux-kernel-exploits:2013/CVE-2013-1763
  CVE-2013-1858 | privilege | kernel/fork | New user namespace sharing the filesystem root | high | SecWiki/linux-kernel-exploits:2013/CVE-2013-1858 shamedgh/confine:cve.files/cve.to.syscall.manual
  CVE-2013-1956 | privilege bypass | namespaces / vfs | Weakness opened by unprivileged user namespaces (listed by Docker as mitigated) | medium | moby/moby:docs/security/non-events.md
  CVE-2013-1957 | privilege bypass | namespaces / vfs | Weakness opened by unprivileged user namespaces (listed by Docker as mitigated) | medium | moby/moby:docs/security/non-events.md
  CVE-2013-1959 | privilege bypass | namespaces / vfs | Weakness opened by unprivileged user namespaces (listed by Docker as mitigated) | medium | moby/moby:docs/security/non-events.md
  CVE-2013-1979 | privilege bypass | namespaces / vfs | Weakness opened by unprivileged user namespaces (listed by Docker as mitigated) | medium | moby/moby:docs/security/non-events.md
  CVE-2013-2094 | privilege | kernel/events | perf: software event index used as signed value | high | SecWiki/linux-kernel-exploits:2013/CVE-2013-2094
  CVE-2013-2547 | leak | crypto (crypto_user) | Crypto netlink report leaks uninitialised bytes | high | linux-test-project/ltp:testcases/kernel/crypto/crypto_user01.c
  CVE-2014-0038 | privilege | net/compat | x32 batch receive trusts a kernel timeout pointer | high | SecWiki/linux-kernel-exploits:2014/CVE-2014-0038
  CVE-2014-0196 | privilege | drivers/tty | Terminal write race in raw echo mode | high | linux-test-project/ltp:testcases/cve/cve-2014-0196.c SecWiki/linux-kernel-exploits:2014/CVE-2014-0196
  CVE-2014-3153 | privilege | kernel/futex | Futex requeue onto the same priority-inheritance futex (Towelroot) | high | SecWiki/linux-kernel-exploits:2014/CVE-2014-3153
  CVE-2014-4014 | privilege | fs | chmod inside a user namespace keeps set-group-id on foreign inode | high | SecWiki/linux-kernel-exploits:2014/CVE-2014-4014 moby/moby:docs/security/non-events.md
  CVE-2014-4699 | privilege | arch/x86 ptrace | ptrace allows a non-canonical instruction pointer | high | SecWiki/linux-kernel-exploits:2014/CVE-2014-4699 moby/moby:docs/security/non-events.md
  CVE-2014-5206 | privilege bypass | namespaces / vfs | Weakness opened by unprivileged user namespaces (listed by Docker as mitigated) | medium | moby/moby:docs/security/non-events.md
  CVE-2014-5207 | privilege bypass | namespaces / vfs | Weakness opened by unprivileged user namespaces (listed by Docker as mitigated) | medium | moby/moby:docs/security/non-events.md
  CVE-2014-7970 | denial | fs/namespace | Root switch to a path outside the process root loops forever | medium | shamedgh/confine:cve.files/cve.to.syscall.manual moby/moby:docs/security/non-events.md
  CVE-2014-7975 | privilege bypass | namespaces / vfs | Weakness opened by unprivileged user namespaces (listed by Docker as mitigated) | medium | moby/moby:docs/security/non-events.md
  CVE-2014-9529 | denial | security/keys | Kernel keys: collector race corrupts key memory | medium | moby/moby:docs/security/non-events.md
  CVE-2014-9903 | leak | kernel/sched | Scheduler attribute read leaks stack bytes | medium | shamedgh/confine:cve.files/cve.to.syscall.manual
  NO-CVE-shocker-2014 | escape | fs (exportfs) | Container reads any host file by brute-forced file handle (Shocker) | high | gabrtv/shocker cdk-team/CDK:pkg/exploit/escaping/cap_dac_read_search.go
  CVE-2015-1328 | privilege | fs/overlayfs | overlayfs copies files up with missing permission checks (Ubuntu) | high | SecWiki/linux-kernel-exploits:2015/CVE-2015-1328
  CVE-2015-2686 | privilege | net/socket | Buffer range of send and receive not checked | medium | shamedgh/confine:cve.files/cve.to.syscall.manual
  CVE-2015-3290 | privilege | arch/x86 nmi | Nested interrupt handling corrupts the stack | high | linux-test-project/ltp:testcases/cve/cve-2015-3290.c moby/moby:docs/security/non-events.md
  CVE-2015-5157 | privilege | arch/x86 nmi | Interrupt return mishandles faults | medium | moby/moby:docs/security/non-events.md
  CVE-2015-7550 | denial | security/keys | Kernel keys: read races with revoke | high | linux-test-project/ltp:testcases/kernel/syscalls/keyctl/keyctl02.c
  CVE-2015-7613 | privilege | ipc | System V IPC object visible before it is initialised | medium | shamedgh/confine:cve.files/cve.to.syscall.manual
  CVE-2016-0728 | privilege | security/keys | Kernel keys: keyring reference counter overflows through repeated joins | high | SecWiki/linux-kernel-exploits:2016/CVE-2016-0728 moby/moby:docs/security/non-events.md shamedgh/confine:cve.files/cve.to.syscall.manual
  CVE-2016-10044 | bypass | fs/aio | Asynchronous I/O mapping executable under a personality flag | high | linux-test-project/ltp:testcases/cve/cve-2016-10044.c
  CVE-2016-2383 | leak | kernel/bpf | BPF: incorrect branch fix-up gives arbitrary kernel reads | medium | moby/moby:docs/security/non-events.md
  CVE-2016-3134 | privilege | net/netfilter (x_tables) | x_tables: iptables rule offset corrupts memory | medium | moby/moby:docs/security/non-events.md
  CVE-2016-4997 | privilege | net/netfilter (x_tables) | x_tables: iptables compat offset check missing | high | linux-test-project/ltp:testcases/kernel/syscalls/setsockopt/setsockopt03.c moby/moby:docs/security/non-events.md shamedgh/confine:cve.files/cve.to.syscall.manual
  CVE-2016-4998 | privilege | net/netfilter (x_tables) | x_tables: iptables replace reads out of bounds | medium | moby/moby:docs/security/non-events.md
  CVE-2016-5195 | privilege escape | mm | Copy-on-write race on private mappings (Dirty COW) | high | SecWiki/linux-kernel-exploits:2016/CVE-2016-5195 linux-test-project/ltp:testcases/kernel/security/dirtyc0w/dirtyc0w.c docker/docs:engine/security/non-events.md
  CVE-2016-7042 | denial | security/keys | Kernel keys: stack overflow when listing keys in proc | high | linux-test-project/ltp:testcases/cve/cve-2016-7042.c
  CVE-2016-7117 | privilege | net/socket | Message batch receive uses a file after releasing it | high | linux-test-project/ltp:testcases/cve/cve-2016-7117.c
  CVE-2016-7911 | privilege denial | block | I/O priority read races with task exit | medium | shamedgh/confine:cve.files/cve.to.syscall.manual
  CVE-2016-8655 | privilege | net/packet | Packet sockets: ring setup races with version change | high | linux-test-project/ltp:testcases/kernel/syscalls/setsockopt/setsockopt06.c bcoles/kernel-exploits:CVE-2016-8655 shamedgh/confine:cve.files/cve.to.syscall.manual
  CVE-2016-9604 | bypass | security/keys | Kernel keys: dot-prefixed keyrings could be joined | high | linux-test-project/ltp:testcases/kernel/syscalls/keyctl/keyctl08.c
  CVE-2016-9793 | privilege | net/core | Forced socket buffer size interpreted as negative | high | xairy/kernel-exploits:CVE-2016-9793 linux-test-project/ltp:testcases/kernel/syscalls/setsockopt/setsockopt04.c
  CVE-2017-1000111 | privilege | net/packet | Packet sockets: reserve size changed while the ring is created | high | linux-test-project/ltp:testcases/kernel/syscalls/setsockopt/setsockopt07.c
  CVE-2017-1000112 | privilege | net/ipv4 | UDP fragmentation offload switched between sends | medium | xairy/kernel-exploits:CVE-2017-1000112 linux-test-project/ltp:testcases/kernel/syscalls/setsockopt/setsockopt05.c
  CVE-2017-1000364 | privilege | mm | Stack guard gap jumped (Stack Clash) | medium | linux-test-project/ltp:testcases/cve/stack_clash.c
  CVE-2017-1000380 | leak | sound/core | Sound timer read and ioctl race leaks memory | high | linux-test-project/ltp:testcases/kernel/sound/snd_timer01.c
  CVE-2017-1000405 | privilege | mm/thp | Huge zero page made writable (Huge Dirty COW) | high | linux-test-project/ltp:testcases/kernel/mem/thp/thp04.c
  CVE-2017-10661 | privilege | fs/timerfd | Timer descriptors race on cancel-on-set | high | linux-test-project/ltp:testcases/kernel/syscalls/timerfd/timerfd_settime02.c
  CVE-2017-11176 | privilege | ipc/mqueue | Message-queue notification retries with a freed netlink socket | high | bsauce/kernel-exploit-factory:CVE-2017-11176
  CVE-2017-12192 | denial | security/keys | Kernel keys: reading a negative key crashes | high | linux-test-project/ltp:testcases/kernel/syscalls/keyctl/keyctl07.c
  CVE-2017-12193 | denial | security/keys | Kernel keys: associative array node split error | high | linux-test-project/ltp:testcases/kernel/syscalls/add_key/add_key04.c
  CVE-2017-14140 | leak | mm/migrate | Page move leaks the memory layout of set-user-id programs | medium | shamedgh/confine:cve.files/cve.to.syscall.manual
  CVE-2017-14954 | leak | kernel/exit | waitid leaves siginfo uninitialised | medium | shamedgh/confine:cve.files/cve.to.syscall.manual
  CVE-2017-15274 | denial | security/keys | Kernel keys: null payload with length dereferenced | high | linux-test-project/ltp:testcases/kernel/syscalls/add_key/add_key02.c
  CVE-2017-15299 | denial | security/keys | Kernel keys: update of a key that is not instantiated yet | high | linux-test-project/ltp:testcases/kernel/syscalls/request_key/request_key03.c
  CVE-2017-15537 | leak | arch/x86 fpu | ptrace installs an invalid FPU state | high | linux-test-project/ltp:testcases/kernel/syscalls/ptrace/ptrace07.c
  CVE-2017-15649 | privilege | net/packet | Packet sockets: fanout group joined while binding | high | linux-test-project/ltp:testcases/network/packet/fanout01.c
  CVE-2017-15951 | denial | security/keys | Kernel keys: race between updating and finding a negative key | high | linux-test-project/ltp:testcases/kernel/syscalls/request_key/request_key03.c
  CVE-2017-16939 | privilege | net/xfrm | IPsec policy dump aborted halfway crashes | high | linux-test-project/ltp:testcases/cve/cve-2017-16939.c SecWiki/linux-kernel-exploits:2017/CVE-2017-16939
  CVE-2017-16995 | privilege | kernel/bpf | BPF verifier: sign extension error in the verifier | high | linux-test-project/ltp:testcases/kernel/syscalls/bpf/bpf_prog03.c SecWiki/linux-kernel-exploits:2017/CVE-2017-16995
  CVE-2017-17053 | denial | arch/x86 ldt | Local descriptor table freed while forking | high | linux-test-project/ltp:testcases/cve/cve-2017-17053.c
  CVE-2017-17712 | privilege | net/ipv4 | Raw socket header option changed during send | high | linux-test-project/ltp:testcases/kernel/syscalls/sendmsg/sendmsg03.c
  CVE-2017-17805 | denial | crypto (AF_ALG) | Crypto user API: empty message crashes Salsa20 | high | linux-test-project/ltp:testcases/kernel/crypto/af_alg02.c
  CVE-2017-17806 | denial | crypto (AF_ALG) | Crypto user API: nested keyed hash accepted | high | linux-test-project/ltp:testcases/kernel/crypto/af_alg01.c
  CVE-2017-17807 | bypass | security/keys | Kernel keys: key added without write permission on the keyring | high | linux-test-project/ltp:testcases/kernel/syscalls/request_key/request_key04.c
  CVE-2017-18075 | denial | crypto (pcrypt) | Parallel crypto instance freed wrongly | medium | linux-test-project/ltp:testcases/kernel/crypto/pcrypt_aead01.c
  CVE-2017-18208 | denial | mm/madvise | Memory advice loops forever on direct-access mappings | medium | shamedgh/confine:cve.files/cve.to.syscall.manual
  CVE-2017-18344 | leak | kernel/time | Timer notification type not checked, arbitrary read | high | xairy/kernel-exploits:CVE-2017-18344 linux-test-project/ltp:testcases/kernel/syscalls/timer_create/timer_create03.c
  CVE-2017-2636 | privilege | drivers/tty | Line discipline n_hdlc frees a buffer twice | high | linux-test-project/ltp:testcases/kernel/pty/pty05.c
  CVE-2017-2671 | denial | net/ipv4 (ping) | Ping socket disconnected while unhashing | high | linux-test-project/ltp:testcases/cve/cve-2017-2671.c
  CVE-2017-5123 | privilege escape | kernel/exit | waitid writes to an unchecked kernel pointer | high | nongiach/CVE:CVE-2017-5123 SecWiki/linux-kernel-exploits:2017/CVE-2017-5123 shamedgh/confine:cve.files/cve.to.syscall.manual
  CVE-2017-6001 | privilege | kernel/events | perf: race when moving a group between contexts | medium | shamedgh/confine:cve.files/cve.to.syscall.manual
  CVE-2017-6074 | privilege | net/dccp | DCCP socket double free with packet info option | high | xairy/kernel-exploits:CVE-2017-6074 shamedgh/confine:cve.files/cve.to.syscall.manual
  CVE-2017-6951 | denial | security/keys | Kernel keys: request of the internal dead type crashes | high | linux-test-project/ltp:testcases/kernel/syscalls/request_key/request_key05.c
  CVE-2017-7308 | privilege | net/packet | Packet sockets: private area size overflows the ring block | high | linux-test-project/ltp:testcases/kernel/syscalls/setsockopt/setsockopt02.c xairy/kernel-exploits:CVE-2017-7308
  CVE-2017-7472 | denial | security/keys | Kernel keys: thread keyring leaked on each call | high | linux-test-project/ltp:testcases/kernel/syscalls/keyctl/keyctl04.c
  CVE-2017-8890 | privilege | net/ipv4 | Accepted socket shares the multicast list of its parent | high | linux-test-project/ltp:testcases/kernel/syscalls/accept/accept02.c bsauce/kernel-exploit-factory:CVE-2017-8890
  CVE-2018-1000199 | denial | kernel/hw_breakpoint | ptrace sets a breakpoint on a kernel address | high | linux-test-project/ltp:testcases/kernel/syscalls/ptrace/ptrace08.c
  CVE-2018-11508 | leak | kernel/time | Time adjustment leaks four stack bytes | high | linux-test-project/ltp:testcases/kernel/syscalls/adjtimex/adjtimex03.c
  CVE-2018-12896 | denial | kernel/time | Timer overrun counter overflows | high | linux-test-project/ltp:testcases/kernel/syscalls/timer_settime/timer_settime03.c
  CVE-2018-13053 | denial | kernel/time | Clock sleep overflows on huge values | medium | shamedgh/confine:cve.files/cve.to.syscall.manual
  CVE-2018-18445 | privilege | kernel/bpf | BPF verifier: 32-bit right shift tracked wrongly | high | linux-test-project/ltp:testcases/kernel/syscalls/bpf/bpf_prog04.c
  CVE-2018-18559 | privilege | net/packet | Packet sockets: bind races with device notifier | high | linux-test-project/ltp:testcases/kernel/syscalls/bind/bind06.c
  CVE-2018-18955 | privilege | kernel/user_namespace | Nested user namespaces with many id ranges map wrongly | high | linux-test-project/ltp:testcases/kernel/containers/userns/userns08.c bcoles/kernel-exploits:CVE-2018-18955
  CVE-2018-19854 | leak | crypto (crypto_user) | Crypto netlink dump leaks stack bytes | high | linux-test-project/ltp:testcases/kernel/crypto/crypto_user01.c
  CVE-2018-5333 | privilege | net/rds | RDS atomic message with null pages dereferenced | high | bcoles/kernel-exploits:CVE-2018-5333 bsauce/kernel-exploit-factory:CVE-2018-5333
  CVE-2018-5803 | denial | net/sctp | SCTP: oversized chunk crashes the kernel | medium | linux-test-project/ltp:testcases/network/sctp/sctp_big_chunk.c
  CVE-2018-6927 | denial | kernel/futex | Futex requeue count overflows | high | linux-test-project/ltp:testcases/kernel/syscalls/futex/futex_cmp_requeue02.c
  CVE-2018-7566 | privilege | sound/core | Sound sequencer pool initialised twice | high | linux-test-project/ltp:testcases/kernel/sound/snd_seq01.c
  CVE-2018-8897 | denial | arch/x86 entry | Stack-segment load with a watchpoint mishandled | high | linux-test-project/ltp:testcases/kernel/syscalls/ptrace/ptrace09.c
  CVE-2018-9568 | privilege | net/core | Listening socket changed from IPv6 to IPv4 uses the wrong cache | high | linux-test-project/ltp:testcases/kernel/syscalls/connect/connect02.c
  CVE-2019-13272 | privilege | kernel/ptrace | ptrace traceme records the wrong credentials | high | bcoles/kernel-exploits:CVE-2019-13272
  CVE-2019-15666 | privilege | net/xfrm | IPsec policy direction index out of bounds | high | bsauce/kernel-exploit-factory:CVE-2019-15666
  CVE-2019-5736 | escape | userspace runc | Host runtime binary overwritten through its proc exe link | high | Frichetten/CVE-2019-5736-PoC
  CVE-2019-8912 | privilege | net/socket, crypto | Socket attribute change races with descriptor replacement | medium | linux-test-project/ltp:testcases/kernel/crypto/af_alg07.c
  CVE-2019-8956 | privilege | net/sctp | SCTP: association walk uses a freed peer | medium | bsauce/kernel-exploit-factory:CVE-2019-9213_vs_8956
  CVE-2019-9857 | denial | fs/notify | File watch reference leak exhausts memory | medium | shamedgh/confine:cve.files/cve.to.syscall.manual
  CVE-2020-11494 | leak | drivers/net/can | Serial CAN frames leak stack bytes | medium | linux-test-project/ltp:testcases/kernel/pty/pty04.c
  CVE-2020-14386 | privilege | net/packet | Packet sockets: header offset overflow writes outside the ring | high | linux-test-project/ltp:testcases/kernel/syscalls/sendto/sendto03.c
  CVE-2020-14416 | denial | drivers/net | SLIP and serial CAN line disciplines race with close | medium | linux-test-project/ltp:testcases/kernel/pty/pty03.c
  CVE-2020-15257 | escape | userspace containerd | Host containerd shim reachable through an abstract socket | medium | cdk-team/CDK:pkg/exploit/escaping/containerd_shim_pwn.go
  CVE-2020-25704 | denial | kernel/events | perf: filter ioctl leaks kernel memory until exhaustion | high | linux-test-project/ltp:testcases/kernel/syscalls/perf_event_open/perf_event_open03.c
  CVE-2020-27194 | privilege | kernel/bpf | BPF verifier: scalar 32-bit OR bounds computed wrongly | high | bsauce/kernel-exploit-factory:CVE-2020-27194
  CVE-2020-29373 | bypass | io_uring | io_uring: worker resolves paths outside the chroot | high | linux-test-project/ltp:testcases/kernel/syscalls/io_uring/io_uring02.c
  CVE-2020-8835 | privilege | kernel/bpf | BPF verifier: bounds of 32-bit jumps computed wrongly | high | bsauce/kernel-exploit-factory:CVE-2020-8835
  CVE-2021-22555 | privilege escape | net/netfilter (x_tables) | x_tables: iptables compat padding writes two zero bytes past the heap object | high | google/security-research:pocs/linux/cve-2021-22555 linux-test-project/ltp:testcases/kernel/syscalls/setsockopt/setsockopt08.c bcoles/kernel-exploits:CVE-2021-22555
  CVE-2021-22600 | privilege | net/packet | Packet sockets: owner map freed twice after version change | high | linux-test-project/ltp:testcases/kernel/syscalls/setsockopt/setsockopt09.c
  CVE-2021-26708 | privilege | net/vmw_vsock | VM sockets: transport changed while options are set | high | linux-test-project/ltp:testcases/network/sockets/vsock01.c
  CVE-2021-31440 | privilege | kernel/bpf | BPF verifier: 64-bit to 32-bit bounds derivation error | high | bsauce/kernel-exploit-factory:CVE-2021-31440
  CVE-2021-3444 | privilege | kernel/bpf | BPF verifier: 32-bit division and modulo truncation error | high | linux-test-project/ltp:testcases/kernel/syscalls/bpf/bpf_prog05.c
  CVE-2021-3490 | privilege escape | kernel/bpf | BPF verifier: 32-bit bounds not updated for bitwise operations | high | chompie1337/Linux_LPE_eBPF_CVE-2021-3490 xairy/linux-kernel-exploitation
  CVE-2021-3493 | privilege | fs/overlayfs | overlayfs stores file capabilities valid outside the namespace (Ubuntu) | high | briskets/CVE-2021-3493
  CVE-2021-3609 | privilege | net/can | CAN broadcast manager frees an operation in use | high | linux-test-project/ltp:testcases/network/can/cve/can_bcm01.c
  CVE-2021-4034 | privilege | userspace polkit | Empty argument list misread by a set-user-id program (PwnKit) | high | linux-test-project/ltp:testcases/kernel/syscalls/execve/execve06.c
  CVE-2021-41073 | privilege | io_uring | io_uring: wrong pointer freed when reading with provided buffers | high | chompie1337/Linux_LPE_io_uring_CVE-2021-41073 star-sg/CVE:CVE-2021-41073
  CVE-2021-4154 | privilege escape | kernel/cgroup | cgroup v1 mount parameter frees a file that is still open | medium | bsauce/kernel-exploit-factory:CVE-2021-4154
  CVE-2021-42008 | privilege | drivers/net/hamradio | Amateur-radio 6pack decoder heap overflow | high | bsauce/kernel-exploit-factory:CVE-2021-42008
  CVE-2021-4204 | privilege | kernel/bpf | BPF verifier: ring buffer submit accepts shifted record pointer | high | linux-test-project/ltp:testcases/kernel/syscalls/bpf/bpf_prog06.c
  CVE-2021-43267 | privilege | net/tipc | TIPC key message length not checked, heap overflow | medium | bsauce/kernel-exploit-factory:CVE-2021-43267
  CVE-2022-0185 | privilege escape | fs (fs_context) | Legacy filesystem parameter length underflow, heap overflow | high | Crusaders-of-Rust/CVE-2022-0185 linux-test-project/ltp:testcases/kernel/syscalls/fsconfig/fsconfig03.c
  CVE-2022-0492 | escape | kernel/cgroup | cgroup v1 release_agent writable without initial-namespace privilege | high | PaloAltoNetworks/can-ctr-escape-cve-2022-0492 cdk-team/CDK:pkg/exploit/escaping/abuse_unpriv_userns.go
  CVE-2022-0847 | privilege escape | fs/splice | Pipe buffer flag not initialised, page cache overwrite (Dirty Pipe) | high | linux-test-project/ltp:testcases/kernel/security/dirtypipe/dirtypipe.c bsauce/kernel-exploit-factory:CVE-2022-0847
  CVE-2022-0995 | privilege | kernel/watch_queue | Watch-queue filter writes out of bounds | high | Bonfee/CVE-2022-0995 bsauce/kernel-exploit-factory:CVE-2022-0995
  CVE-2022-1015 | privilege | net/netfilter (nf_tables) | nf_tables: register index validated with overflow | high | pqlx/CVE-2022-1015
  CVE-2022-23222 | privilege | kernel/bpf | BPF verifier: pointer arithmetic on maybe-null pointers | high | linux-test-project/ltp:testcases/kernel/syscalls/bpf/bpf_prog07.c tr3ee/CVE-2022-23222
  CVE-2022-25636 | privilege | net/netfilter (nf_tables) | nf_tables: hardware offload action array overflow | high | Bonfee/CVE-2022-25636
  CVE-2022-2588 | privilege | net/sched | route4 filter with handle zero stays linked after free | high | Markakd/CVE-2022-2588 bsauce/kernel-exploit-factory:CVE-2022-2588
  CVE-2022-2590 | privilege | mm/shmem | Shared-memory pages overwritten through minor-fault handling | medium | linux-test-project/ltp:testcases/kernel/security/dirtyc0w_shmem/dirtyc0w_shmem.c
  CVE-2022-2602 | privilege | io_uring + net/unix | io_uring: registered file freed by the AF_UNIX collector | high | bsauce/kernel-exploit-factory:CVE-2022-2602
  CVE-2022-2639 | privilege | net/openvswitch | Open vSwitch action list size underflow | high | bsauce/kernel-exploit-factory:CVE-2022-2639
  CVE-2022-27666 | privilege | net/xfrm (esp6) | IPv6 ESP page fragment overflow | high | bsauce/kernel-exploit-factory:CVE-2022-27666
  CVE-2022-32250 | privilege | net/netfilter (nf_tables) | nf_tables: stateful expression stays on the set list | high | theori-io/CVE-2022-32250-exploit
  CVE-2022-34918 | privilege | net/netfilter (nf_tables) | nf_tables: set element type confusion overflows the heap | high | randorisec/CVE-2022-34918-LPE-PoC
  CVE-2023-0386 | privilege | fs/overlayfs | overlayfs copies up set-user-id files from FUSE | high | xkaneiki/CVE-2023-0386
  CVE-2023-0461 | privilege | net/tls | Upper-layer protocol context freed twice via a listening clone | high | google/security-research:pocs/linux/kernelctf/CVE-2023-0461_mitigation linux-test-project/ltp:testcases/kernel/syscalls/setsockopt/setsockopt10.c
  CVE-2023-1829 | privilege | net/sched | tcindex filter freed but left in the perfect hash | high | star-sg/CVE:CVE-2023-1829 linux-test-project/ltp:testcases/cve/tcindex01.c
  CVE-2023-2163 | privilege | kernel/bpf | BPF verifier: unsafe path pruned because of incomplete precision marks | high | google/security-research:pocs/linux/cve-2023-2163
  CVE-2023-2598 | privilege | io_uring | io_uring: fixed buffer registration miscounts huge pages | high | ysanatomic/io_uring_LPE-CVE-2023-2598
  CVE-2023-31248 | privilege | net/netfilter (nf_tables) | nf_tables: rule added to a chain deleted in the same batch | high | star-sg/CVE:CVE-2023-31248 linux-test-project/ltp:testcases/network/iptables/nft02.c
  CVE-2023-31436 | privilege | net/sched | net/sched qfq: class weight limit overflow after raising the device MTU | high | google/security-research:pocs/linux/kernelctf/CVE-2023-31436_mitigation
  CVE-2023-32233 | privilege | net/netfilter (nf_tables) | nf_tables: Batch handling leaves deactivated anonymous sets reachable | high | google/security-research:pocs/linux/kernelctf/CVE-2023-32233_mitigation
  CVE-2023-3269 | privilege | mm | Stack expansion frees a memory-area node too early (StackRot) | high | lrh2000/StackRot
  CVE-2023-3390 | privilege | net/netfilter (nf_tables) | nf_tables: Failed rule creation leaves a dangling object inside the same transaction | high | google/security-research:pocs/linux/kernelctf/CVE-2023-3390_lts_cos_mitigation
  CVE-2023-3609 | privilege | net/sched | net/sched u32: reference counter mismatch on error path | high | google/security-research:pocs/linux/kernelctf/CVE-2023-3609_cos_mitigation
  CVE-2023-3611 | privilege | net/sched | net/sched qfq: aggregate length not bounded | high | google/security-research:pocs/linux/kernelctf/CVE-2023-3611_lts_mitigation
  CVE-2023-3776 | privilege | net/sched | net/sched fw: bind counter not restored on error | high | google/security-research:pocs/linux/kernelctf/CVE-2023-3776_lts
  CVE-2023-3777 | privilege | net/netfilter (nf_tables) | nf_tables: Table flush ignores whether a chain is bound | high | google/security-research:pocs/linux/kernelctf/CVE-2023-3777_lts
  CVE-2023-4004 | privilege | net/netfilter (nf_tables) | nf_tables: Range set removes an element that has no end key | high | google/security-research:pocs/linux/kernelctf/CVE-2023-4004_lts_cos_mitigation
  CVE-2023-4015 | privilege | net/netfilter (nf_tables) | nf_tables: Bound chain reference counter lowered twice on rollback | high | google/security-research:pocs/linux/kernelctf/CVE-2023-4015_cos
  CVE-2023-4147 | privilege | net/netfilter (nf_tables) | nf_tables: Rule added to a bound chain through its chain id | high | google/security-research:pocs/linux/kernelctf/CVE-2023-4147_lts_cos
  CVE-2023-4206 | privilege | net/sched | net/sched route4: filter copy keeps a class pointer after change | high | google/security-research:pocs/linux/kernelctf/CVE-2023-4206_lts_cos
  CVE-2023-4207 | privilege | net/sched | net/sched fw: filter copy keeps a class pointer after change | high | google/security-research:pocs/linux/kernelctf/CVE-2023-4207_lts_cos
  CVE-2023-4208 | privilege | net/sched | net/sched u32: filter copy keeps a class pointer after change | high | google/security-research:pocs/linux/kernelctf/CVE-2023-4208_lts_cos_mitigation
  CVE-2023-4244 | privilege | net/netfilter (nf_tables) | nf_tables: Set garbage collection races with a control-plane transaction | high | google/security-research:pocs/linux/kernelctf/CVE-2023-4244_lts
  CVE-2023-4569 | privilege | net/netfilter (nf_tables) | nf_tables: Catch-all element deactivated twice in maps | high | google/security-research:pocs/linux/kernelctf/CVE-2023-4569_lts
  CVE-2023-4622 | privilege | net/unix | Stream socket page send races with the garbage collector | high | google/security-research:pocs/linux/kernelctf/CVE-2023-4622_lts
  CVE-2023-4623 | privilege | net/sched | net/sched hfsc: inner class without a curve leaves a dangling tree node | high | google/security-research:pocs/linux/kernelctf/CVE-2023-4623_lts_cos
  CVE-2023-4921 | privilege | net/sched | net/sched qfq with plug child: peek and dequeue disagree | high | google/security-research:pocs/linux/kernelctf/CVE-2023-4921_lts_cos_mitigation
  CVE-2023-5197 | privilege | net/netfilter (nf_tables) | nf_tables: Adding and deleting rules of bound chains in one batch | high | google/security-research:pocs/linux/kernelctf/CVE-2023-5197_lts_cos
  CVE-2023-52433 | privilege | net/netfilter (nf_tables) | nf_tables: Tree set frees an element added in the same aborted batch | high | google/security-research:pocs/linux/kernelctf/CVE-2023-52433_mitigation
  CVE-2023-52447 | privilege | kernel/bpf | BPF: inner map freed without a grace period | high | google/security-research:pocs/linux/kernelctf/CVE-2023-52447_cos
  CVE-2023-52620 | privilege | net/netfilter (nf_tables) | nf_tables: Timeouts accepted for anonymous sets | high | google/security-research:pocs/linux/kernelctf/CVE-2023-52620_lts_cos_mitigation
  CVE-2023-52879 | denial | kernel/trace | Tracing file freed while a notification holds it | high | linux-test-project/ltp:testcases/kernel/syscalls/fanotify/fanotify25.c
  CVE-2023-52924 | privilege | net/netfilter (nf_tables) | nf_tables: Expired elements skipped while walking a set | high | google/security-research:pocs/linux/kernelctf/CVE-2023-52924_mitigation
  CVE-2023-52925 | privilege | net/netfilter (nf_tables) | nf_tables: Insert fails against an already expired duplicate | high | google/security-research:pocs/linux/kernelctf/CVE-2023-52925_mitigation
  CVE-2023-52926 | privilege | io_uring | io_uring: provided buffer not consumed on read error | high | google/security-research:pocs/linux/kernelctf/CVE-2023-52926_lts
  CVE-2023-52927 | privilege | net/netfilter (nf_tables) | nf_tables: Template conntrack entry stays in the NAT hash after free | high | google/security-research:pocs/linux/kernelctf/CVE-2023-52927_cos
  CVE-2023-5345 | privilege | fs/smb/client | SMB client mount option freed twice | high | google/security-research:pocs/linux/kernelctf/CVE-2023-5345_lts_mitigation
  CVE-2023-5717 | privilege | kernel/events | perf: mismatched sibling lists on group read | high | google/security-research:pocs/linux/kernelctf/CVE-2023-5717_mitigation
  CVE-2023-6111 | privilege | net/netfilter (nf_tables) | nf_tables: Catch-all element freed repeatedly by synchronous collection | high | google/security-research:pocs/linux/kernelctf/CVE-2023-6111_lts
  CVE-2023-6560 | privilege | io_uring | io_uring: user-provided ring memory must be contiguous but was not checked | high | google/security-research:pocs/linux/kernelctf/CVE-2023-6560_mitigation
  CVE-2023-6817 | privilege | net/netfilter (nf_tables) | nf_tables: Range-set walk visits inactive elements | high | google/security-research:pocs/linux/kernelctf/CVE-2023-6817_lts_cos
  CVE-2023-6931 | privilege | kernel/events | perf: read size of grouped events overflows | high | google/security-research:pocs/linux/kernelctf/CVE-2023-6931_lts_cos
  CVE-2023-6932 | privilege | net/ipv4 (igmp) | IGMP timer armed on an object being freed | medium | google/security-research:pocs/linux/kernelctf/CVE-2023-6932_cos
  CVE-2024-0193 | privilege | net/netfilter (nf_tables) | nf_tables: Catch-all element collected while its range set is removed | high | google/security-research:pocs/linux/kernelctf/CVE-2024-0193_lts
  CVE-2024-0582 | privilege | io_uring | io_uring: mapped provided-buffer ring freed while mapped | high | google/security-research:pocs/linux/kernelctf/CVE-2024-0582_mitigation
  CVE-2024-1085 | privilege | net/netfilter (nf_tables) | nf_tables: Wrong generation check lets a catch-all element be freed twice | high | google/security-research:pocs/linux/kernelctf/CVE-2024-1085_lts
  CVE-2024-1086 | privilege | net/netfilter (nf_tables) | nf_tables: Verdict accepts positive drop error, double free of packets | high | google/security-research:pocs/linux/kernelctf/CVE-2024-1086_lts_mitigation
  CVE-2024-26581 | privilege | net/netfilter (nf_tables) | nf_tables: Tree set collection misses end-interval state check | high | google/security-research:pocs/linux/kernelctf/CVE-2024-26581_lts_cos_mitigation
  CVE-2024-26582 | privilege | net/tls | kernel TLS: partial zero-copy decrypt frees pages still in use | high | google/security-research:pocs/linux/kernelctf/CVE-2024-26582_lts
  CVE-2024-26585 | privilege | net/tls | kernel TLS: async encryption completion races with socket close | high | google/security-research:pocs/linux/kernelctf/CVE-2024-26585_lts_cos
  CVE-2024-26642 | privilege | net/netfilter (nf_tables) | nf_tables: Anonymous set with timeout is not marked dead | high | google/security-research:pocs/linux/kernelctf/CVE-2024-26642_lts
  CVE-2024-26808 | privilege | net/netfilter (nf_tables) | nf_tables: Ingress base chain keeps a stale device after unregister | high | google/security-research:pocs/linux/kernelctf/CVE-2024-26808_cos
  CVE-2024-26809 | privilege | net/netfilter (nf_tables) | nf_tables: Range-set destroy frees elements of both copies | high | google/security-research:pocs/linux/kernelctf/CVE-2024-26809_lts_cos
  CVE-2024-26824 | privilege | crypto (algif_hash) | Crypto user API: hash request uses uninitialised value | high | google/security-research:pocs/linux/kernelctf/CVE-2024-26824_mitigation
  CVE-2024-26925 | privilege | net/netfilter (nf_tables) | nf_tables: Asynchronous collection breaks the commit-lock assumption | high | google/security-research:pocs/linux/kernelctf/CVE-2024-26925_lts_cos
  CVE-2024-27397 | privilege | net/netfilter (nf_tables) | nf_tables: Element expires in the middle of a transaction | high | google/security-research:pocs/linux/kernelctf/CVE-2024-27397_mitigation
  CVE-2024-36972 | privilege | net/unix | Out-of-band byte freed by collector and sender at once | high | google/security-research:pocs/linux/kernelctf/CVE-2024-36972_lts_cos
  CVE-2024-39503 | privilege | net/netfilter (ipset) | ipset: list-set collector races with namespace cleanup | high | google/security-research:pocs/linux/kernelctf/CVE-2024-39503_lts_cos
  CVE-2024-41009 | privilege | kernel/bpf | BPF: ring buffer chunks made to overlap | high | google/security-research:pocs/linux/kernelctf/CVE-2024-41009_lts_cos
  CVE-2024-41010 | privilege | net/sched | net/sched ingress/clsact: shared entry freed while still referenced | high | google/security-research:pocs/linux/kernelctf/CVE-2024-41010_lts
  CVE-2024-42318 | bypass | security/landlock | Landlock restrictions lost when a key operation replaces the parent credentials | high | linux-test-project/ltp:testcases/kernel/syscalls/landlock/landlock07.c
  CVE-2024-49861 | privilege | kernel/bpf | BPF: built-in function writes through a pointer to a read-only map | high | google/security-research:pocs/linux/kernelctf/CVE-2024-49861_lts
  CVE-2024-50164 | privilege | kernel/bpf | BPF: built-in function size argument allows writing a read-only map | high | google/security-research:pocs/linux/kernelctf/CVE-2024-50164_lts
  CVE-2024-53125 | privilege | kernel/bpf | BPF: register copy loses the sub-register definition | high | google/security-research:pocs/linux/kernelctf/CVE-2024-53125_lts
  CVE-2024-53141 | privilege | net/netfilter (ipset) | ipset: bitmap range check done before the prefix is applied | high | google/security-research:pocs/linux/kernelctf/CVE-2024-53141_lts
  CVE-2024-53164 | privilege | net/sched | net/sched choke: queue length corrected in the wrong order | high | google/security-research:pocs/linux/kernelctf/CVE-2024-53164_lts_cos_mitigation
  CVE-2024-57947 | privilege | net/netfilter (nf_tables) | nf_tables: Range-set initial bitmap sized for the wrong field | high | google/security-research:pocs/linux/kernelctf/CVE-2024-57947_mitigation
  CVE-2024-58239 | privilege | net/tls | kernel TLS: use after free in the receive path of a socket mixing record types | high | google/security-research:pocs/linux/kernelctf/CVE-2024-58239_mitigation
  CVE-2024-58240 | privilege | net/tls | kernel TLS: synchronous mode with asynchronous crypto frees a live request | high | google/security-research:pocs/linux/kernelctf/CVE-2024-58240_cos
  CVE-2025-21700 | privilege | net/sched | net/sched grafting a qdisc below another class breaks backlog accounting | high | google/security-research:pocs/linux/kernelctf/CVE-2025-21700_lts_cos_mitigation
  CVE-2025-21701 | privilege | net/ethtool | ethtool netlink uses a device without holding the lock | high | google/security-research:pocs/linux/kernelctf/CVE-2025-21701_lts_cos
  CVE-2025-21702 | privilege | net/sched | net/sched pfifo with limit zero still counts packets | high | google/security-research:pocs/linux/kernelctf/CVE-2025-21702_lts_cos
  CVE-2025-21756 | privilege | net/vmw_vsock | VM sockets lose their binding during transport change | high | google/security-research:pocs/linux/kernelctf/CVE-2025-21756_cos linux-test-project/ltp:testcases/cve/cve-2025-21756.c
  CVE-2025-21836 | privilege | io_uring | io_uring: old buffer list reused when registering a ring | high | google/security-research:pocs/linux/kernelctf/CVE-2025-21836_lts
  CVE-2025-31133 | escape | userspace runc | Masked path replaced by a symlink during container start | medium | opencontainers/runc:CHANGELOG.md
  CVE-2025-37752 | privilege | net/sched | net/sched sfq: limit of one reached indirectly, index underflow | high | google/security-research:pocs/linux/kernelctf/CVE-2025-37752_cos
  CVE-2025-37756 | privilege | net/tls | kernel TLS: disconnect of a TLS socket leaves stale state | high | google/security-research:pocs/linux/kernelctf/CVE-2025-37756_mitigation
  CVE-2025-38001 | privilege | net/sched | net/sched hfsc with netem duplication inserts a class twice | high | google/security-research:pocs/linux/kernelctf/CVE-2025-38001_lts_cos_mitigation
  CVE-2025-38083 | privilege | net/sched | net/sched prio/sfq: tuning races with the perturbation timer | high | google/security-research:pocs/linux/kernelctf/CVE-2025-38083_cos_mitigation
  CVE-2025-38236 | privilege sandbox | net/unix | Consecutive consumed out-of-band bytes lead to use after free | high | linux-test-project/ltp:testcases/cve/cve-2025-38236.c
  CVE-2025-38350 | privilege | net/sched | net/sched hfsc: dequeue from the enqueue path leaves stale classes | high | google/security-research:pocs/linux/kernelctf/CVE-2025-38350_cos
  CVE-2025-38477 | privilege | net/sched | net/sched qfq: aggregate changed while other threads use it | high | google/security-research:pocs/linux/kernelctf/CVE-2025-38477_cos
  CVE-2025-38500 | privilege | net/xfrm | xfrm interface keeps a stale collect-metadata pointer | medium | google/security-research:pocs/linux/kernelctf/CVE-2025-38500_lts_cos_mitigation
  CVE-2025-38502 | privilege | kernel/bpf | BPF: tail call uses cgroup storage of another size | high | google/security-research:pocs/linux/kernelctf/CVE-2025-38502_lts
  CVE-2025-38616 | privilege | net/tls | kernel TLS: lower socket data vanishes under the record parser | high | google/security-research:pocs/linux/kernelctf/CVE-2025-38616_lts_cos_mitigation
  CVE-2025-39682 | privilege | net/tls | kernel TLS: zero-length record queued while zero-copy is active | high | google/security-research:pocs/linux/kernelctf/CVE-2025-39682_lts_cos_mitigation
  CVE-2025-39946 | privilege | net/tls | kernel TLS: record header parsed beyond the copied data | high | google/security-research:pocs/linux/kernelctf/CVE-2025-39946_lts_cos
  CVE-2025-39965 | privilege | net/xfrm | xfrm state with SPI zero stays hashed after free | high | google/security-research:pocs/linux/kernelctf/CVE-2025-39965_cos
  CVE-2025-40019 | privilege | crypto (AF_ALG) | Crypto user API: integer wrap in the essiv mode | high | google/security-research:pocs/linux/kernelctf/CVE-2025-40019_lts_cos_mitigation
  CVE-2025-40364 | privilege | io_uring | io_uring: buffer list not committed on async preparation | high | google/security-research:pocs/linux/kernelctf/CVE-2025-40364_lts_cos
  CVE-2025-52565 | escape | userspace runc | Console bind mount redirected by a symlink | medium | opencontainers/runc:CHANGELOG.md
  CVE-2026-31431 | privilege escape | crypto (authencesn, AF_ALG) | AEAD decrypt writes 4 bytes into page-cache pages (Copy Fail) | high | theori-io/copy-fail-CVE-2026-31431 linux-test-project/ltp:testcases/kernel/crypto/af_alg08.c moby/profiles@dec315c
  CVE-2026-43284 | privilege | net/xfrm (esp) | ESP-in-UDP decrypts in place over spliced page-cache pages | high | linux-test-project/ltp:testcases/network/sockets/xfrm01.c
  CVE-2026-43494 | privilege | net/rds | RDS zero-copy error path drops page pins (PinTheft) | high | linux-test-project/ltp:testcases/kernel/syscalls/io_uring/io_uring04.c v12-security/pocs:pintheft
  CVE-2026-46300 | privilege | net/xfrm (espintcp) | ESP-in-TCP decrypts in place over spliced page-cache pages | high | linux-test-project/ltp:testcases/network/sockets/xfrm02.c v12-security/pocs:fragnesia
  CVE-2026-46331 | privilege | net/sched (act_pedit) | Traffic-control packet edit writes into page-cache pages sent by sendfile | high | linux-test-project/ltp:testcases/cve/cve-2026-46331.c
  CVE-2026-53362 | privilege | net/ipv6 | IPv6 fragmentation gap miscounted with spliced pages | high | linux-test-project/ltp:testcases/kernel/syscalls/setsockopt/setsockopt11.c
  CVE-2026-64564 | corruption | net/sctp | SCTP address deletion frees a transport still in use | medium | linux-test-project/ltp:testcases/cve/sctphantom.c
  CVE-2026-64600 | privilege | fs/xfs | XFS clone plus racing direct writes reach the source file (RefluXFS) | high | linux-test-project/ltp:testcases/cve/refluxfs.c
  """
