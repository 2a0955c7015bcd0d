internal import Observations
internal import Syscalls

/// Reads the files of one run through one dialect's readers.
struct RunReader {
  let options: TraceOptions

  /// - Parameter files: in the order in which they were written.
  func run(of files: [TraceFile], name: String) throws(TraceError) -> Run {
    var recorder = Recorder(
      assuming: options.assumedArchitecture ?? .native, selection: options.selection)
    var totalBytes = 0
    var reader: (any TraceReader)?
    for file in files {
      if reader == nil || !file.format.continuesAcrossFiles {
        reader?.endRun(recorder: &recorder)
        reader = file.format.makeReader(file.process)
      }
      recorder.beginFile(file.path, format: file.format.name)
      totalBytes += try read(file, with: &reader!, into: &recorder)
      recorder.endFile()
    }
    reader?.endRun(recorder: &recorder)
    let run = recorder.run(totalBytes: totalBytes, name: name)
    guard !run.observations.isEmpty else {
      throw TraceError(files[0].path, problem(of: run, files: files))
    }
    return run
  }

  private func read(
    _ file: TraceFile, with reader: inout any TraceReader, into recorder: inout Recorder
  ) throws(TraceError) -> Int {
    let lines =
      if let pipe = file.pipe { pipe } else {
        try LineBuffer(path: file.path, options: options)
      }
    var isCut = false
    var goesOn = true
    while goesOn {
      goesOn = try lines.withNextLines { block, isLast, isOverlong in
        if isLast { isCut = true }
        let start = recorder.line == 0 ? block.byteOrderMarkLength : 0
        reader.readLines(in: block.extracting(start...), into: &recorder)
        if isOverlong { recorder.note(.overlongLine) }
      }
    }
    if lines.isTruncated { recorder.note(.truncatedFile) }
    reader.endFile(isCut: isCut, recorder: &recorder)
    return lines.totalBytes
  }

  private func problem(of run: Run, files: [TraceFile]) -> String {
    if let other = run.ledger.entries[.otherProcess] {
      return "none of its \(other.count) calls is of a process that --comm, --exe or --pid selects"
    }
    return "is a log of the format \"\(files[0].format.name)\", but holds no system call"
  }
}

extension Span<UInt8> {
  /// How many bytes the UTF-8 byte order mark takes that some editors put before the first line.
  var byteOrderMarkLength: Int { hasPrefix("\u{feff}") ? 3 : 0 }
}
