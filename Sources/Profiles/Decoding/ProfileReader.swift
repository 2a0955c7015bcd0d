/// Who reads a profile's file: each passes over keys that others read.
package enum ProfileReader: Hashable, Sendable {
  /// Docker from 23.0 on.
  case docker
  /// Docker 20.10, which passes over `defaultErrnoRet`, `flags` and the listener's keys.
  case oldDocker
  /// Podman and CRI-O, which pass over `minKernel` (containers/common, `pkg/seccomp`).
  case podman
  /// Readers of the OCI runtime specification: containerd, and runc and crun of a runtime configuration. They pass over
  /// `includes`, `excludes`, `archMap` and `name`, so that a rule holds in every container.
  case specification

  /// Who does something with what is passed over.
  var words: String {
    switch self {
    case .docker: "Docker passes"
    case .oldDocker: "Docker 20.10 passes"
    case .podman: "Podman and CRI-O pass"
    case .specification: "containerd, runc and crun pass"
    }
  }

  func passesOver(_ key: String) -> Bool {
    switch self {
    case .docker: false
    case .oldDocker:
      ["defaultErrnoRet", "flags", "listenerPath"].contains(key)
    case .podman: key == "minKernel"
    case .specification: ["includes", "excludes", "archMap", "name"].contains(key)
    }
  }
}
