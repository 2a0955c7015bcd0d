/// Programs that nobody's tests start, and that people and health checks do, by `docker exec`.
package enum ExecKit: String, CaseIterable, Sendable, Comparable {
  case none
  /// A shell, and what health checks are made of.
  case shell
  /// Also what is used to look around and to repair.
  case tools

  /// Names of the programs; those that an image lacks are passed over.
  var programs: [String] {
    switch self {
    case .none: []
    case .shell: ["sh", "cat", "ls", "id", "ps", "env", "head", "test", "echo"]
    case .tools:
      Self.shell.programs + [
        "awk", "basename", "bash", "chmod", "chown", "cmp", "cp", "cut", "date", "dd", "df", "diff",
        "dirname", "du", "expr", "find", "flock", "free", "grep", "gunzip", "gzip", "hostname",
        "kill", "ln", "mkdir", "mkfifo", "mktemp", "mv", "nproc", "od", "pgrep", "pkill", "printf",
        "readlink", "realpath", "rm", "rmdir", "sed", "seq", "sleep", "sort", "stat", "su", "sync",
        "tail", "tar", "tee", "timeout", "top", "touch", "tr", "true", "uname", "uniq", "uptime",
        "wc", "which", "whoami", "xargs", "zcat",
      ]
    }
  }

  private var level: Int {
    switch self {
    case .none: 0
    case .shell: 1
    case .tools: 2
    }
  }

  package static func < (left: Self, right: Self) -> Bool { left.level < right.level }
}
