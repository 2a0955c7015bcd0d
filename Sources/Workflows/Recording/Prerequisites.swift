internal import Glibc
internal import Text

/// The programs that a recording needs.
enum Prerequisite: String, CaseIterable, Sendable {
  case strace, docker, auditctl, auditd, gzip

  /// Where Debian and Ubuntu have it.
  private var package: String {
    switch self {
    case .docker: "docker.io"
    case .auditctl: "auditd"
    default: rawValue
    }
  }

  /// Whether it is found along PATH.
  var isThere: Bool { ProgramSearch.path(of: rawValue) != nil }

  /// Tells of all that are missing at once.
  static func require(_ needed: [Prerequisite]) throws(WorkflowError) {
    let missing = needed.filter { !$0.isThere }
    guard missing.isEmpty else {
      let names = missing.map(\.rawValue).joined(separator: ", ")
      var packages: [String] = []
      for name in missing.map(\.package) where !packages.contains(name) { packages.append(name) }
      throw .cannot(
        "record: error: missing: \(names); install what has it, on Debian and Ubuntu: apt-get install "
          + packages.joined(separator: " "))
    }
  }
}

/// Looks for programs as execvp(3) does.
enum ProgramSearch {
  /// The first file of this name along PATH that can be executed.
  static func path(of name: String) -> String? {
    if name.contains("/") { return isExecutable(name) ? name : nil }
    // SAFETY: the text of the environment is copied at once.
    let value = unsafe getenv("PATH").map { unsafe String(cString: $0) } ?? "/bin:/usr/bin"
    return value.split(separator: ":", omittingEmptySubsequences: false).lazy
      .map { ($0.isEmpty ? "." : String($0)) + "/" + name }.first(where: isExecutable)
  }

  /// Whether there is a regular file that this user may execute.
  static func isExecutable(_ path: String) -> Bool {
    var status = stat()
    // SAFETY: `status` is a valid out-parameter for the time of the call.
    return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
      && access(path, X_OK) == 0
  }
}
