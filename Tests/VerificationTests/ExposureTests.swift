import Profiles
import Syscalls
import Testing
import Verification

/// How many known weaknesses a filter stops, by what the kernel can be made to do.
@Suite struct ExposureTests {
  private func stopped(
    _ profile: FlatProfile, capabilities: Set<Capability> = Capability.dockerDefault
  ) throws -> Set<String> {
    let environment = Environment(
      architecture: .x86_64, kernel: KernelVersion(6, 18), capabilities: capabilities)
    let report = try Sample.report(on: profile, environment: environment)
    let exposure = try #require(report.summary.exposure)
    #expect(exposure.known == 239)
    return Set(exposure.stopped)
  }

  /// 149 by the registers that the default refuses; the rest of what keeps AF_ALG and AF_VSOCK out does
  /// not bind. Worked out by two programs besides this one.
  @Test func dockersDefaultStops141() throws {
    #expect(try stopped(Sample.baseline).count == 141)
  }

  @Test func conditionsThatBindStopMore() throws {
    let families: (Condition.Operator) -> [Rule] = { comparison in
      [.allow("socket", Condition(0, comparison, 38)), .allow("read"), .allow("bind")]
    }
    func profile(_ rules: [Rule]) -> FlatProfile {
      FlatProfile(defaultAction: .errno(.EPERM), architectures: [.x86_64], rules: rules)
    }
    let loose = try stopped(profile(families(.notEqual)))
    let bound = try stopped(
      profile([.allow("socket", Condition(0, masked: 0xffff_ffff, equals: 2)), .allow("bind")]))
    let none = try stopped(profile([.allow("read"), .allow("bind")]))
    #expect(loose.isStrictSubset(of: bound))
    #expect(bound.isStrictSubset(of: none))
    // AF_ALG, of which the register says 2^32 + 38.
    #expect(!loose.contains("CVE-2017-17805"))
    #expect(bound.contains("CVE-2017-17805"))
  }

  @Test func capabilitiesThatTheContainerHoldsOpenMore() throws {
    let admin = try stopped(
      Sample.baseline,
      capabilities: Capability.dockerDefault.union([Capability(userName: "NET_ADMIN")]))
    #expect(admin.isStrictSubset(of: try stopped(Sample.baseline)))
  }

  @Test func multiplexersAndRingsOpenWhatTheyStandFor() throws {
    func stopped(_ names: String...) throws -> Set<String> {
      try self.stopped(
        FlatProfile(
          defaultAction: .errno(.EPERM), architectures: [.x86_64, .x86],
          rules: names.map { .allow($0) }))
    }
    #expect(try stopped("read").count == 239)
    #expect(try !stopped("socketcall").contains("CVE-2017-17805"))
    #expect(try stopped("io_uring_setup").contains("CVE-2017-17805"))
    #expect(try !stopped("io_uring_setup", "io_uring_enter").contains("CVE-2017-17805"))
  }
}
