import Filters
import Syscalls
import Testing

@Suite struct InvocationTests {
  struct Row: Sendable { let architecture: Architecture, offset: UInt32, word: UInt32 }

  @Test(arguments: [
    Row(architecture: .x86_64, offset: 0, word: 9),
    Row(architecture: .x86_64, offset: 4, word: 0xc000_003e),
    Row(architecture: .x86_64, offset: 24, word: 0x5566_7788),
    Row(architecture: .x86_64, offset: 28, word: 0x1122_3344),
    Row(architecture: .s390x, offset: 24, word: 0x1122_3344),
    Row(architecture: .s390x, offset: 28, word: 0x5566_7788),
    Row(architecture: .x32, offset: 0, word: 0x4000_0009),
  ])
  func wordsStandWhereTheArchitecturePutsThem(_ row: Row) throws {
    let call = Invocation(number: 9, on: row.architecture, arguments: [0, 0x1122_3344_5566_7788])
    let filter = try Filter([
      .load(row.offset), .ifEqual(row.word, 0, 1), .answer(.allow), .answer(.killThread),
    ])
    #expect(filter.simulate(call).verdict == .allow)
  }

  @Test func architectureIsKnownByTokenAndBit() throws {
    let getpid = try #require(Syscall("getpid"))
    #expect(Invocation(getpid, on: .x32)?.architecture == .x32)
    #expect(Invocation(getpid, on: .x86_64)?.architecture == .x86_64)
    #expect(Invocation(architectureToken: 0, number: 1).architecture == nil)
  }
}
