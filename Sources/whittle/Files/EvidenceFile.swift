internal import JSON
internal import Observations
internal import Reports
internal import Traces

/// The observation file that stands beside a profile and shares its name.
struct EvidenceFile {
  let path: String

  /// `profiles/nginx.json` has `profiles/nginx.observations.json`.
  init(besideProfile profile: String) {
    let stem = profile.hasSuffix(".json") ? String(profile.dropLast(5)) : profile
    path = stem + ".observations.json"
  }

  var exists: Bool { InputFile.exists(path) }

  func read() throws(Failure) -> Observations {
    do {
      return try TraceSet(reading: [path], options: TraceOptions()).observations
    } catch {
      throw .cannot(error.escaped(as: "error"))
    }
  }

  /// Refuses to lose runs that stand in the file.
  func checkReplacement(by new: Observations, allowed: Bool) throws(Failure) {
    guard exists, !allowed else { return }
    let kept = Set(new.runs.map(\.id))
    let lost = try read().runs.filter { !kept.contains($0.id) }
    guard lost.isEmpty else {
      throw .no(
        "\(path.escapedForTerminal): error: holds \(lost.count.counting("run")) not among what "
          + "was read (\(lost.map(\.name.escapedForTerminal).joined(separator: ", "))). Name the file "
          + "among the traces to keep them, or say --update to drop them")
    }
  }
}
