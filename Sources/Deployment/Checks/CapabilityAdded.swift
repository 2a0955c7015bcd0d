internal import Findings
internal import Profiles
internal import Text

extension DeploymentCheck {
  static let capabilityAdded = DeploymentCheck(
    .capabilityAdded, .error, .high,
    title:
      "A capability is added that containers do not have by default; a warning where it does not lead to the "
      + "host by itself.",
    help: "Take it out of cap_add (docker run --cap-add), if the service runs without it.",
    names: [
      "cis-docker-5.4", "KSV-0005", "KSV-0022", "CKV_K8S_25", "CKV_K8S_39", "C-0046", "CL-0024",
      "owasp-docker-3",
    ]
  ) { rule, workload in
    workload.addedCapabilities.compactMap { setting in
      guard let name = setting.value else { return nil }
      if name.uppercased() == "ALL" || name.uppercased() == "CAP_ALL" {
        return workload.finding(
          rule, at: setting.location,
          "\(workload.shown) is given all capabilities: it can take over the host.",
          help: "Name the single capabilities that it needs.")
      }
      guard let capability = try? Capability(userName: name) else {
        return workload.finding(
          rule, .warning, at: setting.location,
          "\(workload.shown) is given \(name.quotedForTerminal), which is no capability that is known here.",
          help: "Correct the name.")
      }
      guard !Capability.dockerDefault.contains(capability) else { return nil }
      guard let power = capability.powerOverHost else {
        return workload.finding(
          rule, .warning, at: setting.location,
          "\(workload.shown) is given \(capability), which containers do not have by default.")
      }
      return workload.finding(
        rule, at: setting.location, "\(workload.shown) is given \(capability): \(power).")
    }
  }

  static let capabilitiesKept = DeploymentCheck(
    .capabilitiesKept, .note, .low,
    title: "The capabilities that containers have by default are not dropped.",
    help:
      "Write cap_drop: [ALL] (docker run --cap-drop ALL), and with cap_add those that the service needs.",
    names: ["cis-docker-5.4", "KSV-0003", "KSV-0004", "CKV_K8S_37", "CL-0006", "owasp-docker-3"]
  ) { rule, deployment, circumstances in
    deployment.workloads.compactMap { workload in
      guard workload.isWhole,
        !workload.isPrivileged,
        !workload.droppedCapabilities.contains(where: {
          $0.value == nil || ["ALL", "CAP_ALL"].contains($0.value?.uppercased())
        }),
        // Evidence tells which of them are unused.
        circumstances.profiles.profile(for: workload, in: deployment.kind)?.capabilities == nil
      else { return nil }
      return workload.finding(
        rule,
        "\(workload.shown) keeps the \(Capability.dockerDefault.count) capabilities that Docker gives, but for those "
          + "that cap_drop names.")
    }
  }
}

extension Capability {
  /// What it lets a container do to its host (capabilities(7)); `nil` for one that does not lead there by itself.
  fileprivate var powerOverHost: String? {
    switch self {
    case .sysAdmin: "it can mount file systems and leave its namespaces"
    case .sysModule: "it can load code into the kernel"
    case .sysPtrace: "it can take over processes that it sees"
    case .sysRawio: "it can write to memory and disks by their ports"
    case .sysBoot: "it can restart the host"
    case .sysTime: "it can set the host's clock"
    case .dacReadSearch: "it can open any file of the host by its handle"
    case .bpf: "it can load programs into the kernel"
    case .perfmon: "it can watch the kernel and other processes"
    case .netAdmin: "it can change addresses, routes and packet filters of its network"
    case .macAdmin, .macOverride: "it can change or pass by mandatory access control"
    case .auditControl: "it can switch off the kernel's audit"
    case .syslog: "it can read the kernel's log and addresses"
    case .checkpointRestore: "it can restore processes, and choose their ids"
    default: nil
    }
  }
}
