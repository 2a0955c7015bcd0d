internal import Findings
internal import Profiles
internal import Text

extension DeploymentCheck {
  static let capabilityUnused = DeploymentCheck(
    .capabilityUnused, .warning, .medium,
    title: "The workload holds capabilities of which no recorded call can have made use.",
    help: "Drop all capabilities, and add those that are used; then run the tests once more.",
    names: ["cis-docker-5.4", "KSV-0003", "CKV_K8S_28", "CKV_K8S_37", "C-0046", "owasp-docker-3"],
    in: .all
  ) { rule, deployment, circumstances in
    deployment.workloads.flatMap { workload -> [Finding] in
      guard !workload.isPrivileged, let held = workload.capabilities,
        let profile = circumstances.profiles.profile(for: workload, in: deployment.kind),
        let use = profile.capabilities
      else { return [] }
      let unused = use.unused(of: held)
      guard !unused.isEmpty else { return [] }
      let undecided = use.undecided(of: held)
      let limits =
        undecided.isEmpty ? "" : " Of \(undecided.shortNames) calls do not tell."
      let kept = deployment.kind.words(for: held.subtracting(unused).sorted())
      let evidence =
        "in the \(use.runs.counting("run")) of \(profile.evidence.quotedForTerminal)"
      let help = "Write \(kept), then run the tests once more."
      var rest = unused
      var findings: [Finding] = []
      for setting in workload.addedCapabilities {
        guard let name = setting.value, let own = try? Capability(userName: name),
          rest.contains(own)
        else { continue }
        rest.removeAll { $0 == own }
        findings.append(
          workload.finding(
            rule, at: setting.location,
            "\(workload.shown) is given \(own), and no call \(evidence) can have made use of it.\(limits)",
            help: help))
      }
      if !rest.isEmpty {
        findings.append(
          workload.finding(
            rule,
            "\(workload.shown) holds \(rest.shortNames), and no call \(evidence) can have made use of "
              + "\(rest.count == 1 ? "it" : "them").\(limits)", help: help))
      }
      return findings
    }
  }

  static let capabilityNeeded = DeploymentCheck(
    .capabilityNeeded, .error, .high,
    title: "A capability is dropped that a recorded call does not succeed without.",
    help: "Add the capability, or record the service anew as it is deployed.",
    names: ["owasp-docker-3"], in: .all
  ) { rule, deployment, circumstances in
    deployment.workloads.flatMap { workload -> [Finding] in
      guard let held = workload.capabilities,
        let profile = circumstances.profiles.profile(for: workload, in: deployment.kind),
        let use = profile.capabilities
      else { return [] }
      return use.proofs.filter { !held.contains($0.capability) }.map { proof in
        let place = workload.droppedCapabilities.first { setting in
          let name = setting.value?.uppercased() ?? ""
          return ["ALL", "CAP_ALL", proof.capability.rawValue, proof.capability.shortName].contains(
            name)
        }
        return workload.finding(
          rule, at: place?.location,
          "\(workload.shown) does not hold \(proof.capability), without which \(proof.call.escapedForTerminal) does not "
            + "succeed, as it did at \(proof.location.escapedForTerminal) of the evidence.",
          help:
            "Write \(deployment.kind.words(for: (held.union([proof.capability])).sorted())), or record the service anew "
            + "as it is deployed.")
      }
    }
  }
}

extension Capability {
  /// As Compose and Kubernetes name it.
  var shortName: String { String(rawValue.dropFirst(4)) }
}

extension [Capability] {
  fileprivate var shortNames: String { map(\.shortName).joined(separator: ", ") }
}

extension Deployment.Kind {
  /// How a file of this kind says that a workload holds these, and no others.
  fileprivate func words(for capabilities: [Capability]) -> String {
    let names = capabilities.map(\.shortName)
    let list = names.joined(separator: ", ")
    switch self {
    case .compose:
      return "cap_drop: [ALL]" + (names.isEmpty ? "" : " and cap_add: [\(list)]")
    case .containers:
      return (["--cap-drop ALL"] + names.map { "--cap-add \($0)" }).joined(separator: " ")
    case .kubernetes:
      return "capabilities: { drop: [ALL]" + (names.isEmpty ? "" : ", add: [\(list)]") + " }"
    case .unit:
      return "CapabilityBoundingSet=" + capabilities.map(\.rawValue).joined(separator: " ")
    }
  }
}
