internal import Findings
internal import Logs
internal import Observations
internal import Syscalls
internal import Text

/// The machines that observation files assume for logs that tell none.
///
/// Two files that assume differently were made on machines of two kinds, and without `--trace-arch`: one log would
/// be two runs of other calls.
struct AssumedMachines {
  /// By file: the place of the first run that assumes a machine.
  private var byFile: [String: [Architecture: SourceLocation]] = [:]

  init(of recorded: some Sequence<RecordedRun>) {
    for entry in recorded {
      guard entry.run.ledger.entries[.guessedArchitecture] != nil else { continue }
      for architecture in Set(entry.run.observations.map(\.key.architecture.host)) {
        let known = byFile[entry.place.file]?[architecture]
        byFile[entry.place.file, default: [:]][architecture] =
          known.map { min($0, entry.place) } ?? entry.place
      }
    }
  }

  /// Refuses files that have no assumption in common.
  func requireAgreement() throws(TraceError) {
    let files = byFile.sorted { $0.key.precedesInBytes($1.key) }
    guard let first = files.first else { return }
    for (_, machines) in files.dropFirst()
    where Set(machines.keys).isDisjoint(with: first.value.keys) {
      guard let (machine, place) = machines.min(by: { $0.value < $1.value }),
        let (other, otherPlace) = first.value.min(by: { $0.value < $1.value })
      else { continue }
      throw TraceError(
        "\(place)",
        "assumes that its log was recorded on \(machine), and the run at \(otherPlace.escapedForTerminal) "
          + "assumes \(other): the logs tell no machine, and each part was made with a guess of its own; observe "
          + "the logs again with --trace-arch, one for all parts",
        isMistake: true)
    }
  }
}
