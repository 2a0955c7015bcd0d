internal import Findings
package import Logs
package import Observations
internal import Parallelism
internal import Text

/// The logs and observation files that a user names: files, folders, and `-` for standard input.
package struct TraceSet {
  /// What was read.
  package let observations: Observations
  /// What was passed over, with the reason: what lies in folders and is no log, and logs that hold no
  /// call of the processes that were selected.
  package let skipped: [TraceError]
  /// What cannot be read, with the reason: `Observations.unread`.
  package let unread: [TraceError]
  /// Recordings that were given more than once, under several names or paths, sorted.
  package let repeated: [RepeatedRecording]

  /// Reads every log; files of one run (rotated logs, `strace -ff`) are read as one. Observation
  /// files are merged.
  ///
  /// - Throws: where nothing can be read at all, where a path is a mistake, and where two runs of one
  ///   id differ. Of several errors it is always the same one, whichever thread is first.
  package init(reading paths: [String], options: TraceOptions) throws(TraceError) {
    let blocks = options.makeBlocks()
    let shapes = ObservationShapes()
    var contents = try Contents(of: paths, options, shapes, blocks)
    var recorded: [RecordedRun] = []
    var unreadPaths: [String] = []
    var files: [TraceFile] = []
    var reach = ProgramReach()
    for input in contents.inputs {
      switch input {
      case .observations(let file):
        if options.selection.services != nil {
          throw TraceError(
            file.path,
            "is an observation file, which tells no services; name the logs that it was made from",
            isMistake: true)
        }
        recorded += file.runs
        unreadPaths += file.unread
        reach.formUnion(file.reach)
      case .traces(let logs): files += logs
      }
    }
    contents.inputs = []
    let fromFiles = recorded
    try AssumedMachines(of: fromFiles).requireAgreement()
    for outcome in RunAssembler(of: files, shapes).read(options, by: blocks) {
      switch outcome {
      case .run(let run): recorded.append(run)
      case .unreadable(let files, let error): contents.add(error, of: files)
      }
    }
    let isNothing = recorded.isEmpty && unreadPaths.isEmpty
    guard !isNothing || options.areListed else { throw contents.cause(of: paths) }
    observations = try Self.merged(recorded, unreadPaths + contents.unreadPaths, reach)
    repeated = RepeatedRecording.all(
      ofLogs: recorded.dropFirst(fromFiles.count), ofFiles: fromFiles)
    skipped = contents.skipped
    unread = contents.unread
  }

  private static func merged(
    _ recorded: [RecordedRun], _ unread: [String], _ reach: ProgramReach
  ) throws(TraceError) -> Observations {
    do {
      return try Observations(merging: recorded, unread: unread, reach: reach)
    } catch {
      let (place, other) = (error.places[0], error.places[1])
      throw TraceError(
        "\(place)",
        "run \(error.id) is not the run that has this id at \(other.escapedForTerminal): their "
          + "content differs, so that one of the two was changed; take the files as whittle wrote "
          + "them, or observe the logs again",
        isMistake: true)
    }
  }
}

/// The files that a user means, looked at.
private struct Contents {
  var inputs: [Input] = []
  private(set) var skipped: [TraceError] = []
  private(set) var unread: [TraceError] = []
  /// Of the files alone, without the positions that reasons name.
  private(set) var unreadPaths: [String] = []

  /// Looks at every file, several at a time.
  init(
    of paths: [String], _ options: TraceOptions, _ shapes: ObservationShapes, _ blocks: [LineBlock]
  ) throws(TraceError) {
    let named = paths.sortedByBytes.map { path in
      (path: path, folder: options.joined?.isNamed(path) ?? false ? nil : Folder(at: path))
    }
    let files = named.flatMap { path, folder in
      (folder?.files ?? [path]).map { (path: $0, isInFolder: folder != nil) }
    }
    var results = Threads.map(files.count, atOnce: blocks.count) { index, thread in
      Result { () throws(TraceError) in
        try Input(
          files[index].path, isInFolder: files[index].isInFolder, options, shapes, blocks[thread])
      }
    }[...]
    for (path, folder) in named {
      let before = inputs.count + unread.count
      for file in folder?.files ?? [path] {
        switch results.removeFirst() {
        case .success(let input): inputs.append(input)
        case .failure(let error):
          if folder == nil, error.isMistake || error.isForeign && !options.areListed {
            throw error
          }
          add(error, of: [file], isNamed: folder == nil)
        }
      }
      guard let folder else { continue }
      skipped += folder.passedOver
      for error in folder.unlisted { add(error, of: [error.path]) }
      if inputs.count + unread.count == before {
        add(TraceError(path, "is a folder without logs"), of: [path])
      }
    }
  }

  /// Notes why `files` give nothing.
  ///
  /// - Parameter isNamed: whether they are said to be logs, so that one that is none is lost.
  mutating func add(_ error: TraceError, of files: [String], isNamed: Bool = false) {
    if error.isForeign, !isNamed {
      skipped.append(error)
    } else {
      unread.append(error)
      unreadPaths += files
    }
  }

  /// Why nothing at all was read.
  func cause(of paths: [String]) -> TraceError {
    unread.first ?? skipped.first
      ?? TraceError(
        paths.first ?? "-", "holds no run: nothing was recorded, so nothing can be said of it")
  }
}
