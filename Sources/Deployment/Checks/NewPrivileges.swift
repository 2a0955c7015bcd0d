internal import Findings
internal import Text

extension DeploymentCheck {
  static let newPrivileges = DeploymentCheck(
    .newPrivileges, .warning, .medium,
    title: "Programs of the service can gain privileges, by set-user-ID or file capabilities.",
    help: "Write no-new-privileges:true in security_opt.",
    names: ["cis-docker-5.26", "KSV-0001", "CKV_K8S_20", "C-0016", "CL-0003", "owasp-docker-4"]
  ) { rule, service in
    if let option = service.option("no-new-privileges") {
      // The daemon reads the value as Go does (strconv.ParseBool).
      let isOff =
        option.value.map { ["0", "f", "F", "false", "False", "FALSE"].contains($0) } ?? false
      return isOff
        ? [
          service.finding(
            rule, at: option.location, "\(service.shown) says that programs may gain privileges.")
        ] : []
    }
    guard service.isWhole, !service.hasOpenOption else { return [] }
    return [
      service.finding(
        rule,
        "\(service.shown) does not say no-new-privileges: a set-user-ID program in it runs as root."
      )
    ]
  }
}
