internal import Findings
internal import Text

extension DeploymentCheck {
  static let ruleExceptions = DeploymentCheck(
    .ruleExceptions, .note, .low,
    title: "Other tools take a profile of one's own for none.",
    help:
      "Write the exception into metadata.annotations, so that nobody loosens the profile because of that.",
    names: ["CKV_K8S_31", "C-0210"], in: [.kubernetes]
  ) { rule, workload in
    guard let choice = workload.seccomp, choice.path != nil, !workload.isPrivileged,
      !workload.exceptions.contains("CKV_K8S_31")
    else { return [] }
    return [
      workload.finding(
        rule, at: choice.location,
        "\(workload.shown) has a profile of its own, which is tighter than RuntimeDefault; Checkov's CKV_K8S_31 and "
          + "Kubescape's C-0210 ask for RuntimeDefault and fail it.",
        help:
          "Write checkov.io/skip1: CKV_K8S_31=a profile of its own is tighter than RuntimeDefault into "
          + "metadata.annotations; for Kubescape, pass over C-0210 in a file of --exceptions.")
    ]
  }
}
