/// Which processes' calls count. An empty list of a kind means any.
package struct Selection: Sendable {
  /// Names as the kernel keeps them (`/proc/PID/comm`, at most 15 bytes).
  package var commands: [String]
  /// Paths of executables, as `exe=` of an audit record has them.
  package var executables: [String]
  /// Numbers of processes; empty for all.
  package var processes: [UInt32]

  /// What enrichers call containers.
  package var containers: [String] = []
  /// Calls alone of which the log tells no service of this kind; `nil` for any.
  package var withoutService: ServiceKind?
  /// Where the services that the log tells of are kept; `nil` where nobody wants them.
  package var services: ServiceNames?

  /// A selection; an empty list selects everything.
  package init(commands: [String] = [], executables: [String] = [], processes: [UInt32] = []) {
    self.commands = commands
    self.executables = executables
    self.processes = processes
  }

  /// Whether processes are selected by their names, so that `comm=` and `exe=` need to be read.
  package var needsNames: Bool {
    !commands.isEmpty || !executables.isEmpty || !containers.isEmpty || withoutService != nil
      || services != nil
  }

  /// Whether nothing is left out.
  package var isEverything: Bool {
    commands.isEmpty && executables.isEmpty && processes.isEmpty && containers.isEmpty
      && withoutService == nil
  }

  /// Whether readers need not ask.
  package var takesAllUnseen: Bool { isEverything && services == nil }
}
