internal import Findings
internal import Profiles
internal import Syscalls
internal import Text

extension DeploymentCheck {
  static let environmentDiffers = DeploymentCheck(
    .environmentDiffers, .error, .high,
    title: "The workload runs in another environment than its profile was made for.",
    help: "Correct the deployment or whittle.json, and make the profile for what is deployed.",
    in: .all
  ) { rule, deployment, circumstances in
    deployment.workloads.flatMap { workload -> [Finding] in
      guard let profile = circumstances.profiles.profile(for: workload, in: deployment.kind) else {
        return []
      }
      return DemandedEnvironment(rule, workload, profile).findings
    }
  }
}

/// One workload, held against what its profile was made for.
private struct DemandedEnvironment {
  private let rule: Finding.Rule
  private let workload: Workload
  private let profile: KnownProfile

  init(_ rule: Finding.Rule, _ workload: Workload, _ profile: KnownProfile) {
    self.rule = rule
    self.workload = workload
    self.profile = profile
  }

  /// What the whittle.json says, at the beginning of a sentence.
  private var source: String {
    (profile.configuration ?? "whittle.json") + " says that \(profile.path.quotedForTerminal)"
  }

  var findings: [Finding] {
    var findings: [Finding] = []
    if let setting = workload.architecture, let own = setting.value, !profile.architectures.isEmpty,
      !profile.architectures.contains(own.host)
    {
      let names = profile.architectures.map(\.rawValue).sorted().listed
      findings.append(
        workload.finding(
          rule, at: setting.location,
          "\(workload.shown) runs on \(own), and \(profile.path.quotedForTerminal) is for \(names).",
          help: "Make a profile for \(own) (whittle generate --arch \(own)), and name it here."))
    }
    if let demanded = profile.demands.capabilities, let held = workload.capabilities,
      !workload.isPrivileged, held != demanded
    {
      let more = held.subtracting(demanded).sorted().map(\.shortName)
      let fewer = demanded.subtracting(held).sorted().map(\.shortName)
      let differences = [
        more.isEmpty ? nil : "holds \(more.listed) besides",
        fewer.isEmpty ? nil : "lacks \(fewer.listed)",
      ].compactMap { $0 }
      let place = (workload.addedCapabilities + workload.droppedCapabilities).first?.location
      findings.append(
        workload.finding(
          rule, at: place,
          "\(source) is made for a container with other capabilities: \(workload.shown.lowercasedFirst) "
            + "\(differences.listed).",
          help: "Correct the capabilities here or there, and make the profile anew."))
    }
    if let demanded = profile.demands.noNewPrivileges {
      let own = workload.noNewPrivileges.map(\.value) ?? (workload.isWhole ? false : nil)
      if let own, own != demanded {
        findings.append(
          workload.finding(
            rule, at: workload.noNewPrivileges?.location,
            "\(source) is made for a container \(demanded ? "with" : "without") no-new-privileges, and "
              + "\(workload.shown.lowercasedFirst) is one \(own ? "with" : "without") it: the filter is loaded at another "
              + "moment, and other calls are made after it.",
            help: "Correct no-new-privileges here or noNewPrivileges there."))
      }
    }
    if let demanded = profile.demands.runtime, let setting = workload.runtime,
      let own = setting.value, !own.isEmpty, own != demanded, own != "runsc"
    {
      findings.append(
        workload.finding(
          rule, at: setting.location,
          "\(source) is made for \(demanded), and \(workload.shown.lowercasedFirst) is started by "
            + "\(own.quotedForTerminal), which makes other calls after the filter is loaded.",
          help: "Correct the runtime here or there."))
    }
    if let demanded = profile.demands.withInit {
      let own = workload.withInit.map(\.value) ?? false
      if let own, own, !demanded {
        findings.append(
          workload.finding(
            rule, at: workload.withInit?.location,
            "\(workload.shown) is started behind the engine's init, whose calls \(profile.path.quotedForTerminal) is not "
              + "made for.",
            help:
              "Write \"init\": true into whittle.json and make the profile anew, or take init out.")
        )
      }
    }
    return findings
  }
}
