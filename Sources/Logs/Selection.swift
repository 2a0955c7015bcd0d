/// Which processes' calls count. An empty list of a kind means any.
package struct Selection: Hashable, Sendable {
  /// Names as the kernel keeps them (`/proc/PID/comm`, at most 15 bytes).
  package var commands: [String]
  /// Paths of executables, as `exe=` of an audit record has them.
  package var executables: [String]
  /// Numbers of processes; empty for all.
  package var processes: [UInt32]

  /// A selection; an empty list selects everything.
  package init(commands: [String] = [], executables: [String] = [], processes: [UInt32] = []) {
    self.commands = commands
    self.executables = executables
    self.processes = processes
  }

  /// Whether processes are selected by their names, so that `comm=` and `exe=` need to be read.
  package var needsNames: Bool { !commands.isEmpty || !executables.isEmpty }

  /// Whether nothing is left out.
  package var isEverything: Bool { commands.isEmpty && executables.isEmpty && processes.isEmpty }
}
