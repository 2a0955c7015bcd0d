internal import Findings
internal import Text

extension DeploymentCheck {
  static let noMemoryLimit = DeploymentCheck(
    .noMemoryLimit, .note, .low,
    title: "The service may take all memory of the host.",
    help: "Write mem_limit, or deploy.resources.limits.memory.",
    names: ["cis-docker-5.11", "KSV-0018", "CKV_K8S_13", "C-0009", "CL-0026", "owasp-docker-7"]
  ) { rule, service in
    unlimited(rule, service, service.memoryLimits, "memory")
  }

  static let noPidsLimit = DeploymentCheck(
    .noPidsLimit, .note, .low,
    title: "The service may start processes without end.",
    help: "Write pids_limit, or deploy.resources.limits.pids.",
    names: ["cis-docker-5.29", "owasp-docker-7"]
  ) { rule, service in
    unlimited(rule, service, service.pidsLimits, "the number of its processes")
  }

  private static func unlimited(
    _ rule: Finding.Rule, _ service: ComposeService, _ limits: [ComposeSetting<String>],
    _ what: String
  ) -> [Finding] {
    // 0 and −1 are how engines say that there is none.
    let none = limits.first { limit in
      limit.value.map { value in
        value.isEmpty || value.hasPrefix("-")
          || Double(value.prefix { $0.isNumber || $0 == "." }) == 0
      } ?? false
    }
    if let none {
      return [
        service.finding(
          rule, at: none.location, "\(service.shown) has a limit of \(what) that is none.")
      ]
    }
    guard limits.isEmpty, service.isWhole else { return [] }
    return [service.finding(rule, "\(service.shown) has no limit of \(what).")]
  }
}
