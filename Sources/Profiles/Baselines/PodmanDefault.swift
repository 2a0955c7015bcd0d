internal import Syscalls

/// What Podman's and CRI-O's default profile says, as facts.
///
/// Source: `common/pkg/seccomp/seccomp.json` of github.com/containers/container-libs, tag `common/v0.67.0`
/// (containers-common). Calls that it knows and refuses are named with EPERM; all others get ENOSYS. Of its
/// names one is left out, `syscall`, which no architecture of whittle's table has.
enum PodmanDefault {
  static let releases = "containers-common 0.67"

  static var profile: Profile {
    Profile(
      defaultAction: .errno(.ENOSYS),
      architectures: .map(families), rules: rows.map(\.rule))
  }

  /// `archMap`, which has no entry for riscv64 and LoongArch.
  private static let families: [Profile.Family] =
    defaultProfileFamilies
    .filter { $0.since == .v20 }.map(\.family)

  private static let rows: [DefaultProfileRow] = [
    .init(known, .errno(.EPERM)),
    .init(allowed.joined(separator: " ")),

    // PER_LINUX, PER_LINUX32, UNAME26 with either, and the question for the present one.
    .init("personality", if: Condition(0, .equal, 0x0)),
    .init("personality", if: Condition(0, .equal, 0x8)),
    .init("personality", if: Condition(0, .equal, 0x20000)),
    .init("personality", if: Condition(0, .equal, 0x20008)),
    .init("personality", if: Condition(0, .equal, 0xffff_ffff)),

    .init(
      "swapcontext sync_file_range2", .allow, includes: Scope(architectures: ["ppc64le"])),
    .init(
      "arm_fadvise64_64 arm_sync_file_range breakpoint cacheflush set_tls sync_file_range2", .allow,
      includes: Scope(architectures: ["arm", "arm64"])),
    .init(
      "arch_prctl", .allow, includes: Scope(architectures: ["amd64", "x32"])),
    .init(
      "modify_ldt", .allow, includes: Scope(architectures: ["amd64", "x32", "x86"])),
    .init(
      "s390_pci_mmio_read s390_pci_mmio_write s390_runtime_instr", .allow,
      includes: Scope(architectures: ["s390", "s390x"])),
    .init(
      "riscv_flush_icache", .allow, includes: Scope(architectures: ["riscv64"])),
    .init(
      "open_by_handle_at", .allow, includes: Scope(capabilities: ["CAP_DAC_READ_SEARCH"])),
    .init(
      "open_by_handle_at", .errno(.EPERM), excludes: Scope(capabilities: ["CAP_DAC_READ_SEARCH"])),
    .init(
      "bpf lookup_dcookie quotactl quotactl_fd setdomainname sethostname setns", .allow,
      includes: Scope(capabilities: ["CAP_SYS_ADMIN"])),
    .init(
      "lookup_dcookie perf_event_open quotactl quotactl_fd setdomainname sethostname setns",
      .errno(.EPERM), excludes: Scope(capabilities: ["CAP_SYS_ADMIN"])),
    .init(
      "chroot", .allow, includes: Scope(capabilities: ["CAP_SYS_CHROOT"])),
    .init(
      "chroot", .errno(.EPERM), excludes: Scope(capabilities: ["CAP_SYS_CHROOT"])),
    .init(
      "delete_module finit_module init_module query_module", .allow,
      includes: Scope(capabilities: ["CAP_SYS_MODULE"])),
    .init(
      "delete_module finit_module init_module query_module", .errno(.EPERM),
      excludes: Scope(capabilities: ["CAP_SYS_MODULE"])),
    .init(
      "acct", .allow, includes: Scope(capabilities: ["CAP_SYS_PACCT"])),
    .init(
      "acct", .errno(.EPERM), excludes: Scope(capabilities: ["CAP_SYS_PACCT"])),
    .init(
      "kcmp process_madvise", .allow, includes: Scope(capabilities: ["CAP_SYS_PTRACE"])),
    .init(
      "kcmp process_madvise", .errno(.EPERM), excludes: Scope(capabilities: ["CAP_SYS_PTRACE"])),
    .init(
      "ioperm iopl", .allow, includes: Scope(capabilities: ["CAP_SYS_RAWIO"])),
    .init(
      "ioperm iopl", .errno(.EPERM), excludes: Scope(capabilities: ["CAP_SYS_RAWIO"])),
    .init(
      "clock_settime clock_settime64 settimeofday stime", .allow,
      includes: Scope(capabilities: ["CAP_SYS_TIME"])),
    .init(
      "clock_settime clock_settime64 settimeofday stime", .errno(.EPERM),
      excludes: Scope(capabilities: ["CAP_SYS_TIME"])),
    .init(
      "vhangup", .allow, includes: Scope(capabilities: ["CAP_SYS_TTY_CONFIG"])),
    .init(
      "vhangup", .errno(.EPERM), excludes: Scope(capabilities: ["CAP_SYS_TTY_CONFIG"])),
    .init(
      "socket", .errno(.EPERM), if: Condition(0, .equal, 40)),
    .init(
      "socket", .errno(.EINVAL), if: Condition(0, .equal, 16), Condition(2, .equal, 9),
      excludes: Scope(capabilities: ["CAP_AUDIT_WRITE"])),
    .init(
      "socket", .allow, if: Condition(0, .equal, 16), Condition(2, .notEqual, 9),
      excludes: Scope(capabilities: ["CAP_AUDIT_WRITE"])),
    .init(
      "socket", .allow, if: Condition(0, .notEqual, 16),
      excludes: Scope(capabilities: ["CAP_AUDIT_WRITE"])),
    .init(
      "socket", .allow, if: Condition(0, .notEqual, 40),
      includes: Scope(capabilities: ["CAP_AUDIT_WRITE"])),
    .init(
      "bpf", .errno(.EPERM), excludes: Scope(capabilities: ["CAP_SYS_ADMIN", "CAP_BPF"])),
    .init(
      "bpf", .allow, includes: Scope(capabilities: ["CAP_BPF"])),
    .init(
      "perf_event_open", .errno(.EPERM),
      excludes: Scope(capabilities: ["CAP_SYS_ADMIN", "CAP_BPF"])),
    .init(
      "perf_event_open", .allow, includes: Scope(capabilities: ["CAP_PERFMON"])),
  ]

