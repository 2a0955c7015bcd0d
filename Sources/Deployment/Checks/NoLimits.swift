internal import Findings
internal import Text

extension DeploymentCheck {
  static let noMemoryLimit = DeploymentCheck(
    .noMemoryLimit, .note, .low,
    title: "The service may take all memory of the host.",
    help: "Write mem_limit, or deploy.resources.limits.memory (docker run --memory).",
    names: ["cis-docker-5.11", "KSV-0018", "CKV_K8S_13", "C-0009", "CL-0026", "owasp-docker-7"]
  ) { rule, workload in
    unlimited(rule, workload, workload.memoryLimits, "memory")
  }

  static let noPidsLimit = DeploymentCheck(
    .noPidsLimit, .note, .low,
    title: "The service may start processes without end.",
    help: "Write pids_limit, or deploy.resources.limits.pids (docker run --pids-limit).",
    names: ["cis-docker-5.29", "owasp-docker-7"]
  ) { rule, workload in
    unlimited(rule, workload, workload.pidsLimits, "the number of its processes")
  }

  private static func unlimited(
    _ rule: Finding.Rule, _ workload: Workload, _ limits: [Setting<String>],
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
        workload.finding(
          rule, at: none.location, "\(workload.shown) has a limit of \(what) that is none.")
      ]
    }
    guard limits.isEmpty, workload.isWhole else { return [] }
    return [workload.finding(rule, "\(workload.shown) has no limit of \(what).")]
  }
}
