internal import Findings
internal import Text

extension DeploymentCheck {
  static let ruleExceptions = DeploymentCheck(
    .ruleExceptions, .note, .low,
    title: "Other tools take a profile of one's own for none.",
    help:
      "Write the exception into metadata.annotations, so that nobody loosens the profile because of that.",
    names: ["CKV_K8S_31", "C-0210"], in: [.kubernetes]
  ) { rule, deployment, circumstances in
    deployment.workloads.compactMap { workload in
      guard let choice = workload.seccomp, let path = choice.path, !workload.isPrivileged,
        !workload.exceptions.contains("CKV_K8S_31")
      else { return nil }
      // A profile that cannot be used is to be corrected first.
      guard !path.isEmpty, path.staysBelowKubelet else { return nil }
      if case .unusable = circumstances.profiles.state(ofProfileAt: path, in: deployment.kind) {
        return nil
      }
      let standing = circumstances.profiles.standing(of: workload, in: deployment.kind)
      return workload.finding(
        rule, at: choice.location,
        "\(workload.shown) has a profile of its own\(standing.words); Checkov's CKV_K8S_31 and Kubescape's C-0210 ask "
          + "for RuntimeDefault and fail it.",
        help: standing.help)
    }
  }
}

extension ProfileStanding {
  /// Behind what names the profile.
  fileprivate var words: String {
    switch self {
    case .within: ", which lets nothing run that containerd's RuntimeDefault refuses"
    case .looser(let call):
      ", which lets calls run that containerd's RuntimeDefault refuses, such as \(call)"
    case .unknown: ""
    }
  }

  fileprivate var help: String {
    switch self {
    case .within:
      "Write checkov.io/skip1: CKV_K8S_31=a profile of its own lets no more run than RuntimeDefault into "
        + "metadata.annotations; for Kubescape, pass over C-0210 in a file of --exceptions."
    case .looser:
      "Tighten the profile until whittle verify --baseline containerd finds nothing looser, or name RuntimeDefault."
    case .unknown:
      "Verify the profile with whittle verify --baseline containerd; where it holds, write checkov.io/skip1: "
        + "CKV_K8S_31=a profile of its own into metadata.annotations, and for Kubescape pass over C-0210 in a file of "
        + "--exceptions."
    }
  }
}
