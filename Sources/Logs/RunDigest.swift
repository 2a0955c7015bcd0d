internal import Findings
internal import Observations
internal import Syscalls

/// What identifies a recording: what was read out of it, not where it stood.
///
/// Process numbers, lines and bytes tell two runs of the same test apart; the paths do not enter, so
/// that a log that was moved, or is read a second time, is still the same run.
enum RunDigest {
  static func id(
    totalBytes: Int, lines: Int, processes: Set<UInt32>, observations: [Observation]
  ) -> String {
    var hash = FNV1a()
    hash.add(totalBytes)
    hash.add(lines)
    for process in processes.sorted() { hash.add(Int(process)) }
    for observation in observations {
      hash.add(observation.key.architecture.rawValue)
      hash.add(observation.key.call.description)
      for index in observation.key.arguments.indices {
        hash.add(index)
        hash.add(Int(truncatingIfNeeded: observation.key.arguments[index]!))
      }
      hash.add(observation.count)
      hash.add(observation.first.line)
    }
    let digits = String(hash.value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  private struct FNV1a {
    private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

    mutating func add(_ byte: UInt8) { value = (value ^ UInt64(byte)) &* 0x100_0000_01b3 }

    mutating func add(_ number: Int) {
      for shift in stride(from: 0, to: 64, by: 8) {
        add(UInt8(truncatingIfNeeded: number >> shift))
      }
    }

    mutating func add(_ text: String) {
      for byte in text.utf8 { add(byte) }
      add(0 as UInt8)
    }
  }
}
