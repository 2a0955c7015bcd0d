import Glibc
import Logs
import Observations
import Syscalls
import SystemPackage
import TestSupport
import Traces

/// What a log was read as, in words that a test can put beside the log.
struct Recording {
  let run: Run

  /// Such as `x86_64 openat 3: 2 returned, 1 E2` or `x86_64 socket[0=1 1=2] 1: 1 returned`.
  var calls: [String] { run.observations.map(Self.words) }

  /// Such as `lost-events 17`.
  var ledger: [String] {
    run.ledger.entries.sorted { $0.key < $1.key }.map { "\($0.key.rawValue) \($0.value.count)" }
  }

  /// Calls by architecture and name, whatever their arguments and outcomes.
  var counts: [String: Int] {
    run.observations.reduce(into: [:]) {
      $0["\($1.key.architecture) \($1.key.call)", default: 0] += $1.count
    }
  }

  /// Reads `text` as a file of its own.
  init(
    _ text: String, format: String? = nil, selection: Selection = .init(),
    assuming architecture: Architecture = .x86_64, blockSize: Int = 1 << 18
  ) throws {
    try self.init(
      bytes: Array(text.utf8), format: format, selection: selection, assuming: architecture,
      blockSize: blockSize)
  }

  init(
    bytes: [UInt8], format: String? = nil, selection: Selection = .init(),
    assuming architecture: Architecture = .x86_64, blockSize: Int = 1 << 18
  ) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(bytes, to: "log")
    try self.init(
      reading: [path], format: format, selection: selection, assuming: architecture,
      blockSize: blockSize)
  }

  init(
    reading paths: [String], format: String? = nil, selection: Selection = .init(),
    assuming architecture: Architecture = .x86_64, blockSize: Int = 1 << 18
  ) throws {
    var options = TraceOptions()
    options.format = format.flatMap(TraceFormat.named)
    options.selection = selection
    options.assumedArchitecture = architecture
    options.blockSize = blockSize
    run = try TraceSet(reading: paths, options: options).observations.runs[0]
  }

  private static func words(_ observation: Observation) -> String {
    let key = observation.key
    let arguments = key.arguments.indices.map {
      "\($0)=0x\(String(key.arguments[$0]!, radix: 16))"
    }
    let outcomes = observation.outcomes
    let ends =
      [("returned", outcomes.returned), ("denied", outcomes.denied), ("unknown", outcomes.unknown)]
      + outcomes.failures.sorted { $0.key < $1.key }.map { ("E\($0.key)", $0.value) }
    return "\(key.architecture) \(key.call)"
      + (arguments.isEmpty ? "" : "[\(arguments.joined(separator: " "))]")
      + " \(observation.count): "
      + ends.filter { $0.1 != 0 }.map { "\($0.1) \($0.0)" }.joined(separator: ", ")
  }
}
