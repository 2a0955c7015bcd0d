internal import Text

/// A capability of Linux, in the order of `linux/capability.h`.
///
/// The raw value is the name that profiles and the kernel use.
package enum Capability: String, CaseIterable, Hashable, Sendable {
  case chown = "CAP_CHOWN"
  case dacOverride = "CAP_DAC_OVERRIDE"
  case dacReadSearch = "CAP_DAC_READ_SEARCH"
  case fowner = "CAP_FOWNER"
  case fsetID = "CAP_FSETID"
  case kill = "CAP_KILL"
  case setGID = "CAP_SETGID"
  case setUID = "CAP_SETUID"
  case setPCap = "CAP_SETPCAP"
  case linuxImmutable = "CAP_LINUX_IMMUTABLE"
  case netBindService = "CAP_NET_BIND_SERVICE"
  case netBroadcast = "CAP_NET_BROADCAST"
  case netAdmin = "CAP_NET_ADMIN"
  case netRaw = "CAP_NET_RAW"
  case ipcLock = "CAP_IPC_LOCK"
  case ipcOwner = "CAP_IPC_OWNER"
  case sysModule = "CAP_SYS_MODULE"
  case sysRawio = "CAP_SYS_RAWIO"
  case sysChroot = "CAP_SYS_CHROOT"
  case sysPtrace = "CAP_SYS_PTRACE"
  case sysPacct = "CAP_SYS_PACCT"
  case sysAdmin = "CAP_SYS_ADMIN"
  case sysBoot = "CAP_SYS_BOOT"
  case sysNice = "CAP_SYS_NICE"
  case sysResource = "CAP_SYS_RESOURCE"
  case sysTime = "CAP_SYS_TIME"
  case sysTtyConfig = "CAP_SYS_TTY_CONFIG"
  case mknod = "CAP_MKNOD"
  case lease = "CAP_LEASE"
  case auditWrite = "CAP_AUDIT_WRITE"
  case auditControl = "CAP_AUDIT_CONTROL"
  case setFCap = "CAP_SETFCAP"
  case macOverride = "CAP_MAC_OVERRIDE"
  case macAdmin = "CAP_MAC_ADMIN"
  case syslog = "CAP_SYSLOG"
  case wakeAlarm = "CAP_WAKE_ALARM"
  case blockSuspend = "CAP_BLOCK_SUSPEND"
  case auditRead = "CAP_AUDIT_READ"
  case perfmon = "CAP_PERFMON"
  case bpf = "CAP_BPF"
  case checkpointRestore = "CAP_CHECKPOINT_RESTORE"
}

extension Capability {
  /// The capability that the user calls `name`: in any case, with or without `CAP_`.
  package init(userName name: String) throws(ProfileError) {
    let upper = name.uppercased()
    let full = upper.hasPrefix("CAP_") ? upper : "CAP_" + upper
    guard let capability = Capability(rawValue: full) else {
      throw .capability(name, suggestion: nearest(full, among: Capability.allCases.map(\.rawValue)))
    }
    self = capability
  }

  /// What a container holds that asks for nothing (moby, `daemon/pkg/oci/caps`).
  package static let dockerDefault: Set<Capability> = [
    .chown, .dacOverride, .fsetID, .fowner, .mknod, .netRaw, .setGID, .setUID, .setFCap, .setPCap,
    .netBindService, .sysChroot, .kill, .auditWrite,
  ]

  /// What Podman gives such a container (containers-common, `pkg/config/containers.conf`,
  /// `default_capabilities`).
  package static let podmanDefault: Set<Capability> = [
    .chown, .dacOverride, .fsetID, .fowner, .setGID, .setUID, .setFCap, .setPCap,
    .netBindService, .sysChroot, .kill,
  ]
}

extension Capability: Comparable {
  package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

extension Capability: CustomStringConvertible {
  package var description: String { rawValue }
}
