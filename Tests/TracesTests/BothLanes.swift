import Audit
import Logs
import Observations
import Strace
import Syscalls
import TestSupport
import Testing
import Traces

/// How a log is cut up to be read.
struct Cutting {
  let blockSize: Int
  let threads: Int

  static func random(using generator: inout Seeded) -> Self {
    Self(
      blockSize: [2, 3, 61, 64, 127, 1000, 4099, 1 << 18].randomElement(using: &generator)!,
      threads: [1, 2, 3, 8].randomElement(using: &generator)!)
  }
}

/// One log, read as whittle reads it and as if no line were plain.
struct BothLanes {
  private let folder: TemporaryFolder
  private let paths: [String]
  private let architecture: Architecture
  private let format: TraceFormat
  private let selection: Selection

  init(
    _ bytes: [UInt8], assuming architecture: Architecture = .x86_64,
    _ format: TraceFormat = .strace, selecting selection: Selection = Selection()
  ) throws {
    try self.init(["log": bytes], assuming: architecture, format, selecting: selection)
  }

  init(
    _ files: [String: [UInt8]], assuming architecture: Architecture = .x86_64,
    _ format: TraceFormat = .strace, selecting selection: Selection = Selection()
  ) throws {
    self.format = format
    self.selection = selection
    folder = try TemporaryFolder()
    let folder = folder
    paths = try files.map { try folder.write($0.value, to: $0.key) }
    self.architecture = architecture
  }

  func agree(on cuttings: [Cutting]) {
    let expected = read(as: format.inFull, Cutting(blockSize: 1 << 18, threads: 1))
    for cutting in cuttings {
      let run = read(as: format, cutting)
      #expect(run == expected, "\(cutting), \(differences(run, expected))")
    }
  }

  /// `nil` where a log holds no call.
  private func read(as format: TraceFormat, _ cutting: Cutting) -> Run? {
    var options = TraceOptions()
    options.format = format
    options.assumedArchitecture = architecture
    options.selection = selection
    options.blockSize = cutting.blockSize
    options.threads = cutting.threads
    return try? TraceSet(reading: paths, options: options).observations.runs.first
  }

  private func differences(_ run: Run?, _ full: Run?) -> String {
    guard let run, let full else { return "one of them has no calls" }
    let own = Set(run.observations)
    let others = Set(full.observations)
    return "\(run.processes) and \(full.processes) processes, "
      + "\(own.subtracting(others)) in place of \(others.subtracting(own)), "
      + "\(run.ledger.entries) and \(full.ledger.entries)"
  }
}
