import Findings
import Observations
import Profiles
import Syscalls
import Testing
import Verification

@Suite struct GeneratedProfileTests {
  @Test(arguments: Environment.Runtime.allCases, Environment.NoNewPrivileges.allCases)
  func verifiesWithoutAnyFinding(
    _ runtime: Environment.Runtime, _ noNewPrivileges: Environment.NoNewPrivileges
  ) throws {
    let environment = Environment(
      architecture: .x86_64, kernel: KernelVersion(6, 18), noNewPrivileges: noNewPrivileges,
      runtime: runtime)
    let observations = Sample.observations(Sample.service)
    let report = try Sample.report(
      on: Sample.reduced(observations, environment: environment), observations: observations,
      environment: environment)
    #expect(report.findings == [])
    #expect(report.undecided == [])
    #expect(report.passes)
    #expect(report.summary.replay.passed == 9)
    #expect(report.summary.replay.unused == 1)
    #expect(report.summary.comparison.dependentOnArguments > 0)
    #expect(report.summary.allowedCalls.keys.sorted() == [.x86_64])
  }

  @Test func verifiesForAnotherMachine() throws {
    let environment = Environment(architecture: .aarch64, kernel: KernelVersion(6, 18))
    let observations = Sample.observations(
      .init("read", on: .aarch64), .init("clone", [0: 0x11], on: .aarch64),
      .init("socket", [0: 10, 1: 2, 2: 0], on: .aarch64))
    let report = try Sample.report(
      on: Sample.reduced(observations, environment: environment), observations: observations,
      environment: environment)
    #expect(report.findings == [])
    #expect(report.summary.allowedCalls.keys.sorted() == [.aarch64])
  }

  @Test func verifiesForServicesOf32Bits() throws {
    let observations = Sample.observations(
      .init("socket", [0: 2, 1: 1, 2: 0], on: .x86), .init("accept", on: .x86),
      .init("send", on: .x86), .init("semop", on: .x86), .init("read", on: .x86),
      .init("clone", [0: 0x11], on: .x86), .init("read", on: .x32))
    let report = try Sample.report(
      on: Sample.reduced(observations), observations: observations)
    #expect(report.findings == [])
    #expect(report.summary.replay.passed == 7)
  }

  @Test(arguments: [Architecture.x86_64, .aarch64, .riscv64, .ppc64le, .s390x])
  func everyBaselineStaysWithinItself(_ architecture: Architecture) throws {
    let environment = Environment(architecture: architecture, kernel: KernelVersion(6, 18))
    for baseline in architecture == .x86_64 ? Baseline.all : [.newest] {
      let profile = baseline.profile.resolved(for: environment)
      let report = Verifier(profile: profile, environment: environment)
        .verify(within: try EnforcedProfile(compiling: profile, for: environment))
      let findings = report.findings.filter {
        $0.kind != .unknownSyscall && $0.kind != .conditionDoesNotBind
      }
      #expect(findings == [], "\(baseline.name)")
    }
  }
}
