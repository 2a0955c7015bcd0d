internal import JSON
internal import Logs
internal import Observations
internal import Text

/// One file that a user names, or that lies in a folder.
enum Input {
  case traces([TraceFile])
  case observations(RecordedObservations)

  /// Opens the file at `path` and looks at its beginning.
  ///
  /// - Parameters:
  ///   - shapes: what runs of other files have in common.
  ///   - block: to read it into; what it held is lost.
  init(
    _ path: String, isInFolder: Bool, _ options: TraceOptions, _ shapes: ObservationShapes,
    _ block: LineBlock
  ) throws(TraceError) {
    let lines = try LineBuffer(path: path, options: options)
    // What a file is taken for does not depend on how it is read.
    let block =
      options.blockSize < LineBuffer.blockSize ? LineBlock(size: LineBuffer.blockSize) : block
    let filled = try lines.sample(into: block)
    // Behind the mark that some editors put before the first line.
    let mark: [UInt8] = [0xef, 0xbb, 0xbf]
    let start = block.bytes[..<filled].starts(with: mark) ? mark.count : 0
    let sample = block.bytes[start..<filled]
    if Observations.isObservationFile(beginningWith: sample) {
      self = .observations(try Self.decode(lines, path, shapes))
    } else {
      let found = try FoundLogs(
        in: sample.span, of: path, forced: options.format, isInFolder: isInFolder,
        isTruncated: lines.isTruncated
      ) { envelopes throws(TraceError) in
        let samples = SourceSamples(opening: sample.span, envelopes)
        // What can be read twice is looked at to its end: a container may begin to write late.
        guard lines.fileSize != nil, filled >= max(options.blockSize, LineBuffer.blockSize),
          samples.names.contains(where: { !$0.isEmpty })
        else { return samples }
        return try SourceSamples(ofFile: path, envelopes, options, block)
      }
      if found.logs.count > 1, lines.fileSize == nil {
        throw TraceError(
          path,
          "holds \(found.logs.count) logs, of several containers or streams, and a pipe can be read only "
            + "once; write it to a file, and read that")
      }
      self = .traces(found.logs.map { TraceFile(path: path, $0, lines: lines) })
    }
  }

  private static func decode(
    _ lines: LineBuffer, _ path: String, _ shapes: ObservationShapes
  ) throws(TraceError) -> RecordedObservations {
    guard let bytes = try lines.remainder(limit: Observations.maximumFileSize) else {
      throw TraceError(
        path,
        "is larger than \(Observations.maximumFileSize.asSize), which is the most that is read of an "
          + "observation file; merge fewer runs into one",
        isMistake: true)
    }
    do {
      return try RecordedObservations(decoding: bytes, of: path, sharing: shapes)
    } catch {
      throw TraceError("\(path):\(error.position)", error.message, isMistake: true)
    }
  }
}
