internal import Completeness
internal import Files
internal import JSON
internal import Logs
package import Observations
internal import Reports
internal import Text
internal import Traces

/// An observation file on disk.
package struct ObservationFile {
  /// As the user gave it, or beside the profile; not escaped.
  package let path: String

  /// The file at `path`.
  package init(at path: String) { self.path = path }

  /// The evidence of a profile: `profiles/nginx.json` has `profiles/nginx.observations.json`.
  package init(besideProfile profile: String) {
    let stem = profile.withoutSuffix(".json") ?? profile
    path = stem + ".observations.json"
  }

  /// Whether something stands at the path.
  package var exists: Bool { InputFile.exists(path) }

  /// All that the file holds.
  package func read() throws(WorkflowError) -> Observations {
    do {
      return try TraceSet(reading: [path], options: TraceOptions()).observations
    } catch {
      throw .cannot(error.line(as: "error"))
    }
  }

  /// What stands in a file of these observations: also, for who reviews it, how much the runs have shown.
  ///
  /// `isOneLine`: for engines that take a record a line.
  package static func bytes(of observations: Observations, isOneLine: Bool = false) -> [UInt8] {
    observations.fileBytes(
      completeness: CompletenessReport(Completeness(of: observations)).json, isOneLine: isOneLine)
  }

  /// Whether the file is other than what is written of `observations`, which were read from it. Of a file of the
  /// first version, or compressed, or too large to be held twice, nothing is said.
  func wasEdited(_ observations: Observations) -> Bool {
    guard let bytes = try? InputFile.bytes(at: path), bytes.first == UInt8(ascii: "{") else {
      return false
    }
    let head = String(decoding: bytes.prefix(64), as: UTF8.self)
    if head.contains(#/"whittleObservations": *1\b/#) { return false }
    return Self.bytes(of: observations) != bytes && observations.fileBytes != bytes
      && Self.bytes(of: observations, isOneLine: true) != bytes
  }

  /// Refuses to lose what stands in the file: runs and reach, unless `allowed`, and all that is not
  /// whittle's.
  ///
  /// `dropping`: what the user can do to lose runs.
  package func checkReplacement(
    by new: Observations, allowed: Bool = false, dropping: String
  ) throws(WorkflowError) {
    let isOccupied = try WorkflowError.wrapping { () throws(FileError) in
      try Destination(of: path).isOccupied
    }
    guard isOccupied else { return }
    guard isObservationFile else {
      throw WorkflowError(.occupied(path, by: "is no observation file"))
    }
    guard !allowed else { return }
    let present: Observations
    do {
      present = try read()
    } catch {
      throw WorkflowError(.occupied(path, by: "cannot be merged", because: error.message))
    }
    let lost = new.missing(of: present)
    guard lost.isEmpty else {
      throw .no(
        "\(path.escapedForTerminal): error: holds \(lost.count.counting("run")) "
          + "not among what was read (\(lost.map(\.name).sorted().listed)). "
          + "Name the file among the traces to keep them, or \(dropping) to drop them")
    }
    guard new.reach.contains(present.reach) else {
      throw .no(
        "\(path.escapedForTerminal): error: holds what programs can call, which is not among what was "
          + "read. Name the file among the traces to keep it, or \(dropping) to drop it")
    }
  }

  private var isObservationFile: Bool {
    guard let bytes = try? InputFile.beginning(of: path, count: 1 << 10) else { return false }
    return Observations.isObservationFile(beginningWith: bytes[...])
  }
}
