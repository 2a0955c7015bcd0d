package import Logs
package import Observations

/// The logs and observation files that a user names: files, folders, and `-` for standard input.
package struct TraceSet {
  /// What was read.
  package let observations: Observations
  /// What lies in folders and was passed over as no log, with the reason; a file named by itself
  /// never is.
  package let skipped: [TraceError]
  /// Files of folders that cannot be read, with the reason: `Observations.unread`.
  package let unread: [TraceError]

  /// Reads every log; files of one run (rotated logs, `strace -ff`) are read as one. Observation
  /// files are merged.
  ///
  /// - Throws: of several errors always the same one, whichever thread is first.
  package init(reading paths: [String], options: TraceOptions) throws(TraceError) {
    let blocks = options.makeBlocks()
    let contents = try Contents(of: paths, options, blocks)
    var runs: [Run] = []
    var unreadPaths = contents.unreadPaths
    var files: [TraceFile] = []
    for input in contents.inputs {
      switch input {
      case .observations(let recorded):
        runs += recorded.runs
        unreadPaths.formUnion(recorded.unread)
      case .traces(let logs): files += logs
      }
    }
    let read = try RunAssembler(of: files).read(options, by: blocks)
    observations = Observations(runs: runs + read.runs, unread: unreadPaths)
    skipped = contents.skipped + read.skipped
    unread = contents.unread
  }
}

/// The files that a user means, looked at.
private struct Contents {
  private(set) var inputs: [Input] = []
  private(set) var skipped: [TraceError] = []
  private(set) var unread: [TraceError] = []
  /// Of the files alone, without the positions that reasons name.
  private(set) var unreadPaths: Set<String> = []

  /// Looks at every file, several at a time.
  init(
    of paths: [String], _ options: TraceOptions, _ blocks: [LineBlock]
  ) throws(TraceError) {
    var named: [(path: String, folder: Folder?)] = []
    for path in Set(paths).sorted() { named.append((path, try Folder(at: path))) }
    let files = named.flatMap { path, folder in
      (folder?.files ?? [path]).map { (path: $0, isInFolder: folder != nil) }
    }
    var results = Threads.map(files.count, with: blocks) { index, block in
      Result { () throws(TraceError) in
        try Input(files[index].path, isInFolder: files[index].isInFolder, options, block)
      }
    }[...]
    for (path, folder) in named {
      let before = (inputs: inputs.count, unread: unread.count)
      for file in folder?.files ?? [path] {
        switch results.removeFirst() {
        case .success(let input): inputs.append(input)
        case .failure(let error) where folder == nil: throw error
        case .failure(let error) where error.isForeign: skipped.append(error)
        case .failure(let error):
          unread.append(error)
          unreadPaths.insert(file)
        }
      }
      skipped += folder?.passedOver ?? []
      if inputs.count == before.inputs {
        throw unread.dropFirst(before.unread).first ?? TraceError(path, "is a folder without logs")
      }
    }
  }
}
