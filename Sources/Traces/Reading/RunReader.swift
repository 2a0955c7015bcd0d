internal import Observations
internal import Syscalls

/// Reads the files of one run through one dialect's readers.
struct RunReader {
  let options: TraceOptions

  /// - Parameter files: in the order in which they were written.
  func run(of files: [TraceFile], name: String) throws(TraceError) -> Run {
    let recording = RunRecording(
      files[0].makeReader(),
      Recorder(assuming: options.assumedArchitecture ?? .native, selection: options.selection))
    var totalBytes = 0
    for (index, file) in files.enumerated() {
      let isContinued = index == 0 || file.format.continuesAcrossFiles
      recording.beginFile(file, with: isContinued ? nil : file.makeReader())
      totalBytes += try read(file, into: recording)
    }
    let run = recording.endRun(totalBytes: totalBytes, name: name)
    guard !run.observations.isEmpty else {
      throw TraceError(files[0].path, problem(of: run, files: files))
    }
    return run
  }

  private func read(_ file: TraceFile, into recording: RunRecording) throws(TraceError) -> Int {
    let lines =
      if let pipe = file.pipe { pipe } else {
        try LineBuffer(path: file.path, options: options)
      }
    try BlockPipeline(lines, into: recording, threads: options.threads).run()
    recording.endFile(isTruncated: lines.isTruncated)
    return lines.totalBytes
  }

  private func problem(of run: Run, files: [TraceFile]) -> String {
    if let other = run.ledger.entries[.otherProcess] {
      return "none of its \(other.count) calls is of a process that --comm, --exe or --pid selects"
    }
    return "is a log of the format \"\(files[0].format.name)\", but holds no system call"
  }
}
