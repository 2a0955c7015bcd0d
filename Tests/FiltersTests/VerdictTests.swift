import Filters
import Testing

@Suite struct VerdictTests {
  struct Row: Sendable { let value: UInt32, verdict: Verdict }

  /// `SECCOMP_RET_*` of `linux/seccomp.h`.
  @Test(arguments: [
    Row(value: 0x7fff_0000, verdict: .allow),
    Row(value: 0x7ffc_0000, verdict: .log),
    Row(value: 0x7ff0_1234, verdict: .trace(0x1234)),
    Row(value: 0x7fc0_0000, verdict: .notify),
    Row(value: 0x0005_0026, verdict: .errno(38)),
    Row(value: 0x0003_0007, verdict: .trap(7)),
    Row(value: 0x0000_0000, verdict: .killThread),
    Row(value: 0x8000_0000, verdict: .killProcess),
  ])
  func verdictIsItsReturnValueBothWays(_ row: Row) {
    #expect(Verdict(returned: row.value) == row.verdict)
    #expect(row.verdict.returnValue == row.value)
  }

  @Test func strictnessIsTheKernelsPrecedence() {
    let verdicts: [Verdict] = [
      .allow, .log, .trace(1), .notify, .errno(1), .trap(0), .killThread, .killProcess,
    ]
    let precedence = verdicts.map { Int32(bitPattern: $0.returnValue & 0xffff_0000) }
    #expect(verdicts.map(\.strictness) == Array(0..<8))
    #expect(precedence == precedence.sorted(by: >))
  }

  @Test func kernelCutsErrnoAndKillsOnWhatItDoesNotKnow() {
    #expect(Verdict(returned: 0x0005_ffff) == .errno(4095))
    #expect(Verdict(returned: 0x1234_0000) == .killProcess)
    #expect(Verdict(returned: 0x7fff_0001) == .allow)
  }
}
