internal import Findings
internal import Text

extension DeploymentCheck {
  static let profileNotInForce = DeploymentCheck(
    .profileNotInForce, .error, .critical,
    title: "The workload runs without a seccomp profile, or without the one that is made for it.",
    help: "Name the profile in security_opt, as seccomp=FILE, and take privileged out.",
    names: ["cis-docker-5.22", "KSV-0104", "CL-0009", "owasp-docker-6"], in: .all
  ) { rule, deployment, circumstances in
    deployment.workloads.compactMap { workload in
      ForceOfProfile(rule, workload, deployment.kind, circumstances).finding
    }
  }
}

/// Whether the profile of one workload is in force.
private struct ForceOfProfile {
  private let rule: Finding.Rule
  private let workload: Workload
  private let kind: Deployment.Kind
  private let circumstances: DeploymentCircumstances

  init(
    _ rule: Finding.Rule, _ workload: Workload, _ kind: Deployment.Kind,
    _ circumstances: DeploymentCircumstances
  ) {
    self.rule = rule
    self.workload = workload
    self.kind = kind
    self.circumstances = circumstances
  }

  var finding: Finding? {
    let choice = workload.seccomp
    if let choice, choice.isUnconfined {
      return workload.finding(
        rule, at: choice.location,
        "\(workload.shown) runs unconfined: every system call of the kernel is open to it.",
        help: "\(naming) in its place, with a profile that whittle generate makes.")
    }
    if let privileged = workload.privileged, privileged.value == true {
      return finding(ofPrivilegedAt: privileged.location)
    }
    if let place = workload.unfilteredCommand, choice != nil {
      return workload.finding(
        rule, at: place,
        "\(workload.shown) starts a command with +, which runs without the filter and with all privileges.",
        help: "Take the + out.")
    }
    if choice?.isNamed ?? false {
      return findingOfSandbox ?? findingOfSwarm
    }
    return findingOfNothingSaid
  }

  /// What to do, at the beginning of a sentence.
  private var naming: String {
    switch kind {
    case .compose: "Write seccomp=FILE"
    case .containers: "Start it with --security-opt seccomp=FILE"
    case .kubernetes: "Write type: Localhost and localhostProfile"
    case .unit: "Write SeccompProfile=FILE"
    }
  }

  // MARK: Privileged

  private func finding(ofPrivilegedAt place: SourceLocation) -> Finding? {
    if kind == .kubernetes {
      return workload.finding(
        rule, at: place,
        "\(workload.shown) is privileged: containerd loads no profile into it, also where one is named, and CRI-O the one "
          + "of its configuration.", help: "Take privileged out.")
    }
    let isNamed = workload.seccomp.map { $0.isNamed || $0.isOpen } ?? false
    let first = SeccompRules.loadsForPrivileged
    if let engine = circumstances.engine, engine >= first, isNamed { return nil }
    guard isNamed else {
      return workload.finding(
        rule, at: place,
        "\(workload.shown) is privileged, and Docker loads no profile into such a container.")
    }
    return workload.finding(
      rule, at: place,
      "\(workload.shown) is privileged, and Docker before \(first) loads no "
        + "profile into such a container, not even the one that is named here.",
      help: circumstances.engine == nil
        ? "Take privileged out, or say with --engine which version runs it."
        : "Take privileged out, or run it with Docker \(first) or newer.")
  }

  // MARK: A profile that is named

  private var findingOfSandbox: Finding? {
    if let runtime = workload.runtime, runtime.value == "runsc" {
      return workload.finding(
        rule, .warning, at: runtime.location,
        "\(workload.shown) runs in gVisor, which takes no notice of the profile unless runsc has "
          + "--oci-seccomp.",
        help: "Add --oci-seccomp to runtimeArgs of runsc in daemon.json.")
    }
    guard workload.isInSandbox else { return nil }
    return workload.finding(
      rule, .warning,
      "\(workload.shown) runs in gVisor, which takes no notice of the profile unless runsc has "
        + "--oci-seccomp.",
      help:
        "Write oci-seccomp = \"true\" in the configuration of runsc that the runtime class names."
    )
  }

  private var findingOfSwarm: Finding? {
    guard let (key, place) = workload.swarmKey else { return nil }
    return workload.finding(
      rule, .warning, at: place,
      "\(workload.shown) has deploy.\(key), which Swarm alone reads, and docker stack deploy drops "
        + "security_opt, the profile with it.",
      help:
        "Start it with docker compose, or make the profile the daemon's (seccomp-profile in daemon.json)."
    )
  }

  // MARK: Nothing named

  private var findingOfNothingSaid: Finding? {
    if let choice = workload.seccomp, choice.isOpen { return nil }
    guard workload.isWhole, !workload.startsContainer else { return nil }
    let isDefault = workload.seccomp != nil
    if kind == .kubernetes, !isDefault, !circumstances.kubeletHasDefault {
      if let place = workload.ignoredAnnotation {
        return workload.finding(
          rule, at: place,
          "\(workload.shown) has a profile by an annotation, which Kubernetes does not read since 1.27: it runs unconfined.",
          help: "Write securityContext.seccompProfile in place of the annotation.")
      }
      return workload.finding(
        rule,
        "\(workload.shown) says no seccompProfile: it runs unconfined, unless the kubelet has --seccomp-default.",
        help:
          "Write seccompProfile with type: Localhost and localhostProfile in its securityContext, or say --seccomp-default "
          + "if all kubelets have it.")
    }
    if kind == .unit, workload.noun == "unit" {
      return workload.finding(
        rule,
        "\(workload.shown) has no SystemCallFilter: every system call of the kernel is open to it.",
        help: "Make a drop-in of a profile with whittle convert PROFILE --to systemd.")
    }
    guard let profile = circumstances.profiles.profile(for: workload, in: kind) else { return nil }
    return workload.finding(
      rule, .warning, at: workload.seccomp?.location,
      "\(workload.shown) runs under the engine's default, although \(profile.path.quotedForTerminal) is made for it.",
      help: "\(naming), with that profile.")
  }
}

/// When engines load a profile.
private enum SeccompRules {
  /// Since this version Docker loads a profile that is named for a privileged container (moby, pull request 47500;
  /// `daemon/seccomp_linux.go` of v26.1.5 and v27.0.1).
  static let loadsForPrivileged = 27
}
