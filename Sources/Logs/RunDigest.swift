internal import Findings
internal import Observations
internal import Syscalls

/// What identifies a recording: what was read out of it, not where it stood.
///
/// Process numbers, lines, bytes and how the files begin tell two runs of the same test apart, for
/// these begin with addresses and times; paths and compression do not enter, so that a log that was
/// moved, or is read a second time, is still the same run. Who writes the log can make two runs have
/// one digest only by making them equal in all that is kept of them.
enum RunDigest {
  /// - Parameter beginnings: see ``RunPart/beginnings``.
  static func id(
    formats: [String], totalBytes: Int, beginnings: UInt64, lines: Int, processes: Set<UInt32>,
    observations: [Observation], ledger: Ledger
  ) -> String {
    var digest = ContentDigest("whittle run")
    digest.add(formats.count)
    for format in formats { digest.add(format) }
    digest.add(totalBytes)
    digest.add(beginnings)
    digest.add(lines)
    digest.add(processes.count)
    for process in processes.sorted() { digest.add(process) }
    digest.add(observations.count)
    for observation in observations {
      digest.add(observation.key)
      digest.add(observation.count)
      digest.add(observation.outcomes)
      digest.add(observation.first.line)
    }
    digest.add(ledger.entries.count)
    for (kind, entry) in ledger.entries.sorted(by: { $0.key < $1.key }) {
      digest.add(kind.rawValue)
      digest.add(entry.count)
    }
    return digest.finish()
  }
}

extension ContentDigest {
  fileprivate mutating func add(_ outcomes: Outcomes) {
    add(outcomes.returned)
    add(outcomes.denied)
    add(outcomes.unknown)
    let failures = outcomes.failures.filter { $0.value > 0 }.sorted { $0.key < $1.key }
    add(failures.count)
    for (errno, count) in failures {
      add(errno)
      add(count)
    }
  }
}
