internal import Syscalls

/// What containerd's built-in default profile says, which Kubernetes calls RuntimeDefault, as facts.
///
/// Source: `contrib/seccomp/seccomp_default.go` of github.com/containerd/containerd, tags v2.2.4 to v2.2.7
/// and v2.3.1 to v2.3.4. It follows Docker's, and is told by what it has otherwise.
enum ContainerdDefault {
  static let releases = "containerd 2.2.4 to 2.2.7, 2.3.1 to 2.3.4"

  static var profile: Profile {
    let others = Set(notAsInDocker.words)
    let rows = defaultProfileRows.filter { $0.generations.contains(.v29_4_3) }
    return Profile(
      defaultAction: .errno(.EPERM),
      architectures: .map(defaultProfileFamilies.map(\.family)),
      rules: rows.compactMap { $0.rule(without: others) } + ownRows.map(\.rule))
  }

  /// Calls that Docker's default allows under other circumstances than this one.
  private static let notAsInDocker = """
    lsm_get_self_attr lsm_list_modules lsm_set_self_attr riscv_hwprobe
    """

  private static let ownRows: [DefaultProfileRow] = [
    .init("lsm_get_self_attr lsm_list_modules lsm_set_self_attr"),
    .init("riscv_hwprobe", includes: Scope(architectures: ["riscv64"])),
  ]
}
