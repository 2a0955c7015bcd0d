internal import Findings
internal import Logs
internal import Observations
internal import Syscalls
internal import Text

/// Reads the files of one run through one dialect's readers.
struct RunReader {
  let options: TraceOptions

  /// Reads some of the files.
  ///
  /// - Parameters:
  ///   - files: one or more, in the order in which they were written.
  ///   - blocks: one for each thread that reads.
  func part(
    of files: ArraySlice<TraceFile>, by blocks: [LineBlock]
  ) throws(TraceError) -> RunPart {
    let signatures = CallSignatures()
    let recording = Self.session(with: files[files.startIndex].makeReader(signatures), options)
    var totalBytes = 0
    var beginnings: UInt64 = 0
    for (index, file) in files.enumerated() {
      let isContinued = index == 0 || file.continuesAcrossFiles
      recording.beginFile(
        file.path, format: file.format.name, with: isContinued ? nil : file.makeReader(signatures))
      let lines = try read(file, into: recording, by: blocks)
      totalBytes += lines.totalBytes
      beginnings &+= lines.beginning
    }
    return recording.end(totalBytes: totalBytes, beginnings: beginnings)
  }

  /// A run that begins.
  static func session(with reader: any TraceReader, _ options: TraceOptions) -> RunSession {
    RunSession(
      reader,
      ObservationBuilder(
        assuming: options.recordedOn ?? options.assumedArchitecture ?? .native,
        isTold: options.recordedOn != nil, selection: options.selection,
        keeping: options.programs, telling: options.watch))
  }

  private func read(
    _ file: TraceFile, into recording: RunSession, by blocks: [LineBlock]
  ) throws(TraceError) -> LineBuffer {
    let lines =
      if let pipe = file.pipe { pipe } else {
        try LineBuffer(path: file.path, options: options)
      }
    let unwrapper = file.wrapping.map { Unwrapper($0, path: file.path, options: options) }
    if let unwrapper { lines.unwrap(with: unwrapper) }
    lines.count(in: options.progress)
    try BlockPipeline(lines, into: recording, by: blocks).run()
    recording.endFile(isTruncated: lines.isTruncated, unwrappedBy: unwrapper)
    return lines
  }

  /// Puts the parts of a run together.
  static func run(_ parts: [RunPart], of files: [TraceFile]) throws(TraceError) -> Run {
    let run = Run(parts, name: files[0].runName)
    guard !run.isEmpty else {
      throw TraceError(
        files[0].path, problem(of: run, files: files),
        isForeign: files[0].source != nil || run.ledger.entries[.otherProcess] != nil)
    }
    return run
  }

  private static func problem(of run: Run, files: [TraceFile]) -> String {
    if let other = run.ledger.entries[.otherProcess] {
      return "none of its \(other.count) calls is of a process that --comm, --exe or --pid selects"
    }
    if run.ledger.entries[.refusedTracing] != nil { return UnreadableContent.refusal }
    let format = files[0].format.name
    let origin = files[0].source.map { "\($0.quotedForTerminal): " } ?? ""
    if let (kind, entry) = run.ledger.entries.filter({ $0.key.isAboutLines })
      .min(by: { $0.key < $1.key })
    {
      let place = entry.places.first.map { ", the first on line \($0.line)" } ?? ""
      return
        "\(origin)is read as the format \"\(format)\", and no system call is among what is understood: "
        + "\(kind.counting(entry.count))\(place) [\(kind.rawValue)]"
    }
    let advice = files[0].format.adviceWhereEmpty.map { "; \($0)" } ?? ""
    return "\(origin)is a log of the format \"\(format)\", but holds no system call\(advice)"
  }
}

extension Ledger.Kind {
  /// Whether it is a loss of lines that were there and were not understood, or not kept.
  fileprivate var isAboutLines: Bool {
    switch self {
    case .malformedLine, .suspectLine, .truncatedTail, .orphanedResumption, .nulBytes,
      .overlongLine, .tooManyNames, .ambiguousKey:
      true
    default: false
    }
  }
}
