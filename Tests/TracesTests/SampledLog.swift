import Logs
import Observations
import Syscalls
import TestSupport
import Testing
import Traces

/// The beginning of a log that is checked in, and what is read of lines of it.
enum SampledLog {
  private static let root = #filePath.replacing("Tests/TracesTests/SampledLog.swift", with: "")

  /// The first block of a log, uncompressed; its last line may be cut.
  ///
  /// - Parameter path: from the root of the project.
  static func bytes(of path: String) -> [UInt8] {
    let block = LineBlock(size: LineBuffer.blockSize)
    let count = try! LineBuffer(path: root + path, options: TraceOptions()).sample(into: block)
    return Array(block.bytes[..<count])
  }

  /// Its lines, without empty ones.
  static func lines(of path: String) -> [String] {
    String(decoding: bytes(of: path), as: UTF8.self).split(separator: "\n").map(String.init)
  }

  /// Lets `check` look at the run of lines as they are read in blocks of several sizes, by one thread and more.
  static func read(
    _ lines: [String], as format: TraceFormat, _ check: (Run, Cutting) throws -> Void
  ) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(Array((lines.joined(separator: "\n") + "\n").utf8), to: "log")
    for (blockSize, threads) in [(2, 1), (61, 1), (1000, 3), (4099, 1), (1 << 18, 2)] {
      let cutting = Cutting(blockSize: blockSize, threads: threads)
      var options = TraceOptions()
      options.format = format
      options.assumedArchitecture = .x86_64
      options.blockSize = cutting.blockSize
      options.threads = cutting.threads
      let run = try #require(TraceSet(reading: [path], options: options).observations.runs.first)
      try check(run, cutting)
    }
  }
}
