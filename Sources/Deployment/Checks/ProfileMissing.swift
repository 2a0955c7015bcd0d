internal import Findings
internal import Text

extension DeploymentCheck {
  static let profileMissing = DeploymentCheck(
    .profileMissing, .error, .high,
    title: "The profile that is named is not there, or is no valid profile.",
    help: "Correct the path, which starts from the Compose file's folder, or the profile.",
    names: ["owasp-docker-6"], in: .all
  ) { rule, deployment, circumstances in
    let isKubernetes = deployment.kind == .kubernetes
    return deployment.workloads.compactMap { workload in
      guard let choice = workload.seccomp, let path = choice.path, !path.hasPrefix("~") else {
        return nil
      }
      let help =
        isKubernetes
        ? "Correct localhostProfile, which starts from the kubelet's seccomp folder, or the profile; --profiles names the "
          + "folder that is looked through."
        : deployment.kind == .compose ? nil : "Correct the path, or the profile."
      guard !path.isEmpty else {
        return workload.finding(
          rule, at: choice.location, "\(workload.shown) names a profile without a path.", help: help
        )
      }
      if isKubernetes, !path.staysBelowKubelet {
        return workload.finding(
          rule, at: choice.location,
          "\(workload.shown) names the profile \(path.quotedForTerminal), which does not lie below the kubelet's seccomp "
            + "folder: Kubernetes refuses it.", help: help)
      }
      guard
        case .unusable(let obstacle) = circumstances.profiles.state(
          ofProfileAt: path, in: deployment.kind)
      else { return nil }
      return workload.finding(
        rule, at: choice.location,
        "\(workload.shown) names the profile \(path.quotedForTerminal), which cannot be used: \(obstacle)",
        help: help)
    }
  }

  static let profileNotNamed = DeploymentCheck(
    .profileNotNamed, .note, .low,
    title: "The workload names no profile, so that the engine's default one holds.",
    help: "Make a profile with whittle generate, and name it in security_opt, as seccomp=FILE.",
    names: ["KSV-0030"], in: [.compose, .containers, .kubernetes]
  ) { rule, deployment, circumstances in
    deployment.workloads.compactMap { workload in
      guard workload.isWhole, !workload.isPrivileged else { return nil }
      if let choice = workload.seccomp {
        guard case .engineDefault = choice.value else { return nil }
      } else if deployment.kind == .kubernetes, !circumstances.kubeletHasDefault {
        return nil
      }
      guard circumstances.profiles.profile(for: workload, in: deployment.kind) == nil else {
        return nil
      }
      return workload.finding(
        rule, nil, at: workload.seccomp?.location,
        "\(workload.shown) names no seccomp profile: what the engine has as its default holds, if its "
          + "configuration does not switch that off.",
        help: deployment.kind == .kubernetes
          ? "Make a profile with whittle generate, and name it with type: Localhost and localhostProfile."
          : nil)
    }
  }
}

extension String {
  /// Whether a path lies below the kubelet's seccomp folder; it refuses others (Kubernetes,
  /// `validateLocalDescendingPath`).
  var staysBelowKubelet: Bool {
    !hasPrefix("/") && !split(separator: "/", omittingEmptySubsequences: false).contains("..")
  }
}
