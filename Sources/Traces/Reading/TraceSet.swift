package import Observations

/// The logs and observation files that a user names: files, folders, and `-` for standard input.
package struct TraceSet {
  /// What was read.
  package let observations: Observations
  /// Files of folders that were passed over, with the reason; a file named by itself never is.
  package let skipped: [TraceError]

  /// Reads every log; files of one run (rotated logs, `strace -ff`) are read as one. Observation
  /// files are merged.
  ///
  /// - Throws: of several errors always the same one, whichever thread is first.
  package init(reading paths: [String], options: TraceOptions) throws(TraceError) {
    let blocks = options.makeBlocks()
    let (inputs, skipped) = try Self.inputs(at: paths, options, blocks)
    var runs: [Run] = []
    var files: [TraceFile] = []
    for input in inputs {
      switch input {
      case .observations(let recorded): runs += recorded.runs
      case .trace(let file): files.append(file)
      }
    }
    runs += try Runs(of: files).read(options, by: blocks)
    observations = Observations(runs: runs)
    self.skipped = skipped
  }

  /// Lines of a hundred that make a file of a folder a log.
  private static let shareInFolders = 10

  /// Looks at every file, several at a time.
  private static func inputs(
    at paths: [String], _ options: TraceOptions, _ blocks: [LineBlock]
  ) throws(TraceError) -> (inputs: [Input], skipped: [TraceError]) {
    var named: [(path: String, members: [String]?)] = []
    for path in Set(paths).sorted() {
      named.append((path, try Folder.files(in: path)))
    }
    let files = named.flatMap { path, members in
      (members ?? [path]).map { (path: $0, share: members == nil ? 0 : shareInFolders) }
    }
    var results = Threads.map(files.count, with: blocks) { index, block in
      Result { () throws(TraceError) in
        try Input(files[index].path, share: files[index].share, options, block)
      }
    }[...]
    var inputs: [Input] = []
    var skipped: [TraceError] = []
    for (path, members) in named {
      let before = inputs.count
      for result in results.prefix(members?.count ?? 1) {
        switch result {
        case .success(let input): inputs.append(input)
        case .failure(let error) where members == nil: throw error
        case .failure(let error): skipped.append(error)
        }
      }
      results = results.dropFirst(members?.count ?? 1)
      if inputs.count == before { throw TraceError(path, "is a folder without logs") }
    }
    return (inputs, skipped)
  }
}
