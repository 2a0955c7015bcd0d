internal import Text

/// Paths of the host by which a container gets at more than its own.
enum HostPath {
  /// The path that a mount's source names; `nil` for a volume that is none of the host's folders.
  static func source(
    _ text: String, volumes: [String: String], project: String
  ) -> String? {
    if text.hasPrefix("/") || text.hasPrefix(".") || text.hasPrefix("~") {
      return absolute(text, in: project)
    }
    return volumes[text].flatMap { absolute($0, in: project) }
  }

  /// Without `.`, `..` and double slashes; `nil` for a path below the project's own folder.
  static func absolute(_ path: String, in project: String) -> String? {
    if path.hasPrefix("~") { return path }
    let isRelative = !path.hasPrefix("/")
    let components = (isRelative ? "\(project)/\(path)" : path).pathComponents
    if isRelative, components.starts(with: project.pathComponents) { return nil }
    return "/" + components.joined(separator: "/")
  }

  /// `/var/run` is `/run` (Filesystem Hierarchy Standard 3.0, 5.13).
  private static func real(_ path: String) -> String {
    path == "/var/run" || path.hasPrefix("/var/run/") ? String(path.dropFirst(4)) : path
  }

  /// By whose sockets containers are made: whoever may connect to one has the host.
  private static let sockets: Set<Substring> = [
    "docker.sock", "containerd.sock", "containerd.sock.ttrpc", "crio.sock", "podman.sock",
    "cri-dockerd.sock", "dockershim.sock", "buildkitd.sock",
  ]

  /// Folders that hold such sockets.
  private static let socketFolders: Set<String> = [
    "/", "/var", "/run", "/run/docker", "/run/containerd", "/run/crio", "/run/podman",
    "/run/buildkit",
  ]

  static func isControlSocket(_ path: String) -> Bool {
    path.split(separator: "/").last.map(sockets.contains) ?? false
  }

  static func holdsControlSocket(_ path: String) -> Bool { socketFolders.contains(real(path)) }

  static func isOfKernel(_ path: String) -> Bool { isWithin(path, ["/proc", "/sys"]) }

  /// Whether who writes there changes what the host runs (CIS Docker Benchmark 5.6, and where engines keep theirs).
  static func isOfSystem(_ path: String) -> Bool {
    ["/", "/var", "/var/lib", "/home"].contains(path)
      || isWithin(
        path,
        [
          "/boot", "/dev", "/etc", "/lib", "/lib32", "/lib64", "/usr", "/bin", "/sbin", "/root",
          "/run", "/var/lib/docker", "/var/lib/containerd", "/var/lib/containers",
          "/var/lib/kubelet", "/var/spool/cron",
        ])
  }

  private static func isWithin(_ path: String, _ folders: [String]) -> Bool {
    let path = real(path)
    return folders.contains { path == $0 || path.hasPrefix($0 + "/") }
  }
}
