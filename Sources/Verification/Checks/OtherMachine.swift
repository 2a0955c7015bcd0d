internal import Findings
internal import Observations
internal import Profiles
internal import Syscalls
internal import Text

extension Check {
  static let otherMachine: Check = .init(
    .otherMachine, .error, .medium,
    title:
      "Runs were recorded on a machine for which the profile is not verified: nothing of them was replayed; "
      + "a warning where the profile lists its architecture as well.",
    help:
      "Verify the profile with runs of its own machine, or say with --arch which machine is meant."
  ) { examination in
    guard let verifier = examination.verifier else { return [] }
    return examination.circumstances.otherMachines.map { machine in
      Finding(
        .otherMachine,
        verifier.profile.architectures.contains(machine.architecture)
          ? .warning : otherMachine.severity, at: machine.first,
        architecture: machine.architecture,
        facts: "\(machine.runs.counting("run")) with \(machine.calls.counting("call")) "
          + "\(machine.runs == 1 ? "was" : "were") recorded on \(machine.architecture), and the profile is "
          + "verified for \(verifier.environment.architecture): nothing of that was replayed.",
        help: otherMachine.help)
    }
  }
}
