package import Findings

/// What deployments are checked for: one kind of finding, and how it is found.
struct DeploymentCheck: Sendable {
  typealias Search =
    @Sendable (Finding.Rule, Deployment, DeploymentCircumstances) -> [Finding]

  let rule: Finding.Rule
  /// The kinds of files that it looks at.
  private let kinds: Set<Deployment.Kind>
  private let find: Search

  /// - Parameters:
  ///   - names: under which other tools know the subject.
  ///   - kinds: the files that it looks at; unless one says otherwise, those that no other tool checks.
  init(
    _ kind: Finding.Kind, _ severity: Finding.Severity, _ risk: Finding.Risk, title: String,
    help: String, names: [String] = [], in kinds: Set<Deployment.Kind> = .ofHardening,
    find: @escaping Search
  ) {
    rule = Finding.Rule(
      kind, severity, risk, title: title, help: help, tags: ["containers"] + names)
    self.kinds = kinds
    self.find = find
  }

  /// One that looks at each workload alone.
  init(
    _ kind: Finding.Kind, _ severity: Finding.Severity, _ risk: Finding.Risk, title: String,
    help: String, names: [String] = [], in kinds: Set<Deployment.Kind> = .ofHardening,
    ofEach find: @escaping @Sendable (Finding.Rule, Workload) -> [Finding]
  ) {
    self.init(kind, severity, risk, title: title, help: help, names: names, in: kinds) {
      rule, deployment, _ in deployment.workloads.flatMap { find(rule, $0) }
    }
  }

  /// One that looks at each workload, and at what is known beside the file.
  init(
    _ kind: Finding.Kind, _ severity: Finding.Severity, _ risk: Finding.Risk, title: String,
    help: String, names: [String] = [], in kinds: Set<Deployment.Kind> = .all,
    ofEachKnown find:
      @escaping @Sendable (Finding.Rule, Workload, DeploymentCircumstances) -> [Finding]
  ) {
    self.init(kind, severity, risk, title: title, help: help, names: names, in: kinds) {
      rule, deployment, circumstances in
      deployment.workloads.flatMap { find(rule, $0, circumstances) }
    }
  }

  func findings(_ deployment: Deployment, _ circumstances: DeploymentCircumstances) -> [Finding] {
    kinds.contains(deployment.kind) ? find(rule, deployment, circumstances) : []
  }

  /// Every check.
  static let all: [DeploymentCheck] = [
    profileNotInForce, profileMissing, profileDiffers, environmentDiffers, profileNotNamed,
    capabilityNeeded, capabilityUnused, kernelOld, ruleExceptions, hostControlSocket, privileged,
    capabilityAdded, hostNamespace, usernsHost, writableHostMount, procOrSysExposed, lsmOff,
    newPrivileges, runsAsRoot, capabilitiesKept, writableRoot, noMemoryLimit, noPidsLimit,
    flatNetwork, notChecked,
  ]
}

extension Set<Deployment.Kind> {
  /// Files of every kind.
  static let all: Self = [.compose, .containers, .kubernetes, .unit]
  /// Those for which no other tool has the common rules of hardening.
  static let ofHardening: Self = [.compose, .containers]
}

/// All that deployments are checked for.
package enum DeploymentRules {
  /// Every rule; the last one is of files that cannot be read.
  package static let all: [Finding.Rule] =
    DeploymentCheck.all.map(\.rule) + [
      Finding.Rule(
        .invalid, .error, .high,
        title: "The file cannot be read as a deployment, so that nothing in it was checked.",
        help: "Correct the file at the place that the finding tells.", tags: ["containers"])
    ]
}

extension Deployment {
  /// What is found, errors first, then by place.
  package func findings(_ circumstances: DeploymentCircumstances) -> [Finding] {
    DeploymentCheck.all.flatMap { $0.findings(self, circumstances) }.sorted()
  }
}

extension Workload {
  /// A finding about what this workload does not say.
  func finding(_ rule: Finding.Rule, _ facts: String, help: String? = nil) -> Finding {
    finding(rule, nil, at: nil, facts, help: help)
  }

  /// A finding about this workload.
  func finding(
    _ rule: Finding.Rule, _ severity: Finding.Severity? = nil, at location: SourceLocation? = nil,
    _ facts: String, help: String? = nil, witnesses: [Finding.Witness] = []
  ) -> Finding {
    Finding(
      rule.kind, severity ?? rule.severity, at: location ?? self.location, service: name,
      facts: facts, help: help ?? rule.help, witnesses: witnesses)
  }
}
