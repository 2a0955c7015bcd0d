internal import Findings
internal import Text

extension DeploymentCheck {
  static let profileDiffers = DeploymentCheck(
    .profileDiffers, .error, .high,
    title: "What the workload runs under means something else than the profile that is checked in.",
    help: "Deploy the profile that is checked in, or check in what runs.",
    names: ["owasp-docker-6"], in: .all
  ) { rule, deployment, circumstances in
    deployment.workloads.compactMap { workload in
      guard let choice = workload.seccomp, choice.isNamed,
        let profile = circumstances.profiles.profile(for: workload, in: deployment.kind),
        case .different(let facts, let witnesses) = circumstances.profiles.comparison(
          of: workload, with: profile, in: deployment.kind)
      else { return nil }
      return workload.finding(
        rule, at: choice.location,
        "\(workload.shown) runs under another filter than \(profile.path.quotedForTerminal): \(facts)",
        witnesses: witnesses)
    }
  }
}
