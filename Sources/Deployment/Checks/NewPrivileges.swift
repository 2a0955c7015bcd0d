internal import Findings
internal import Text

extension DeploymentCheck {
  static let newPrivileges = DeploymentCheck(
    .newPrivileges, .warning, .medium,
    title: "Programs of the service can gain privileges, by set-user-ID or file capabilities.",
    help:
      "Write no-new-privileges:true in security_opt (docker run --security-opt no-new-privileges).",
    names: ["cis-docker-5.26", "KSV-0001", "CKV_K8S_20", "C-0016", "CL-0003", "owasp-docker-4"]
  ) { rule, workload in
    if let setting = workload.noNewPrivileges {
      return setting.value == false
        ? [
          workload.finding(
            rule, at: setting.location, "\(workload.shown) says that programs may gain privileges."
          )
        ] : []
    }
    guard workload.isWhole else { return [] }
    return [
      workload.finding(
        rule,
        "\(workload.shown) does not say no-new-privileges: a set-user-ID program in it runs as root."
      )
    ]
  }
}