  /// Calls that are named to be refused as not permitted, not as missing.
  private static let known = """
    bdflush cachestat futex_requeue futex_wait futex_waitv futex_wake io_pgetevents
    io_pgetevents_time64 kexec_file_load kexec_load map_shadow_stack migrate_pages move_pages
    nfsservctl nice oldfstat oldlstat oldolduname oldstat olduname pciconfig_iobase
    pciconfig_read pciconfig_write sgetmask ssetmask swapoff swapon sysfs uselib
    userfaultfd ustat vm86 vm86old vmsplice
    """

  /// Calls that are allowed whatever the arguments and the environment.
  private static var allowed: [String] {
    let others = Set(notAsInDocker.words)
    return alwaysAllowed.words.filter { !others.contains($0) } + besidesDocker.words
  }

  /// Calls that Docker's default always allows, and this one does not.
  private static let notAsInDocker = "futex_waitv io_pgetevents io_pgetevents_time64 vmsplice"

  /// The other way round.
  private static let besidesDocker = """
    clone clone3 fanotify_init fchmodat2 fsconfig fsmount fsopen fspick get_mempolicy keyctl
    mbind mount mount_setattr move_mount name_to_handle_at open_tree pidfd_getfd pivot_root
    pkey_alloc pkey_free pkey_mprotect process_vm_readv process_vm_writev ptrace reboot
    set_mempolicy setns signal socketcall syslog umount umount2 unshare
    """
}
