import Foundation
import Programs
import TestSupport
import Testing

/// Held against binutils' objdump, which knows nothing of this code.
@Suite(.enabled(if: Machine.has("objdump"), "needs objdump, of binutils"))
struct DisassemblerTests {
  /// What objdump prints of one instruction.
  private struct Line {
    let address: UInt64
    let bytes: [UInt8]
    let text: Substring
  }

  /// - Parameter filter: a command that passes on the lines that are wanted.
  private static func lines(
    of file: String, through filter: String, _ options: String = ""
  ) throws -> [Line] {
    let folder = try TemporaryFolder()
    let output = try Machine.output(
      of: "sh", ["-c", "objdump -d -w --insn-width=16 \(options) '\(file)' | \(filter)"],
      in: folder.url)
    return output.split(separator: "\n").compactMap { line in
      let fields = line.split(separator: "\t", maxSplits: 2)
      guard fields.count >= 2, fields[0].hasSuffix(":"),
        let address = UInt64(fields[0].dropLast().drop { $0 == " " }, radix: 16)
      else { return nil }
      let bytes = fields[1].split(separator: " ").compactMap { UInt8($0, radix: 16) }
      return Line(address: address, bytes: bytes, text: fields.count > 2 ? fields[2] : "")
    }
  }

  private static let files =
    Machine.libraries
    + ["docker", "ls"]
    .compactMap(Machine.path)

  @Test(arguments: files) func lengthsAreThoseOfObjdump(_ file: String) throws {
    let bytes = try Machine.bytes(of: file)
    // A part of them, spread over the file: libc.so.6 has 340 000 instructions.
    let lines = try Self.lines(
      of: file, through: "awk 'NR % \(max(1, min(bytes.count / 100_000, 40))) == 0'",
      file.hasSuffix("docker") ? "--start-address=0x401000 --stop-address=0x600000" : "")
    let is64 = bytes[4] == 2
    var differences: [String] = []
    var count = 0
    for line in lines where line.text.first != "(" && !line.text.contains("(bad)") {
      // objdump shows a prefix that means nothing as an instruction of its own, and joins fwait to the next.
      if Self.isPrefixAlone(line.text) || line.bytes.first == 0x9b { continue }
      count += 1
      let length = X86Length.of(line.bytes + [UInt8](repeating: 0x90, count: 15), is64: is64)
      if length != line.bytes.count {
        differences.append("\(line.text) has \(line.bytes.count), not \(length ?? 0)")
      }
    }
    #expect(count > 1000)
    #expect(differences.prefix(5) == [])
  }

  private static func isPrefixAlone(_ text: Substring) -> Bool {
    let words = text.split(separator: " ")
    return words.allSatisfy {
      $0.hasPrefix("rex")
        || ["data16", "addr32", "cs", "ds", "es", "ss", "fs", "gs", "lock", "repz", "repnz", "rep"]
          .contains($0)
    } || words.first == ".byte" || words.last == "fwait"
  }

  @Test(arguments: Machine.libraries) func everySystemCallIsFound(_ file: String) throws {
    let bytes = try Machine.bytes(of: file)
    let sites = try Self.lines(of: file, through: "grep -E 'syscall|int +.0x80|sysenter|gs:0x10'")
      .filter {
        bytes[4] == 2
          ? $0.text.hasPrefix("syscall") || $0.text.hasPrefix("int    $0x80")
          : $0.text.hasPrefix("int    $0x80") || $0.text.hasPrefix("sysenter")
            || $0.text.contains("*%gs:0x10")
      }
    let facts = try ProgramFacts(reading: bytes)
    // A system call of which no number is known is counted, so that none is passed over in silence.
    let found = Set(facts.systemCalls)
    #expect(sites.map(\.address).filter { !found.contains($0) } == [])
    #expect(facts.unresolved <= max(8, sites.count / 10))
  }
}
