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
      [
        "apt-get", "awk", "base64", "basename", "bash", "chgrp", "chmod", "chown", "chrt",
        "cksum", "clear", "cmp", "column", "comm", "cp", "curl", "cut", "date", "dd", "df",
        "diff", "dirname", "dpkg", "du", "expand", "expr", "factor", "fallocate", "file", "find",
        "flock", "fmt", "fold", "free", "getconf", "getent", "getopt", "grep", "groups", "gunzip",
        "gzip", "hostname", "infocmp", "install", "ionice", "join", "kill", "killall", "less",
        "link", "ln", "logger", "logname", "lsblk", "lscpu", "lsof", "md5sum", "mkdir", "mkfifo",
        "mknod", "mktemp", "more", "mount", "mv", "nice", "nl", "nohup", "nproc", "od", "passwd",
        "paste", "pgrep", "pidof", "pinky", "pkill", "pmap", "pr", "printenv", "printf",
        "prlimit", "pwd", "pwdx", "readlink", "realpath", "renice", "rev", "rm", "rmdir",
        "runuser", "script", "sed", "seq", "setpriv", "setsid", "sha1sum", "sha256sum",
        "sha512sum", "shred", "shuf", "sleep", "sort", "split", "stat", "stdbuf", "stty", "su",
        "sum", "sync", "tac", "tail", "tar", "taskset", "tee", "timeout", "top", "touch", "tr",
        "true", "truncate", "tsort", "tty", "uname", "uniq", "unlink", "uptime", "users", "vi",
        "vmstat", "w", "watch", "wc", "wget", "which", "who", "whoami", "xargs", "xz", "yes",
        "zcat", "zgrep",
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
