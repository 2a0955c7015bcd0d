import Programs
import TestSupport
import Testing

/// What a cache keeps of a file.
@Suite struct FactPackingTests {
  private static let samples: [[UInt8]] =
    [
      MadeELF.loader.bytes, MadeELF.library.bytes, MadeELF.program(["open", "dlsym"]).bytes,
      MadeELF(isProgram: true, exports: [("main", { _ in MadeELF.call(39) })]).bytes,
    ] + Machine.libraries.compactMap { try? Machine.bytes(of: $0) }

  @Test(arguments: samples.indices) func whatIsPackedIsReadBackTheSame(_ index: Int) throws {
    let facts = try ProgramFacts(reading: Self.samples[index])
    let packed = facts.packed
    let read = try #require(ProgramFacts(packed: packed))
    #expect(read.packed == packed)
    #expect(read.sites == facts.sites && read.wanted == facts.wanted)
    #expect(read.needed == facts.needed && read.soname == facts.soname)
    #expect(read.interpreter == facts.interpreter && read.isProgram == facts.isProgram)
    #expect(read.graph?.exports == facts.graph?.exports)
    #expect(read.graph?.roots == facts.graph?.roots)
    for function in 0..<(facts.graph?.functionCount ?? 0) {
      #expect(read.graph?.successors(of: function) == facts.graph?.successors(of: function))
    }
  }

  /// Bytes that nobody has written: refused, or read as something, and never a crash.
  @Test func changedBytesAreRefusedOrRead() throws {
    let packed = try ProgramFacts(reading: MadeELF.library.bytes).packed
    for length in stride(from: 0, to: packed.count, by: 3) {
      #expect(ProgramFacts(packed: Array(packed[..<length])) == nil)
    }
    for offset in packed.indices {
      for value: UInt8 in [0, 1, 0x7f, 0xff] {
        var changed = packed
        changed[offset] = value
        _ = ProgramFacts(packed: changed)?.packed
      }
    }
    #expect(ProgramFacts(packed: packed + [0]) == nil)
  }
}
