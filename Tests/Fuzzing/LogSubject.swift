import Glibc
import Logs
import Observations
import Syscalls
import TestSupport
import Traces

/// A log of one format.
///
/// - Blocks of any size and any number of threads give the same observations.
/// - The lane for plain lines learns what a reading in full learns.
/// - A sound log that is cut shows no call that the whole one does not.
/// - What was read survives the observation file.
struct LogSubject: FuzzSubject {
  private let format: TraceFormat

  init(format name: String) {
    guard let format = TraceFormat.named(name) else {
      fatalError("WHITTLE_FUZZ_READER is no reader: \(name)")
    }
    self.format = format
  }

  func check(_ input: [UInt8]) {
    let whole = read(input, format)
    for (blockSize, threads) in [(61, 1), (1000, 2), (4099, 1)] {
      let other = read(input, format, blockSize: blockSize, threads: threads)
      require(other?.fileBytes == whole?.fileBytes, "blocks of \(blockSize) bytes differ")
    }
    let full = read(input, format.inFull)
    require(full?.fileBytes == whole?.fileBytes, "the lanes differ")
    guard let whole else { return }
    survivesFile(whole)
    // In a damaged line a cut may leave a whole one, and of a name that the catalog lacks one that it has.
    guard !input.isEmpty, whole.ledger.losses == 0, whole.ledger.entries[.unknownName] == nil
    else { return }
    let position = input.reduce(0) { ($0 &* 31 &+ Int($1)) & 0xffff } % input.count
    if let cut = read(Array(input[..<position]), format) {
      let invented = names(cut).subtracting(names(whole))
      require(invented.isEmpty, "cut after \(position) bytes it shows \(invented)")
    }
  }

  private func names(_ observations: Observations) -> Set<String> {
    Set(
      observations.runs.flatMap { run in
        run.observations.compactMap { $0.key.call.syscall?.name }
      })
  }

  private func survivesFile(_ observations: Observations) {
    let bytes = observations.fileBytes
    let again = try? Observations(decoding: bytes)
    require(again?.fileBytes == bytes, "the observation file is read back otherwise")
    require(
      (try? observations.union(observations))?.fileBytes == bytes,
      "merging with itself changes something")
  }

  private func read(
    _ input: [UInt8], _ format: TraceFormat, blockSize: Int = 1 << 18, threads: Int = 1
  ) -> Observations? {
    let path = MemoryFile.shared.holding(input)
    var options = TraceOptions()
    options.format = format
    options.assumedArchitecture = .x86_64
    options.blockSize = blockSize
    options.threads = threads
    return try? TraceSet(reading: [path], options: options).observations
  }
}

/// A file without a name, in memory.
final class MemoryFile: Sendable {
  static let shared = MemoryFile()

  private let descriptor: Int32

  private init() {
    let name = "/dev/shm/whittle-fuzzing-\(getpid())"
    descriptor = unsafe open(name, O_RDWR | O_CREAT | O_EXCL, 0o600)
    guard descriptor >= 0 else { fatalError("\(name) cannot be made") }
    unsafe unlink(name)
  }

  /// A path to a file with these bytes, until the next call.
  func holding(_ bytes: [UInt8]) -> String {
    ftruncate(descriptor, 0)
    // SAFETY: the bytes outlive the call.
    let written = unsafe bytes.withUnsafeBytes {
      unsafe pwrite(descriptor, $0.baseAddress, $0.count, 0)
    }
    guard written == bytes.count else { fatalError("the input was not written") }
    return "/proc/self/fd/\(descriptor)"
  }
}
