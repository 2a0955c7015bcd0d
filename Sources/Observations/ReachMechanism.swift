/// By what it is known that somebody may call something, the surest first.
package enum ReachMechanism: String, CaseIterable, Comparable, Hashable, Sendable {
  /// A program ran, or a library was loaded, or such a one needs the file.
  case run
  /// Files that are found beside those, or at paths that stand in them as texts.
  case neighbours
  /// Words of shell scripts that ran name a program.
  case scripts
  /// A function of the C library starts the shell.
  case shell
  /// The image's HEALTHCHECK, ENTRYPOINT or CMD names a program.
  case image
  /// What health checks and `docker exec` run: a shell, and a few programs more.
  case execShell = "exec-shell"
  /// What people run by `docker exec` to look around and to repair.
  case execTools = "exec-tools"

  private var order: Int { Self.allCases.firstIndex(of: self) ?? 0 }

  package static func < (left: Self, right: Self) -> Bool { left.order < right.order }
}
