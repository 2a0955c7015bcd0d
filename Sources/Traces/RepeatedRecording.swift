internal import Findings
internal import Observations
internal import Text

/// One recording that was given under several names: a log and its copy. It counts once.
package struct RepeatedRecording: Hashable, Sendable {
  /// The paths of logs and, for a recording that an observation file holds under another name, that name;
  /// not escaped, sorted.
  package let names: [String]

  /// What was given twice, in the order of the names.
  ///
  /// An observation file beside the log that it was made from is nothing to tell of.
  static func all(
    ofLogs logs: some Sequence<RecordedRun>, ofFiles files: [RecordedRun]
  ) -> [Self] {
    var logsByID: [String: [RecordedRun]] = [:]
    for log in logs { logsByID[log.run.id, default: []].append(log) }
    var filesByID: [String: [RecordedRun]] = [:]
    for file in files { filesByID[file.run.id, default: []].append(file) }
    return Set(logsByID.keys).union(filesByID.keys).compactMap { id -> Self? in
      let logs = logsByID[id] ?? []
      let known = Set(logs.map(\.run.name))
      let others = Set((filesByID[id] ?? []).map(\.run.name)).subtracting(known)
      let names = Array(Set(logs.map(\.place.file)).union(others)).sortedByBytes
      return names.count > 1 ? Self(names: names) : nil
    }.sorted { $0.names.lexicographicallyPrecedes($1.names) }
  }
}
