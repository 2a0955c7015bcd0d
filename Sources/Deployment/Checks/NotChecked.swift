internal import Findings
internal import Text

extension DeploymentCheck {
  static let notChecked = DeploymentCheck(
    .notChecked, .note, .low,
    title: "What decides stands elsewhere, in a variable or another file, and was not looked at.",
    help: "Check what docker compose config --format json prints.",
    names: []
  ) { rule, file, _ in
    var findings = file.open.map { question in
      Finding(
        rule.kind, rule.severity, at: question.location, service: question.service,
        facts:
          "A variable decides \(question.text.quotedForTerminal): what it stands for was not checked.",
        help: rule.help)
    }
    for service in file.services {
      guard let place = service.extends else { continue }
      findings.append(
        service.finding(
          rule, at: place,
          "\(service.shown) extends another one, which is not followed: what it brings was not checked, nor what "
            + "this one does not say."))
    }
    for service in file.services {
      guard let option = service.option("seccomp"), option.value?.hasPrefix("~") ?? false
      else { continue }
      findings.append(
        service.finding(
          rule, at: option.location,
          "\(service.shown) names a profile in a home folder, which is not the same for everybody: it was not read."
        ))
    }
    for service in file.services {
      guard let place = service.volumesFrom else { continue }
      findings.append(
        service.finding(
          rule, at: place,
          "\(service.shown) has the mounts of another one as well, which were not checked for this one."
        ))
    }
    if let place = file.include {
      findings.append(
        Finding(
          rule.kind, rule.severity, at: place,
          facts: "Files are included, which are not read: their services were not checked.",
          help: rule.help))
    }
    return findings
  }
}
