internal import Findings
internal import Text

extension DeploymentCheck {
  static let hostControlSocket = DeploymentCheck(
    .hostControlSocket, .error, .critical,
    title: "The engine's socket is mounted: whoever may use it has the host.",
    help: "Take the mount out, or put a proxy between that lets single requests through.",
    names: [
      "cis-docker-5.32", "KSV-0006", "CKV_K8S_27", "C-0074", "CL-0001", "owasp-docker-1",
    ]
  ) { rule, workload in
    var findings: [Finding] = workload.mounts.compactMap { mount in
      let readOnly =
        mount.isReadOnly ? " That it is mounted read-only does not keep anybody from using it." : ""
      if let source = mount.source, HostPath.isControlSocket(source) {
        return workload.finding(
          rule, at: mount.location,
          "\(workload.shown) mounts \(source.quotedForTerminal), through which containers are made.\(readOnly)"
        )
      }
      if let source = mount.source, HostPath.holdsControlSocket(source) {
        return workload.finding(
          rule, at: mount.location,
          "\(workload.shown) mounts \(source.quotedForTerminal) of the host, and with it the engine's "
            + "socket.\(readOnly)",
          help: "Mount only the files that it needs.")
      }
      if HostPath.isControlSocket(mount.target) {
        return workload.finding(
          rule, at: mount.location,
          "\(workload.shown) mounts something at \(mount.target.quotedForTerminal), where the engine's socket is "
            + "expected.\(readOnly)")
      }
      return nil
    }
    if let setting = workload.engineSocket, setting.value == true {
      findings.append(
        workload.finding(
          rule, at: setting.location,
          "\(workload.shown) is given the engine's socket by use_api_socket, and the credentials with it.",
          help: "Take use_api_socket out."))
    }
    return findings
  }
}
