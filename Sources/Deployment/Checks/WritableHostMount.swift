internal import Findings
internal import Text

extension DeploymentCheck {
  static let writableHostMount = DeploymentCheck(
    .writableHostMount, .error, .high,
    title: "A folder of the host's system is mounted, and can be written to.",
    help:
      "Mount it read-only (SOURCE:TARGET:ro, or read_only: true), or only the file that is needed.",
    names: [
      "cis-docker-5.6", "KSV-0023", "C-0045", "C-0048", "CL-0013", "CL-0025", "owasp-docker-8",
    ]
  ) { rule, workload in
    workload.mounts.compactMap { mount in
      guard !mount.isReadOnly, let source = mount.source, HostPath.isOfSystem(source),
        !HostPath.isControlSocket(source)
      else { return nil }
      return workload.finding(
        rule, at: mount.location,
        "\(workload.shown) can write to \(source.quotedForTerminal) of the host, and so change what the host runs."
      )
    }
  }

  static let procOrSysExposed = DeploymentCheck(
    .procOrSysExposed, .error, .high,
    title:
      "The host's /proc or /sys is mounted, or what runtimes hide of them is shown; a warning where it is read-only.",
    help: "Take the mount out.",
    names: ["KSV-0027", "CL-0025"]
  ) { rule, workload in
    var findings: [Finding] = workload.mounts.compactMap { mount in
      guard let source = mount.source, HostPath.isOfKernel(source) else { return nil }
      return mount.isReadOnly
        ? workload.finding(
          rule, .warning, at: mount.location,
          "\(workload.shown) can read \(source.quotedForTerminal) of the host: its processes, devices and settings."
        )
        : workload.finding(
          rule, at: mount.location,
          "\(workload.shown) can write to \(source.quotedForTerminal) of the host, and so make the kernel run programs."
        )
    }
    if let place = workload.exposedPaths {
      findings.append(
        workload.finding(
          rule, at: place,
          "\(workload.shown) sees the parts of /proc and /sys that runtimes hide or make read-only.",
          help: "Take systempaths=unconfined out."))
    }
    return findings
  }
}
