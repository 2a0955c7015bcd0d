internal import Findings
internal import Text

extension DeploymentCheck {
  static let hostNamespace = DeploymentCheck(
    .hostNamespace, .error, .high,
    title: "The service shares a namespace of the host.",
    help: "Take the key out, so that the container has a namespace of its own.",
    names: [
      "cis-docker-5.10", "cis-docker-5.16", "cis-docker-5.17", "cis-docker-5.21", "KSV-0008",
      "KSV-0009", "KSV-0010", "CKV_K8S_17", "CKV_K8S_18", "CKV_K8S_19", "C-0038", "C-0041",
      "CL-0008", "CL-0010",
    ]
  ) { rule, deployment, _ in
    deployment.workloads.flatMap { workload -> [Finding] in
      var findings = workload.namespaces.compactMap { key, setting -> Finding? in
        guard setting.value == "host" else { return nil }
        return workload.finding(
          rule, at: setting.location,
          "\(workload.shown) says \(key): host: \(Self.meaning(of: key)).",
          help: key == "network_mode"
            ? "Take network_mode out, and publish the ports that are needed with ports." : nil)
      }
      for name in workload.networks ?? [] where deployment.networks.hosts.contains(name) {
        findings.append(
          workload.finding(
            rule,
            "\(workload.shown) joins the network \(name.quotedForTerminal), which is the host's own: "
              + "\(Self.meaning(of: "network_mode"))."))
      }
      return findings
    }
  }

  private static func meaning(of key: String) -> String {
    switch key {
    case "pid": "it sees the host's processes, and can signal those of its user"
    case "ipc": "it can reach the shared memory and queues of the host's processes"
    case "network_mode":
      "it can reach what listens on the host's loopback, and its abstract sockets"
    case "uts": "it shares the host's name, and can set it with the capability for it"
    default: "it sees the host's control groups"
    }
  }

  static let usernsHost = DeploymentCheck(
    .usernsHost, .warning, .medium,
    title: "The service is taken out of the engine's user namespace.",
    help: "Take userns_mode out.",
    names: ["cis-docker-5.31", "cis-docker-2.9", "CL-0010"]
  ) { rule, workload in
    guard let setting = workload.userNamespace, setting.value == "host" else { return [] }
    return [
      workload.finding(
        rule, at: setting.location,
        "\(workload.shown) says userns_mode: host: its root is the host's root, also where the engine maps users."
      )
    ]
  }
}
