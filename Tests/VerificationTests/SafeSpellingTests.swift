import Filters
import Findings
import Profiles
import Syscalls
import Testing
import Verification

@Suite struct SafeSpellingTests {
  private func profile(
    _ rules: Rule..., architectures: [Architecture] = [.x86_64]
  ) -> FlatProfile {
    FlatProfile(
      defaultAction: .errno(.EPERM), architectures: architectures,
      rules: [.allow("read")] + rules)
  }

  @Test func rangesOfSeveralArgumentsBecomeMasks() throws {
    let unsafe = profile(
      .allow("ioctl", Condition(0, .equal, 3), Condition(1, .less, 4)),
      .allow("ioctl", Condition(0, .equal, 4)))
    #expect(unsafe.unsafeShapes.map(\.name) == ["ioctl"])
    let spelling = try #require(SafeSpelling(of: "ioctl", in: unsafe, native: .x86_64))
    #expect(
      spelling.rules == [
        .allow(
          "ioctl", Condition(0, .equal, 3), Condition(1, masked: .max << 2, equals: 0)),
        .allow("ioctl", Condition(0, .equal, 4)),
      ])
    let report = try Sample.report(on: unsafe)
    #expect(
      report.findings.first { $0.kind == .miscompiled }?.message.contains(
        "The same in a safe form: SCMP_ACT_ALLOW where a0 == 0x3 and a1 & 0xfffffffffffffffc == 0x0"
      ) == true)
  }

  /// Cut to 32 bits, the masks of a range above them say something else than the cut range.
  @Test func whatOtherABIsWouldReadOtherwiseIsNotOffered() {
    func wide(_ architectures: [Architecture]) -> FlatProfile {
      profile(
        .allow("ioctl", Condition(1, .greater, 0xffff_ffff_ffff_fff1)),
        .allow("ioctl", Condition(1, .equal, 3)), architectures: architectures)
    }
    #expect(SafeSpelling(of: "ioctl", in: wide([.x86_64]), native: .x86_64) != nil)
    let other = profile(
      .allow("ioctl", Condition(1, .greater, 0xefff_ffff_ffff_ffff)),
      .allow("ioctl", Condition(0, .equal, 3)), architectures: [.x86_64, .x86])
    #expect(SafeSpelling(of: "ioctl", in: other, native: .x86_64) == nil)
  }

  @Test func whatTakesTooManyMasksIsNotOffered() {
    let rules = profile(
      .allow("ioctl", Condition(0, .notEqual, 16), Condition(1, .notEqual, 3)),
      .allow("ioctl", Condition(0, .notEqual, 2)))
    #expect(SafeSpelling(of: "ioctl", in: rules, native: .x86_64) == nil)
  }
}
