internal import Findings
internal import Text

extension DeploymentCheck {
  static let notChecked = DeploymentCheck(
    .notChecked, .note, .low,
    title: "What decides stands elsewhere, in a variable or another file, and was not looked at.",
    help: "Look up what decides, and lint what it comes to.", in: .all
  ) { rule, deployment, circumstances in
    var findings = deployment.unread.map { unread in
      Finding(
        rule.kind, rule.severity, at: unread.location, service: unread.workload,
        facts: unread.facts,
        help: unread.help
          ?? (deployment.kind == .compose
            ? "Check what docker compose config --format json prints." : rule.help))
    }
    for workload in deployment.workloads {
      if let choice = workload.seccomp, let path = choice.path, !path.isEmpty,
        !path.hasPrefix("~"),
        case .unknown(let reason) = circumstances.profiles.state(
          ofProfileAt: path, in: deployment.kind)
      {
        findings.append(
          workload.finding(
            rule, at: choice.location,
            "\(workload.shown) names the profile \(path.quotedForTerminal), which was not looked for: \(reason)",
            help: "Name the folder of the profiles with --profiles."))
      }
      if let profile = circumstances.profiles.profile(for: workload, in: deployment.kind),
        case .unknown(let reason) = circumstances.profiles.comparison(
          of: workload, with: profile, in: deployment.kind)
      {
        findings.append(
          workload.finding(
            rule, at: workload.seccomp?.location,
            "Whether \(workload.shown.lowercasedFirst) runs under \(profile.path.quotedForTerminal) was not decided: \(reason)",
            help: "Compare the files with whittle diff."))
      }
    }
    return findings
  }
}
