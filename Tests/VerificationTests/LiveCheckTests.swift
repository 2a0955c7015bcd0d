import Profiles
import Syscalls
import Testing
import Verification

enum LiveChecks {
  static let environment = Environment(
    architecture: .native, kernel: KernelVersion(6, 18))

  static let arePossible: Bool = {
    let profile = FlatProfile(defaultAction: .errno(.EPERM), architectures: [], rules: [])
    let subject = try? EnforcedProfile(compiling: profile, for: environment)
    return (try? subject.map { try LiveCheck(of: $0) }) != nil
  }()
}

@Suite(.enabled(if: LiveChecks.arePossible, "this kernel, or a sandbox, refuses filters"))
struct LiveCheckTests {
  @Test func kernelConfirmsEveryDockerDefault() throws {
    for baseline in Baseline.all {
      let subject = try EnforcedProfile(
        compiling: baseline.profile.resolved(for: LiveChecks.environment),
        for: LiveChecks.environment)
      let live = try LiveCheck(of: subject)
      let report = Verifier(profile: subject.profile, environment: LiveChecks.environment)
        .verify(subject, within: subject, live: live)
      #expect(report.passes, "\(baseline.name)")
      #expect(report.summary.confirmedLive == live.confirmed)
      // Two programs: with a stub and without.
      #expect(live.confirmed > 600, "\(baseline.name)")
    }
  }
}
