package import Findings

/// What deployments are checked for: one kind of finding, and how it is found.
struct DeploymentCheck: Sendable {
  let rule: Finding.Rule
  private let find: @Sendable (Finding.Rule, ComposeFile, DeploymentCircumstances) -> [Finding]

  /// - Parameter names: under which other tools know the subject.
  init(
    _ kind: Finding.Kind, _ severity: Finding.Severity, _ risk: Finding.Risk, title: String,
    help: String, names: [String],
    find: @escaping @Sendable (Finding.Rule, ComposeFile, DeploymentCircumstances) -> [Finding]
  ) {
    rule = Finding.Rule(
      kind, severity, risk, title: title, help: help, tags: ["containers"] + names)
    self.find = find
  }

  /// One that looks at each service alone.
  init(
    _ kind: Finding.Kind, _ severity: Finding.Severity, _ risk: Finding.Risk, title: String,
    help: String, names: [String],
    ofEach find: @escaping @Sendable (Finding.Rule, ComposeService) -> [Finding]
  ) {
    self.init(kind, severity, risk, title: title, help: help, names: names) { rule, file, _ in
      file.services.flatMap { find(rule, $0) }
    }
  }

  func findings(_ file: ComposeFile, _ circumstances: DeploymentCircumstances) -> [Finding] {
    find(rule, file, circumstances)
  }

  /// Every check.
  static let all: [DeploymentCheck] = [
    profileNotInForce, profileMissing, profileNotNamed, hostControlSocket, privileged,
    capabilityAdded, hostNamespace, usernsHost, writableHostMount, procOrSysExposed, lsmOff,
    newPrivileges, runsAsRoot, capabilitiesKept, writableRoot, noMemoryLimit, noPidsLimit,
    flatNetwork, notChecked,
  ]
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

extension ComposeFile {
  /// What is found, errors first, then by place.
  package func findings(_ circumstances: DeploymentCircumstances) -> [Finding] {
    DeploymentCheck.all.flatMap { $0.findings(self, circumstances) }.sorted()
  }
}

extension ComposeService {
  /// A finding about what this service does not say.
  func finding(_ rule: Finding.Rule, _ facts: String, help: String? = nil) -> Finding {
    finding(rule, nil, at: nil, facts, help: help)
  }

  /// A finding about this service.
  func finding(
    _ rule: Finding.Rule, _ severity: Finding.Severity? = nil, at location: SourceLocation? = nil,
    _ facts: String, help: String? = nil
  ) -> Finding {
    Finding(
      rule.kind, severity ?? rule.severity, at: location ?? self.location, service: name,
      facts: facts, help: help ?? rule.help)
  }
}
