internal import Findings
internal import Text

extension DeploymentCheck {
  static let flatNetwork = DeploymentCheck(
    .flatNetwork, .warning, .medium,
    title: "All services share one network, from which the outside can be reached.",
    help:
      "Give services networks of their own, and those that nobody outside needs one with internal: true.",
    names: ["cis-docker-2.2", "cis-docker-5.30", "C-0260", "owasp-docker-5"]
  ) { rule, deployment, _ in
    let joined = deployment.workloads.compactMap { workload in
      workload.isWhole ? workload.networks.map { (workload, Set($0)) } : nil
    }
    guard joined.count > 1,
      joined.count == deployment.workloads.count(where: { $0.networks != nil }),
      let first = joined.first, first.1.count == 1, let name = first.1.first,
      joined.allSatisfy({ $0.1 == first.1 }), !deployment.networks.internals.contains(name)
    else { return [] }
    let outside =
      deployment.networks.externals.contains(name)
      ? " It is made elsewhere, so that only there is to be seen whether it is internal." : ""
    return [
      Finding(
        rule.kind, rule.severity, at: deployment.networks.services,
        facts:
          "All \(joined.count) services are in the network \(name.quotedForTerminal) alone: who takes over one "
          + "reaches all others, and the outside.\(outside)",
        help: rule.help)
    ]
  }
}
