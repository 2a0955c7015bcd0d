/// Commands that do not run a container themselves, but have an engine do so.
///
/// The container's processes are children of the engine's shim, so that a recording of the command holds none
/// of their calls.
package enum EngineClients {
  /// By the command's file name (docker CLI, nerdctl, crictl, kubectl: their references of commands).
  private static let commands: [String: Set<String>] = [
    "docker": running, "docker-compose": running, "nerdctl": running, "podman-remote": running,
    "ctr": running, "crictl": ["run", "runp", "exec", "start", "create"],
    "kubectl": ["run", "exec", "attach", "debug", "apply", "create"],
    "oc": ["run", "exec", "attach", "debug", "apply", "create"],
  ]

  private static let running: Set<String> = [
    "run", "exec", "start", "create", "up", "restart", "attach",
  ]

  /// `podman` forks a monitor, whose children are traced; with these it is a client (podman(1)).
  private static let remoteOptions = ["--remote", "-r", "--url", "--connection", "-c"]

  /// File names of sockets: Docker Engine, Podman, containerd, CRI-O, cri-dockerd.
  private static let sockets: Set<String> = [
    "docker.sock", "podman.sock", "containerd.sock", "containerd.sock.ttrpc", "crio.sock",
    "cri-dockerd.sock", "buildkitd.sock",
  ]

  /// Docker Engine without and with TLS, and the API server of Kubernetes.
  private static let ports = [2375, 2376, 443, 6443, 8443, 16443]

  /// Whether a program and its arguments ask an engine to run something.
  package static func isClient(path: String, words: @autoclosure () -> [String]) -> Bool {
    let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
    let name = slash.map { String(path[path.utf8.index(after: $0)...]) } ?? path
    if name == "podman" {
      let words = words()
      return words.contains { word in
        remoteOptions.contains { word == $0 || word.hasPrefix($0 + "=") }
      } && words.contains(where: running.contains)
    }
    return commands[name].map { words().dropFirst().contains(where: $0.contains) } ?? false
  }

  /// Whether an address, as strace prints it, is one at which an engine listens:
  /// `{sa_family=AF_UNIX, sun_path="/var/run/docker.sock"}`.
  package static func isEngine(address: String) -> Bool {
    if let path = address.firstRange(of: "sun_path=") {
      let name = address[path.upperBound...].split(separator: "\"").first { $0.contains("/") }
      return name?.split(separator: "/").last.map { sockets.contains(String($0)) } ?? false
    }
    return ports.contains { address.firstRange(of: "_port=htons(\($0))") != nil }
  }
}
