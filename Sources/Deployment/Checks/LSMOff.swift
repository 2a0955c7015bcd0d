internal import Findings
internal import Text

extension DeploymentCheck {
  static let lsmOff = DeploymentCheck(
    .lsmOff, .error, .high,
    title: "AppArmor or SELinux is switched off for the workload.",
    help: "Take the option out, or name a profile or type of its own.",
    names: ["cis-docker-5.2", "cis-docker-5.3", "KSV-0002", "KSV-0025", "C-0055", "CL-0009"]
  ) { rule, workload in
    var findings: [Finding] = []
    if let option = workload.securityOptions.last(where: { $0.name == "apparmor" }),
      option.value == "unconfined"
    {
      findings.append(
        workload.finding(
          rule, at: option.location, "\(workload.shown) runs without AppArmor's profile."))
    }
    for option in workload.securityOptions where option.name == "label" {
      guard let value = option.value else { continue }
      let isOff =
        value == "disable"
        || ["type:spc_t", "type:unconfined_t"].contains(value.replacing("=", with: ":"))
      if isOff {
        findings.append(
          workload.finding(
            rule, at: option.location, "\(workload.shown) is not confined by SELinux."))
      }
    }
    return findings
  }
}
