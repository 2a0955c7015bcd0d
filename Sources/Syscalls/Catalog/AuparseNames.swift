/// Names that `ausearch --interpret` prints for the values of arguments, where the kernel's headers do not
/// have them or mean another value: the tables of audit-userspace 4.2.1 (`auparse/*tab.h`).
package enum AuparseNames {
  /// The value that `name` stands for; `nil` where it is not one of these.
  package static func value(of name: some StringProtocol) -> UInt64? { values[String(name)] }

  /// The number of an Internet protocol, by the name that `getprotobynumber` has for it.
  package static func protocolNumber(of name: some StringProtocol) -> UInt64? {
    protocols[String(name)]
  }

  private static let values: [String: UInt64] = [
    // famtab.h: AF_DECnet, in small letters, and AF_UNIX.
    "AF_DECNET": 12, "AF_LOCAL": 1,
    // fcntl-cmdtab.h: the kernel's numbers, which glibc has others for on 64-bit machines.
    "F_GETLK64": 12, "F_SETLK64": 13, "F_SETLKW64": 14, "F_GETOWNER_UIDS": 17, "F_CANCELLK": 1029,
    // clone-flagtab.h; the first is CLONE_NEWCGROUP since Linux 4.6.
    "CLONE_STOPPED": 0x0200_0000, "CLONE_CLEAR_SIGHAND": 0x1_0000_0000,
    "CLONE_INTO_CGROUP": 0x2_0000_0000,
    // ioctlreqtab.h
    "KDSETMODE": 0x4b3a, "KDGETMODE": 0x4b3b, "CDROMEJECT": 0x5309, "CDROMEJECT_SW": 0x530f,
    "CDROM_GET_UPC": 0x5311, "CDROMSEEK": 0x5316, "DRM_IOCTL_MODE_CURSOR": 0xc01c_64a3,
    "DRM_IOCTL_MODE_PAGE_FLIP": 0xc018_64b0, "DRM_IOCTL_MODE_DIRTYFB": 0xc018_64b1,
    // ptracetab.h
    "PTRACE_GETREGS": 12, "PTRACE_SETREGS": 13, "PTRACE_GETFPREGS": 14, "PTRACE_SETFPREGS": 15,
    "PTRACE_GETFPXREGS": 18, "PTRACE_SETFPXREGS": 19, "PTRACE_GET_THREAD_AREA": 25,
    "PTRACE_SET_THREAD_AREA": 26, "PTRACE_ARCH_PRCTL": 30, "PTRACE_SYSEMU": 31,
    "PTRACE_SYSEMU_SINGLESTEP": 32, "PTRACE_SINGLEBLOCK": 33,
    "PTRACE_SECCOMP_GET_METADATA": 0x420d, "PTRACE_GET_SYSCALL_INFO": 0x420e,
    "PTRACE_GET_RSEQ_CONFIGURATION": 0x420f, "PTRACE_SET_SYSCALL_USER_DISPATCH_CONFIG": 0x4210,
    "PTRACE_GET_SYSCALL_USER_DISPATCH_CONFIG": 0x4211,
    // prctl-opt-tab.h
    "PR_SET_MDWE": 65, "PR_GET_MDWE": 66, "PR_SET_MEMORY_MERGE": 67, "PR_GET_MEMORY_MERGE": 68,
    "PR_RISCV_V_SET_CONTROL": 69, "PR_RISCV_V_GET_CONTROL": 70,
  ]

  /// `/etc/protocols` of Debian 12 (netbase 6.4). A socket of another family has protocols of its own, which
  /// are printed by these names all the same.
  private static let protocols: [String: UInt64] = [
    "ip": 0, "icmp": 1, "igmp": 2, "ggp": 3, "ipencap": 4, "st": 5, "tcp": 6, "egp": 8, "igp": 9,
    "pup": 12, "udp": 17, "hmp": 20, "xns-idp": 22, "rdp": 27, "iso-tp4": 29, "dccp": 33,
    "xtp": 36, "ddp": 37, "idpr-cmtp": 38, "ipv6": 41, "ipv6-route": 43, "ipv6-frag": 44,
    "idrp": 45, "rsvp": 46, "gre": 47, "esp": 50, "ah": 51, "skip": 57, "ipv6-icmp": 58,
    "ipv6-nonxt": 59, "ipv6-opts": 60, "rspf": 73, "vmtp": 81, "eigrp": 88, "ospf": 89,
    "ax.25": 93, "ipip": 94, "etherip": 97, "encap": 98, "pim": 103, "ipcomp": 108, "vrrp": 112,
    "l2tp": 115, "isis": 124, "sctp": 132, "fc": 133, "mobility-header": 135, "udplite": 136,
    "mpls-in-ip": 137, "manet": 138, "hip": 139, "shim6": 140, "wesp": 141, "rohc": 142,
    "ethernet": 143, "mptcp": 262,
  ]
}
