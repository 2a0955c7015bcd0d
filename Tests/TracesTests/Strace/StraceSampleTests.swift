import Logs
import Observations
import Syscalls
import SystemPackage
import TestSupport
import Testing
import Traces

/// Recordings of strace 6.1 on Linux 6.18, beside what the kernel's own tracer (`sys_enter`) counted
/// of the same processes in the meantime: threads that call execve, killed processes, hostile names,
/// `int $0x80`, x32 numbers and 32-bit programs.
@Suite struct StraceSampleTests {
  private static let folder = #filePath.replacing(
    "Strace/StraceSampleTests.swift", with: "Samples/strace-")
  private static let services = #filePath.replacing(
    "Tests/TracesTests/Strace/StraceSampleTests.swift", with: "traces/")

  /// Calls by number, as a `.counts` file has them.
  private static func counts(_ path: String) throws -> [Int: Int] {
    let lines = String(decoding: try bytes(of: path), as: UTF8.self).split(separator: "\n")
    return Dictionary(
      uniqueKeysWithValues: lines.map { line in
        let fields = line.split(separator: " ").map { Int($0)! }
        return (fields[0], fields[1])
      })
  }

  private static func number(_ key: ObservationKey) throws -> Int {
    switch key.call {
    case .known(let syscall):
      Int(try #require(syscall.rawNumber(on: key.architecture)))
    case .number(.max): -1
    case .number(let number) where key.architecture == .x32:
      Int(number | Architecture.x32Bit)
    case .number(let number): Int(number)
    case .name(let name): throw UnknownName(name: name)
    }
  }

  private struct UnknownName: Error { let name: String }

  private static func numbers(_ recording: Recording) throws -> [Int: Int] {
    try recording.run.observations.reduce(into: [:]) {
      $0[try number($1.key), default: 0] += $1.count
    }
  }

  @Test(arguments: [
    // `strace -f`, the program's output in between
    ("terminal.log", ["suspect-line 2"]),
    // `strace -f -qq -tt -yy -T`
    ("quiet.log", []),
    // `strace -f -n -Y -y -o FILE`
    ("numbers.log", ["unknown-name 3"]),
    // `strace -f -v -k`
    ("modes.log.gz", ["unknown-name 3"]),
  ])
  func countsAreTheKernels(log: String, ledger: [String]) throws {
    let recording = try Recording(reading: [Self.folder + log])
    let counts = Self.folder + log.prefix { $0 != "." } + ".counts"
    #expect(try Self.numbers(recording) == Self.counts(counts))
    #expect(recording.ledger == ledger)
  }

  private static let recorded = [
    "batch", "go", "java", "nginx", "node", "postgresql", "python", "redis", "swift",
  ]

  /// See `traces/README.md`: clone3 and pkey_alloc are refused by Docker's filter before the kernel
  /// counts them.
  @Test(arguments: recorded, ["run-1", "run-2"])
  func countsOfServicesAreTheKernels(service: String, run: String) throws {
    let recording = try Recording(reading: ["\(Self.services)\(service)/\(run).strace.gz"])
    var numbers = try Self.numbers(recording)
    for refused in [330, 435] { numbers[refused] = nil }
    let counts = try Self.counts("\(Self.services)\(service)/\(run).counts")
    let cut = try recording.run.observations.reduce(into: [:]) {
      $0[try Self.number($1.key), default: 0] += $1.outcomes.unknown
    }
    for (number, count) in numbers {
      // Threads that end with their process may be killed before the call begins.
      #expect((count - cut[number]!...count).contains(counts[number] ?? 0), "call \(number)")
    }
    #expect(Set(counts.keys).isSubset(of: numbers.keys))
    #expect(recording.ledger == [])
  }

  @Test(arguments: ["terminal.log", "quiet.log", "numbers.log", "modes.log.gz"], [2, 3, 17, 1000])
  func blockSizeDoesNotMatter(log: String, blockSize: Int) throws {
    let path = Self.folder + log
    let whole = try Recording(reading: [path], format: "strace")
    let blocks = try Recording(reading: [path], format: "strace", blockSize: blockSize)
    #expect(whole.run == blocks.run)
  }

  /// Whatever befalls a log, reading it ends, and blocks make no difference.
  @Test(arguments: 0..<20) func damagedLogsAreRead(seed: UInt64) throws {
    var generator = Seeded(seed)
    var bytes: [UInt8] = []
    for name in ["terminal", "numbers"] { bytes += try Self.bytes(of: Self.folder + name + ".log") }
    for _ in 0..<Int.random(in: 1...60, using: &generator) {
      let place = Int.random(in: 0..<bytes.count, using: &generator)
      switch Int.random(in: 0..<4, using: &generator) {
      case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
      case 1: bytes[place] = Array("<>()[]{}\",=/*\\\n +-?".utf8).randomElement(using: &generator)!
      case 2: bytes.removeSubrange(place..<min(place + 40, bytes.count))
      default: bytes.insert(contentsOf: bytes[..<min(60, place)], at: place)
      }
    }
    let recording = try Recording(bytes: bytes, format: "strace", blockSize: 4096)
    let other = try Recording(bytes: bytes, format: "strace", blockSize: 7)
    #expect(other.run.id == recording.run.id)
    #expect(other.calls == recording.calls)
    #expect(other.ledger == recording.ledger)
  }

  private static func bytes(of path: String) throws -> [UInt8] {
    let file = try FileDescriptor.open(FilePath(path), .readOnly)
    return try file.closeAfter {
      try unsafe [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, count in
        // SAFETY: `read` writes no more than the buffer's size, and tells how much it wrote.
        count = unsafe try file.read(into: UnsafeMutableRawBufferPointer(buffer))
      }
    }
  }
}
