import Foundation
import Programs
import TestSupport
import Testing

@Suite struct DamagedELFTests {
  /// Files of every kind that is read.
  private static let samples: [[UInt8]] = [
    MadeELF.library.bytes, MadeELF.loader.bytes,
    MadeELF.program(["open", "dlsym", "syscall"]).bytes,
    MadeELF(isProgram: true, exports: [("main", { _ in MadeELF.call(39) })]).bytes,
  ]

  @Test func everyCutOfAFileIsReadOrRefused() {
    for sample in Self.samples {
      for length in 0..<sample.count {
        // A prefix has fewer segments than its header says.
        #expect(throws: ProgramError.self) {
          _ = try ProgramFacts(reading: Array(sample.prefix(length)))
        }
      }
    }
  }

  @Test(arguments: 1...12) func damageIsReadOrRefused(_ seed: UInt64) throws {
    var random = Seeded(seed)
    var read = 0
    for sample in Self.samples {
      for _ in 0..<250 {
        var bytes = sample
        for _ in 0..<Int.random(in: 1...6, using: &random) {
          let position = Int.random(in: 4..<bytes.count, using: &random)
          bytes[position] =
            [0, 0xff, 0x7f, 0x80, UInt8.random(in: 0...255, using: &random)]
            .randomElement(using: &random) ?? 0
        }
        if Bool.random(using: &random) {
          bytes.removeLast(Int.random(in: 0..<bytes.count / 4, using: &random))
        }
        if let facts = try? ProgramFacts(reading: bytes) {
          read += 1
          #expect(facts.sites.allSatisfy { $0.number <= 1023 })
        }
      }
    }
    #expect(read > 0)
  }

  /// The tables of a real file are larger and refer to one another more.
  @Test(
    .enabled(if: FileManager.default.fileExists(atPath: Machine.loader), "needs a dynamic loader"),
    arguments: 1...2)
  func damageOfARealFileIsReadOrRefused(_ seed: UInt64) throws {
    let sample = try Machine.bytes(of: Machine.loader)
    var random = Seeded(seed)
    var read = 0
    for _ in 0..<20 {
      var bytes = sample
      for _ in 0..<20 {
        // Headers and tables stand in front.
        let position = Int.random(in: 5..<min(bytes.count, 16384), using: &random)
        bytes[position] = UInt8.random(in: 0...255, using: &random)
      }
      if (try? ProgramFacts(reading: bytes)) != nil { read += 1 }
    }
    #expect(read < 20)
  }

  /// The header's class and order of bytes; a machine's number means another one in the other order.
  @Test(
    arguments: [
      (4, 9, "is malformed: its header says neither 32 nor 64 bits, or no order of bytes"),
      (5, 0, "is malformed: its header says neither 32 nor 64 bits, or no order of bytes"),
      (4, 1, "holds code for x32; code of x86-64, i386 and aarch64 is read"),
      (18, 243, "holds code for riscv; code of x86-64, i386 and aarch64 is read"),
      (16, 4, "is an object file or a core dump, and no program or library"),
    ] as [(Int, UInt8, String)])
  func headersOfOthersAreNamed(_ offset: Int, _ byte: UInt8, _ words: String) {
    var bytes = MadeELF.library.bytes
    bytes[offset] = byte
    do {
      _ = try ProgramFacts(reading: bytes)
      Issue.record("it was read")
    } catch {
      #expect(error.description == words)
    }
  }

  @Test(arguments: [[0x0f, 0x05], [0xcd, 0x80]] as [[UInt8]])
  func aFileFullOfSystemCallsIsReadInTime(_ site: [UInt8]) throws {
    var program = MadeELF(isProgram: true)
    program.exports = [
      ("main", { _ in Array(repeating: site, count: 1 << 15).flatMap { $0 } })
    ]
    let facts = try ProgramFacts(reading: program.bytes)
    #expect(facts.sites == [])
    #expect(facts.unresolved > 0)
  }
}
