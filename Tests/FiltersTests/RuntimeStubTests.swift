import Filters
import Syscalls
import Testing

@Suite struct RuntimeStubTests {
  struct Row: Sendable {
    let architecture: Architecture
    let number: UInt32
    let isRefused: Bool
  }

  static let docker = RuntimeStub(
    .runc, fallback: .errno(1), listed: [.x86_64, .x86, .x32], native: .x86_64
  ) { [.x86_64: 456, .x86: 456, .x32: 547 | Architecture.x32Bit][$0] }

  @Test(arguments: [
    Row(architecture: .x86_64, number: 456, isRefused: false),
    Row(architecture: .x86_64, number: 457, isRefused: true),
    Row(architecture: .x86, number: 456, isRefused: false),
    Row(architecture: .x86, number: .max, isRefused: true),
    Row(architecture: .x32, number: 547, isRefused: false),
    Row(architecture: .x32, number: 548, isRefused: true),
    // Not listed: the filter kills it.
    Row(architecture: .aarch64, number: 1000, isRefused: false),
  ])
  func barIsTheLargestNumberOfTheArchitecture(_ row: Row) {
    let call = Invocation(number: row.number, on: row.architecture)
    #expect(Self.docker.verdict(for: call) == (row.isRefused ? .errno(38) : nil))
  }

  @Test func minusOneCountsAsX32() {
    let call = Invocation(architectureToken: Architecture.x86_64.auditToken, number: .max)
    #expect(Self.docker.verdict(for: call) == .errno(38))
    let withoutX32 = RuntimeStub(
      .runc, fallback: .errno(1), listed: [.x86_64], native: .x86_64
    ) { _ in 456 }
    #expect(withoutX32.verdict(for: call) == nil)
  }

  @Test(arguments: [Verdict.allow, .log, .trace(1)])
  func defaultThatRunsCallsHasNoStub(_ fallback: Verdict) {
    let stub = RuntimeStub(
      .runc, fallback: fallback, listed: [.x86_64], native: .x86_64
    ) { _ in 1 }
    #expect(stub.bars.isEmpty)
  }

  @Test func runtimesDifferWhereNothingIsListed() {
    let bars = RuntimeStub.Runtime.allCases.map { runtime in
      RuntimeStub(runtime, fallback: .killProcess, listed: [], native: .aarch64) { _ in 7 }.bars
    }
    #expect(bars == [[.aarch64: 7], [:], [:]])
  }

  @Test func largestNumberZeroMeansNoBar() {
    let stub = RuntimeStub(
      .runc, fallback: .errno(1), listed: [.x86_64], native: .x86_64
    ) { _ in 0 }
    #expect(stub.verdict(for: Invocation(number: 1, on: .x86_64)) == nil)
  }

  @Test func zeroIsTheMultiplexerOfS390() {
    let stub = RuntimeStub(
      .runc, fallback: .errno(1), listed: [.s390x], native: .s390x
    ) { _ in 400 }
    #expect(stub.verdict(for: Invocation(number: 0, on: .s390x)) == .errno(38))
    #expect(stub.verdict(for: Invocation(number: 0, on: .s390)) == nil)
  }
}
