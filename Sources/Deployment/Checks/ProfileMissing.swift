internal import Findings
internal import Text

extension DeploymentCheck {
  static let profileMissing = DeploymentCheck(
    .profileMissing, .error, .high,
    title: "The profile that is named is not there, or is no valid profile.",
    help: "Correct the path, which starts from the Compose file's folder, or the profile.",
    names: ["owasp-docker-6"]
  ) { rule, file, circumstances in
    // Many services have one profile.
    var obstacles: [String: String?] = [:]
    return file.services.compactMap { service in
      guard let option = service.option("seccomp"), let path = option.value,
        path != "unconfined", !path.hasPrefix("~")
      else { return nil }
      guard !path.isEmpty else {
        return service.finding(
          rule, at: option.location, "\(service.shown) names a profile without a path.")
      }
      let known = obstacles[path] ?? circumstances.obstacle(path)
      obstacles[path] = .some(known)
      guard let obstacle = known else { return nil }
      return service.finding(
        rule, at: option.location,
        "\(service.shown) names the profile \(path.quotedForTerminal), which cannot be used: \(obstacle)"
      )
    }
  }

  static let profileNotNamed = DeploymentCheck(
    .profileNotNamed, .note, .low,
    title: "The service names no profile, so that the engine's default one holds.",
    help: "Make a profile with whittle generate, and name it in security_opt, as seccomp=FILE.",
    names: ["KSV-0030"]
  ) { rule, service in
    guard service.isWhole, !service.hasOpenOption, service.option("seccomp") == nil,
      !service.isPrivileged
    else { return [] }
    return [
      service.finding(
        rule,
        "\(service.shown) names no seccomp profile: what the engine has as its default holds, if its "
          + "configuration does not switch that off.")
    ]
  }
}
