import Syscalls
import Testing

/// In which kernels known weaknesses are fixed, by what their announcements say.
@Suite struct KernelFixesTests {
  @Test(
    arguments: [
      // "Dirty Pipe": since 5.8, fixed in 5.16.11, 5.15.25 and 5.10.102 (Max Kellermann's announcement).
      ("CVE-2022-0847", "5.10.101", "5.10.102"), ("CVE-2022-0847", "5.10.102", nil),
      ("CVE-2022-0847", "5.15.24-custom", "5.15.25"), ("CVE-2022-0847", "5.7.3", nil),
      ("CVE-2022-0847", "5.12.1", "5.17"), ("CVE-2022-0847", "6.1.1", nil),
      // "Dirty COW": fixed in 4.8.3, 4.7.9 and 4.4.26.
      ("CVE-2016-5195", "4.4.25", "4.4.26"), ("CVE-2016-5195", "4.8.3", nil),
      ("CVE-2016-5195", "3.2", "4.9"),
      ("CVE-1999-0001", "2.6.1", nil),
    ] as [(String, String, String?)])
  func fixIsMissing(_ weakness: String, _ kernel: String, _ fix: String?) throws {
    let release = try #require(KernelRelease(parsing: kernel))
    #expect(KernelFixes.missing(of: weakness, in: release)?.description == fix)
  }

  /// Distributions count for themselves.
  @Test(arguments: [
    ("6.1.76", true), ("6.1.0-18-amd64", false), ("5.15.0-105-generic", false), ("6.1", false),
    ("5.12", true), ("6.6.0", true),
  ])
  func patchLevelIsNeededWhereFixesStillCome(_ kernel: String, _ tells: Bool) throws {
    #expect(KernelFixes.tell(of: try #require(KernelRelease(parsing: kernel))) == tells)
  }

  @Test(arguments: ["", "6", "six", "6.x"]) func otherTextIsNoRelease(_ text: String) {
    #expect(KernelRelease(parsing: text) == nil)
  }

  @Test func everyCallOfTheTablesIsKnown() {
    #expect(
      CapabilityCalls.exercising("CAP_CHOWN")?.contains { $0.call.name == "fchownat" } == true)
    #expect(CapabilityCalls.exercising("CAP_DAC_OVERRIDE") == nil)
    #expect(CapabilityCalls.proofs.map(\.capability).contains("CAP_SYS_CHROOT"))
    #expect(SystemdGroups.calls(of: "@default")?.count == 63)
    #expect(
      SystemdGroups.calls(of: "@system-service")?.isSuperset(of: ["read", "io_setup"]) == true)
    #expect(SystemdGroups.calls(of: "@nothing") == nil)
  }
}
