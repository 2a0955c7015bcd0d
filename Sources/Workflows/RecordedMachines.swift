internal import Findings
internal import Minimization
internal import Observations
internal import Profiles
internal import Syscalls
internal import Text

/// On what machines the runs were recorded, and whether that suits the profile.
extension Observations {
  /// The machine's own ABI among those observed: of several machines that of the most calls.
  var primaryArchitecture: Architecture? {
    machines.max { ($0.calls, $1.architecture) < ($1.calls, $0.architecture) }?.architecture
  }

  /// The runs for a profile of `architecture`'s; those of other machines are left out with a note. Where there are
  /// no others, those of x86-64, which can be translated; and without these, that is an error.
  func recorded(on architecture: Architecture, note: Note) throws(WorkflowError) -> Self {
    let (own, others) = divided(for: architecture)
    guard let first = others.first else { return own }
    let list = others.map(\.text).joined(separator: "; ")
    guard !own.runs.isEmpty else {
      let machines = ([first] + others).map(\.architecture)
      guard architecture == Translation.source || !machines.contains(Translation.source) else {
        let sources = divided(for: Translation.source)
        if let other = sources.others.first {
          note(
            "\(other.first.escapedForTerminal): warning: left out are the runs of "
              + sources.others.map(\.text).joined(separator: "; ") + ", which cannot be translated")
        }
        return sources.own
      }
      throw .no(
        "\(first.first.escapedForTerminal): error: the profile is for \(architecture), and the runs were "
          + "recorded on \(list). What a program calls on one machine does not tell what it calls on another. "
          + "Say --arch \(first.architecture), or record the program on \(architecture)")
    }
    note(
      "\(first.first.escapedForTerminal): warning: the profile is for \(architecture): left out are the runs of "
        + list)
    return own
  }

  /// The runs as `architecture` would have made them; `nil` where some are its own, or none can be translated.
  func translation(
    to architecture: Architecture, within baseline: FlatProfile
  ) -> Translation? {
    guard !runs.isEmpty, divided(for: architecture).own.runs.isEmpty else { return nil }
    let sources = divided(for: Translation.source).own
    guard !sources.runs.isEmpty else { return nil }
    return Translation(of: sources, to: architecture, within: baseline)
  }

  /// Refuses runs of several machines where the user does not say for which of them the profile is.
  func requireOneMachine() throws(WorkflowError) {
    let machines = machines
    guard machines.count > 1 else { return }
    let choices = machines.map { "--arch \($0.architecture)" }.joined(separator: " or ")
    throw .no(
      "\(machines[0].first.escapedForTerminal): error: the runs were recorded on \(machines.count) kinds of "
        + "machine: \(machines.map(\.text).joined(separator: "; ")). A profile for one of them kills what the "
        + "others call. Make one profile from the runs of each kind, or say \(choices) to leave the others' runs "
        + "out")
  }
}

extension Observations.Machine {
  /// `aarch64 (5 calls in 1 run, first at arm64.log:1)`
  fileprivate var text: String {
    "\(architecture) (\(calls.counting("call")) in \(runs.counting("run")), first at "
      + "\(first.escapedForTerminal))"
  }
}

extension Architecture {
  /// Refuses an ABI of which whittle has no numbers: nothing can be proved of filters for it.
  func requireNumbers() throws(WorkflowError) {
    guard !hasNumbers else { return }
    let known = Self.allCases.filter(\.hasNumbers).map(\.rawValue).joined(separator: ", ")
    throw .cannot(
      "\(self): error: whittle does not know the numbers of this architecture's system calls, so that nothing "
        + "can be proved of a profile for it; it knows those of \(known)")
  }
}
