internal import Findings
internal import Text

extension DeploymentCheck {
  static let runsAsRoot = DeploymentCheck(
    .runsAsRoot, .warning, .medium,
    title: "The service runs as root; a note where only its image can tell.",
    help: "Write user: with a number other than 0 (docker run --user).",
    names: [
      "cis-docker-4.1", "KSV-0012", "KSV-0105", "CKV_K8S_23", "CKV_K8S_40", "C-0013", "CL-0018",
      "owasp-docker-2",
    ]
  ) { rule, workload in
    let said = workload.user.flatMap { $0.value?.prefix { $0 != ":" } }
    guard let setting = workload.user, said?.isEmpty != true else {
      guard workload.isWhole else { return [] }
      return [
        workload.finding(
          rule, .note,
          "\(workload.shown) says no user: it runs as the image's, which is root unless the image says another."
        )
      ]
    }
    guard let said, said == "root" || said.allSatisfy({ $0 == "0" }) else { return [] }
    return [workload.finding(rule, at: setting.location, "\(workload.shown) runs as root.")]
  }

  static let writableRoot = DeploymentCheck(
    .writableRoot, .note, .low,
    title: "The service can write to its root file system.",
    help:
      "Write read_only: true, and tmpfs: for the folders that it writes to (docker run --read-only --tmpfs).",
    names: ["cis-docker-5.13", "KSV-0014", "CKV_K8S_22", "C-0017", "CL-0007", "owasp-docker-8"]
  ) { rule, workload in
    if let setting = workload.isReadOnly {
      return setting.value == false
        ? [
          workload.finding(
            rule, at: setting.location, "\(workload.shown) can change the programs of its image.")
        ] : []
    }
    guard workload.isWhole else { return [] }
    return [workload.finding(rule, "\(workload.shown) can change the programs of its image.")]
  }
}
