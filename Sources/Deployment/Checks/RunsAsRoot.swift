internal import Findings
internal import Text

extension DeploymentCheck {
  static let runsAsRoot = DeploymentCheck(
    .runsAsRoot, .warning, .medium,
    title: "The service runs as root; a note where only its image can tell.",
    help: "Write user: with a number other than 0.",
    names: [
      "cis-docker-4.1", "KSV-0012", "KSV-0105", "CKV_K8S_23", "CKV_K8S_40", "C-0013", "CL-0018",
      "owasp-docker-2",
    ]
  ) { rule, service in
    let said = service.user.flatMap { $0.value?.prefix { $0 != ":" } }
    guard let setting = service.user, said?.isEmpty != true else {
      guard service.isWhole else { return [] }
      return [
        service.finding(
          rule, .note,
          "\(service.shown) says no user: it runs as the image's, which is root unless the image says another."
        )
      ]
    }
    guard let said, said == "root" || said.allSatisfy({ $0 == "0" }) else { return [] }
    return [service.finding(rule, at: setting.location, "\(service.shown) runs as root.")]
  }

  static let writableRoot = DeploymentCheck(
    .writableRoot, .note, .low,
    title: "The service can write to its root file system.",
    help: "Write read_only: true, and tmpfs: for the folders that it writes to.",
    names: ["cis-docker-5.13", "KSV-0014", "CKV_K8S_22", "C-0017", "CL-0007", "owasp-docker-8"]
  ) { rule, service in
    if let setting = service.isReadOnly {
      return setting.value == false
        ? [
          service.finding(
            rule, at: setting.location, "\(service.shown) can change the programs of its image.")
        ] : []
    }
    guard service.isWhole else { return [] }
    return [service.finding(rule, "\(service.shown) can change the programs of its image.")]
  }
}
