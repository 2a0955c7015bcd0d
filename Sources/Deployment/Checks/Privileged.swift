internal import Findings
internal import Text

extension DeploymentCheck {
  static let privileged = DeploymentCheck(
    .privileged, .error, .critical,
    title: "The service is privileged: all capabilities, all devices, no AppArmor.",
    help:
      "Take privileged out; give it single capabilities with cap_add and single devices with devices.",
    names: ["cis-docker-5.5", "KSV-0017", "CKV_K8S_16", "C-0057", "CL-0002", "owasp-docker-3"]
  ) { rule, workload in
    let own = workload.privileged.flatMap { setting in
      setting.value == true
        ? workload.finding(
          rule, at: setting.location, "\(workload.shown) is privileged: it can take over the host.")
        : nil
    }
    return (own.map { [$0] } ?? [])
      + workload.privilegedCommands.filter { $0.value == true }.map { setting in
        workload.finding(
          rule, at: setting.location,
          "A command of \(workload.shown.lowercasedFirst) runs privileged: it can take over the host."
        )
      }
  }
}

extension String {
  /// The same within a sentence.
  var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }
}
