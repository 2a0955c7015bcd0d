internal import JSON
internal import Logs
internal import Observations

/// One file that a user names, or that lies in a folder.
enum Input {
  case trace(TraceFile)
  case observations(Observations)

  /// What an observation file may hold at the most: they are small by their nature.
  private static let observationLimit = 1 << 26

  /// Opens the file at `path` and looks at its beginning.
  ///
  /// - Parameter block: to read it into; what it held is lost.
  init(
    _ path: String, share: Int, _ options: TraceOptions, _ block: LineBlock
  ) throws(TraceError) {
    let lines = try LineBuffer(path: path, options: options)
    let sample = block.bytes[..<(try lines.sample(into: block))]
    if Observations.isObservationFile(beginningWith: sample) {
      self = .observations(
        try Self.decode(try lines.remainder(limit: Self.observationLimit), path))
    } else {
      self = .trace(
        try TraceFile(
          path: path, sample: sample.span, forced: options.format,
          share: share, lines: lines))
    }
  }

  private static func decode(_ bytes: [UInt8], _ path: String) throws(TraceError) -> Observations {
    do {
      return try Observations(decoding: try Node(parsing: bytes))
    } catch let error as JSON.SyntaxError {
      throw TraceError("\(path):\(error.position)", error.message)
    } catch let error as JSONError {
      throw TraceError("\(path):\(error.position)", "\(error.path): \(error.message)")
    } catch {
      preconditionFailure("reading JSON throws two kinds of errors")
    }
  }
}
