internal import Findings
internal import Text

extension DeploymentCheck {
  static let kernelOld = DeploymentCheck(
    .kernelOld, .warning, .high,
    title:
      "The kernel has known weaknesses that are fixed in later ones, and the profile leaves them open.",
    help: "Run a later kernel, or close the calls that the weaknesses need.", in: .all
  ) { rule, deployment, circumstances in
    deployment.workloads.compactMap { workload in
      let profile = circumstances.profiles.profile(for: workload, in: deployment.kind)
      guard !workload.isPrivileged,
        let exposure = circumstances.profiles.kernelExposure(
          of: workload, under: profile, in: deployment.kind),
        let newest = exposure.open.first
      else { return nil }
      let shown = exposure.open.prefix(3).map { "\($0.weakness) (fixed in \($0.fixedIn))" }
      let rest = exposure.open.count - shown.count
      let list = shown.joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
      return workload.finding(
        rule, at: workload.seccomp?.location,
        "\(workload.shown) runs on Linux \(exposure.kernel.escapedForTerminal), which has "
          + "\(exposure.open.count.counting("known weakness", "known weaknesses")) that \(exposure.filter) leaves open: "
          + "\(list).",
        help: "Run Linux \(newest.fixedIn) or later, or close the calls that they need.")
    }
  }
}
