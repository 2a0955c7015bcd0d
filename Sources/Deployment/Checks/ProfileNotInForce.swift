internal import Findings
internal import Text

extension DeploymentCheck {
  static let profileNotInForce = DeploymentCheck(
    .profileNotInForce, .error, .critical,
    title: "The service runs without a seccomp profile, or without the one that is named.",
    help: "Name the profile in security_opt, as seccomp=FILE, and take privileged out.",
    names: ["cis-docker-5.22", "KSV-0104", "CL-0009", "owasp-docker-6"]
  ) { rule, file, circumstances in
    file.services.flatMap { service -> [Finding] in
      let option = service.option("seccomp")
      if let option, option.value == "unconfined" {
        return [
          service.finding(
            rule, at: option.location,
            "\(service.shown) runs unconfined: every system call of the kernel is open to it.",
            help: "Write seccomp=FILE in its place, with a profile that whittle generate makes.")
        ]
      }
      if let privileged = service.privileged, privileged.value == true {
        if let engine = circumstances.engine, engine >= SeccompRules.loadsForPrivileged,
          option != nil
        {
          return []
        }
        let facts =
          option == nil
          ? "\(service.shown) is privileged, and Docker loads no profile into such a container."
          : "\(service.shown) is privileged, and Docker before \(SeccompRules.loadsForPrivileged) loads no "
            + "profile into such a container, not even the one that is named here."
        return [
          service.finding(
            rule, at: privileged.location, facts,
            help: option == nil
              ? nil
              : circumstances.engine == nil
                ? "Take privileged out, or say with --engine which version runs it."
                : "Take privileged out, or run it with Docker \(SeccompRules.loadsForPrivileged) or newer."
          )
        ]
      }
      if let runtime = service.runtime, runtime.value == "runsc", option != nil {
        return [
          service.finding(
            rule, .warning, at: runtime.location,
            "\(service.shown) runs in gVisor, which takes no notice of the profile unless runsc has "
              + "--oci-seccomp.",
            help: "Add --oci-seccomp to runtimeArgs of runsc in daemon.json.")
        ]
      }
      if let (key, place) = service.swarmKey, option != nil {
        return [
          service.finding(
            rule, .warning, at: place,
            "\(service.shown) has deploy.\(key), which Swarm alone reads, and docker stack deploy drops "
              + "security_opt, the profile with it.",
            help:
              "Start it with docker compose, or make the profile the daemon's (seccomp-profile in daemon.json)."
          )
        ]
      }
      return []
    }
  }
}

/// When engines load a profile.
private enum SeccompRules {
  /// Since this version Docker loads a profile that is named for a privileged container (moby, pull request 47500;
  /// `daemon/seccomp_linux.go` of v26.1.5 and v27.0.1).
  static let loadsForPrivileged = 27
}
