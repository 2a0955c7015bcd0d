internal import JSON
package import Observations
internal import SystemPackage

/// The logs and observation files that a user names: files, folders, and `-` for standard input.
package struct TraceSet {
  /// What was read.
  package let observations: Observations
  /// Files of folders that were passed over, with the reason; a file named by itself never is.
  package let skipped: [TraceError]

  /// Reads every log; files of one run (rotated logs, `strace -ff`) are read as one. Observation
  /// files are merged.
  package init(reading paths: [String], options: TraceOptions) throws(TraceError) {
    var inputs: [Input] = []
    var skipped: [TraceError] = []
    for path in Set(paths).sorted() {
      guard let members = try Folder.files(in: path) else {
        inputs.append(try Input(path, share: 0, options))
        continue
      }
      let before = inputs.count
      for member in members {
        do {
          inputs.append(try Input(member, share: Self.shareInFolders, options))
        } catch {
          skipped.append(error)
        }
      }
      if inputs.count == before {
        throw TraceError(path, "is a folder without logs")
      }
    }
    observations = try Self.read(inputs, options)
    self.skipped = skipped
  }

  /// Lines of a hundred that make a file of a folder a log.
  private static let shareInFolders = 10

  private static func read(
    _ inputs: [Input], _ options: TraceOptions
  ) throws(TraceError) -> Observations {
    var observations = Observations()
    var files: [TraceFile] = []
    for input in inputs {
      switch input {
      case .observations(let recorded): observations.formUnion(recorded)
      case .trace(let file): files.append(file)
      }
    }
    let groups = Dictionary(grouping: files) { "\($0.format.name) \($0.stem)" }
    var runs: [Run] = []
    for (_, members) in groups.sorted(by: { $0.key < $1.key }) {
      let ordered = members.sorted(by: TraceFile.isWrittenBefore)
      runs.append(try RunReader(options: options).run(of: ordered, name: runName(of: ordered[0])))
    }
    return observations.union(Observations(runs: runs))
  }

  private static func runName(of file: TraceFile) -> String {
    FilePath(file.stem).lastComponent?.string ?? file.stem
  }
}

/// One file that a user names.
private enum Input {
  case trace(TraceFile)
  case observations(Observations)

  /// What an observation file may hold at the most: they are small by their nature.
  private static let observationLimit = 1 << 26

  /// Opens the file at `path` and looks at its beginning.
  init(_ path: String, share: Int, _ options: TraceOptions) throws(TraceError) {
    let lines = try LineBuffer(path: path, options: options)
    let sample = try lines.sample()
    if Observations.isObservationFile(beginningWith: sample) {
      self = .observations(
        try Self.decode(try lines.remainder(limit: Self.observationLimit), path))
    } else {
      self = .trace(
        try TraceFile(
          path: path, sample: sample.span, forced: options.format, share: share,
          pipe: Folder.isRegular(path) ? nil : lines))
    }
  }

  private static func decode(_ bytes: [UInt8], _ path: String) throws(TraceError) -> Observations {
    do {
      return try Observations(decoding: try Node(parsing: bytes))
    } catch let error as JSON.SyntaxError {
      throw TraceError("\(path):\(error.position)", error.message)
    } catch let error as JSON.DecodingError {
      throw TraceError("\(path):\(error.position)", "\(error.path): \(error.message)")
    } catch {
      preconditionFailure("reading JSON throws two kinds of errors")
    }
  }
}
