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
  /// no others, those of one other machine, which are translated.
  func recorded(on architecture: Architecture, note: Note) -> Self {
    let source = translationSource(for: architecture) ?? architecture
    let (own, others) = divided(for: source)
    guard let first = others.first else { return own }
    note(
      "\(first.first.escapedForTerminal): warning: the profile is for \(architecture): left out are the runs of "
        + others.map(\.text).joined(separator: "; ")
        + (source == architecture ? "" : "; those of \(source) are translated"))
    return own
  }

  /// The runs as `architecture` would have made them; `nil` where some are its own.
  func translation(
    to architecture: Architecture, within baseline: FlatProfile
  ) -> Translation? {
    translationSource(for: architecture).map {
      Translation(of: divided(for: $0).own, to: architecture, within: baseline)
    }
  }

  /// The machine whose runs are translated: x86-64, whose C libraries know every old call and every new one; else
  /// the one of the most calls. `nil` where some runs are of `architecture`'s, or there are none.
  private func translationSource(for architecture: Architecture) -> Architecture? {
    guard divided(for: architecture).own.runs.isEmpty else { return nil }
    return machines.contains { $0.architecture == .x86_64 } ? .x86_64 : primaryArchitecture
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
