/// Through which calls the kernel asks for a capability.
package enum CapabilityCalls {
  /// The calls by which a capability can be exercised; `nil` for one that calls which every program makes can, such as
  /// those that open files. The name is the kernel's.
  package static func exercising(_ capability: String) -> [CallPattern]? { exercise[capability] }

  /// The capabilities without which certain calls do not succeed, outside of a user namespace of one's own; sorted.
  package static let proofs: [(capability: String, calls: [CallPattern])] =
    patterns(in: capabilityProofRows).sorted { $0.key < $1.key }.map { ($0.key, $0.value) }

  private static let exercise = patterns(in: capabilityCallRows)

  private static func patterns(in rows: StaticString) -> [String: [CallPattern]] {
    var table: [String: [CallPattern]] = [:]
    for row in Array(rows.description.utf8).split(separator: UInt8(ascii: "\n")) {
      let fields = row.split(separator: UInt8(ascii: " "))
      table["CAP_" + String(decoding: fields[0], as: UTF8.self), default: []] +=
        fields.dropFirst().map { CallPattern(parsing: $0) }
    }
    return table
  }
}

/// A capability and the calls, or the values of their arguments, that can exercise it, in the notation of
/// ``weaknessRows``. Not here are those for which calls do not tell: of the ones that containers have by default
/// DAC_OVERRIDE, FOWNER and FSETID, of others SYS_ADMIN, NET_ADMIN, SYS_PTRACE, SYS_RAWIO, SYS_RESOURCE, IPC_LOCK and more.
///
/// Left out is what hardly any program does: credentials of others in sendmsg(2), and maps of user namespaces.
///
/// Sources: capabilities(7) of man-pages 6.9; `capable` and `ns_capable` in the kernel's source, Linux 6.18, of
/// sockets `create` of each family.
private let capabilityCallRows: StaticString = """
  CHOWN chown fchown lchown fchownat chown32 fchown32 lchown32
  KILL kill tkill tgkill rt_sigqueueinfo rt_tgsigqueueinfo pidfd_send_signal
  MKNOD mknod mknodat
  NET_BIND_SERVICE bind socketcall io_uring_enter
  NET_RAW socket(0=0x2;1&0xf=0x3) socket(0=0xa;1&0xf=0x3) socket(0=0x11) socket(0=0x2c) socket(0=0x3;1&0xf=0x3)
  NET_RAW socket(0=0x1f;1&0xf=0x3) socket(0=0x24;1&0xf=0x3) socket(0=0x27;1&0xf=0x3) socketcall io_uring_enter
  NET_RAW setsockopt(1=0x1;2=0x24) setsockopt(1=0x1;2=0x19) setsockopt(1=0x0;2=0x13) setsockopt(1=0x29;2=0x4b)
  SETFCAP setxattr lsetxattr fsetxattr setxattrat io_uring_enter
  SETGID setgid setregid setresgid setfsgid setgroups setgid32 setregid32 setresgid32 setfsgid32 setgroups32
  SETUID setuid setreuid setresuid setfsuid setuid32 setreuid32 setresuid32 setfsuid32
  SETPCAP prctl(0=0x18) prctl(0=0x1c) prctl(0=0x2f) capset
  SYS_CHROOT chroot setns
  AUDIT_WRITE socket(0=0x10;2=0x9) socketcall io_uring_enter
  AUDIT_CONTROL socket(0=0x10;2=0x9) socketcall io_uring_enter
  AUDIT_READ socket(0=0x10;2=0x9) socketcall io_uring_enter
  SYS_MODULE init_module finit_module delete_module
  SYS_BOOT reboot kexec_load kexec_file_load
  SYS_TIME settimeofday clock_settime clock_settime64 stime adjtimex clock_adjtime clock_adjtime64 ioctl
  SYS_PACCT acct
  SYS_TTY_CONFIG vhangup ioctl
  SYS_NICE setpriority nice sched_setattr sched_setparam sched_setscheduler sched_setaffinity ioprio_set mbind
  SYS_NICE migrate_pages move_pages process_madvise
  LEASE fcntl(1=0x400) fcntl64(1=0x400)
  LINUX_IMMUTABLE ioctl file_setattr
  IPC_OWNER msgctl msgget msgrcv msgsnd semctl semget semop semtimedop semtimedop_time64 shmat shmctl shmget ipc
  WAKE_ALARM timer_create timerfd_create
  BPF bpf
  PERFMON perf_event_open bpf
  """

/// A capability and the calls that do not succeed without it. Sources: as above.
private let capabilityProofRows: StaticString = """
  SETGID setgroups setgroups32
  SETPCAP prctl(0=0x18)
  NET_RAW socket(0=0x11) socket(0=0x2;1&0xf=0x3) socket(0=0xa;1&0xf=0x3)
  SYS_CHROOT chroot
  SYS_ADMIN mount umount2 pivot_root sethostname setdomainname swapon swapoff fsopen fsmount move_mount mount_setattr
  SYS_MODULE init_module finit_module delete_module
  SYS_BOOT reboot
  SYS_TIME settimeofday clock_settime clock_settime64 stime
  SYS_PACCT acct
  SYS_TTY_CONFIG vhangup
  """
