import Filters
import Syscalls
import Testing

@Suite struct StackedFilterTests {
  struct Row: Sendable {
    let native: Architecture
    let listed: [Architecture]
  }

  /// The program that is loaded, and the model of it.
  @Test(arguments: [
    Row(native: .x86_64, listed: [.x86_64, .x86, .x32]),
    Row(native: .x86_64, listed: [.x32, .x86]),
    Row(native: .x86_64, listed: [.x86_64]), Row(native: .s390x, listed: [.s390x, .s390]),
    Row(native: .aarch64, listed: [.arm]), Row(native: .riscv64, listed: []),
  ])
  func stubsProgramAnswersAsTheStub(_ row: Row) throws {
    let filter = try Filter([.load(0), .ifEqual(7, 0, 1), .answer(.trap(3)), .answer(.errno(1))])
    let bars: [Architecture: UInt32] = [
      .x86_64: 456, .x86: 460, .x32: 547 | Architecture.x32Bit, .s390x: 450, .s390: 449,
      .aarch64: 439, .arm: 436, .riscv64: 440,
    ]
    for runtime in RuntimeStub.Runtime.allCases {
      let stub = RuntimeStub(
        runtime, fallback: .errno(1), listed: row.listed, native: row.native
      ) { bars[$0] }
      let stacked = try Filter(filter, behind: stub)
      let tokens = Set(Architecture.allCases.map(\.auditToken) + [0, .max])
      let edges = bars.values.flatMap { [$0 - 1, $0, $0 + 1] }
      let numbers = edges + edges.map { $0 ^ Architecture.x32Bit } + [0, 7, 0x8000_0000, .max]
      for token in tokens {
        for number in numbers {
          let call = Invocation(architectureToken: token, number: number)
          #expect(
            stacked.simulate(call).verdict
              == stub.verdict(for: call) ?? filter.simulate(call).verdict, "\(runtime) \(call)")
        }
      }
    }
  }

  @Test func answersAreReplacedWhereTheyStand() throws {
    let filter = try Filter([.load(0), .ifEqual(7, 0, 1), .answer(.allow), .answer(.errno(5))])
    #expect(filter.verdicts == [.allow, .errno(5)])
    let asking = try #require(filter.replacingAnswers { $0 == .allow ? .allow : .notify })
    #expect(asking.simulate(Invocation(number: 7, on: .x86_64)).verdict == .allow)
    #expect(asking.simulate(Invocation(number: 8, on: .x86_64)).verdict == .notify)
  }

  @Test func computedAnswersAreNotReplaced() throws {
    let filter = try Filter([.load(0), .answerAccumulator])
    #expect(filter.verdicts == nil)
    #expect(filter.replacingAnswers { $0 } == nil)
  }
}
