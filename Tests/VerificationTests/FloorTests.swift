import Findings
import Profiles
import Syscalls
import Testing
import Verification

@Suite struct FloorTests {
  struct Row: Sendable {
    let missing: String
    var runtime = Environment.Runtime.any
    var noNewPrivileges = Environment.NoNewPrivileges.both
    let severity: Finding.Severity?
  }

  @Test(arguments: [
    Row(missing: "execve", severity: .error),
    Row(missing: "execve", runtime: .crun, noNewPrivileges: .on, severity: .error),
    Row(missing: "capset", severity: .error),
    Row(missing: "capset", noNewPrivileges: .on, severity: nil),
    Row(missing: "openat2", runtime: .runc, severity: .error),
    Row(missing: "pselect6", runtime: .runc, severity: nil),
    Row(missing: "pselect6", runtime: .crun, severity: .error),
    Row(missing: "rt_sigreturn", runtime: .runc, noNewPrivileges: .on, severity: .error),
    // Seen at some starts, never needed.
    Row(missing: "tgkill", severity: .warning),
  ])
  func callThatTheRuntimeMakesIsMissed(_ row: Row) throws {
    let environment = Environment(
      architecture: .x86_64, kernel: KernelVersion(6, 18), noNewPrivileges: row.noNewPrivileges,
      runtime: row.runtime)
    let profile = Sample.reduced(environment: environment).changed(without: [row.missing])
    let findings = try Sample.report(on: profile, environment: environment).findings
      .filter { $0.kind == .needsMore }
    #expect(findings.map(\.severity) == (row.severity.map { [$0] } ?? []))
    #expect(findings.allSatisfy { $0.calls == [row.missing] })
  }

  @Test func baselineUnderWhichNoContainerStartsIsAnError() throws {
    func report(without names: Set<String>) throws -> VerificationResult {
      let baseline = Sample.baseline.changed(without: names)
      return Verifier(profile: baseline, environment: Sample.environment)
        .verify(within: try EnforcedProfile(compiling: baseline, for: Sample.environment))
    }
    #expect(try report(without: ["execve"]).findings(.outsideBaseline).map(\.calls) == [["execve"]])
    // runc 1.1 and crun start without it.
    #expect(try report(without: ["openat2"]).findings(.outsideBaseline) == [])
  }

  @Test func floorCallNarrowedToTheProgramsArgumentsIsAWarning() throws {
    let profile = Sample.reduced().changed(
      without: ["prctl"], adding: [.allow("prctl", Condition(0, .equal, 15))])
    let findings = try Sample.report(on: profile).findings
    #expect(findings.map(\.kind) == [.needsMore])
    #expect(findings.map(\.severity) == [.warning])
    #expect(findings.first?.message.contains("PR_CAPBSET_READ") == true)
    #expect(findings.first?.message.contains("PR_SET_NAME") == false)
  }

  /// The runtimes' own values are among the ordinary ones.
  @Test(arguments: ["futex", "ioctl", "mmap", "mprotect"])
  func listsHoldWhatTheRuntimeCalls(name: String) throws {
    let list = try #require(ArgumentList.list(for: name, at: .strict))
    let (index, values) = try #require(RuntimeCalls.argumentValues(of: name))
    #expect(list.arguments.map(\.index) == [index])
    #expect(!values.isEmpty)
    for value in values { #expect(list.isOrdinary([value & list.arguments[0].mask]), "\(value)") }
  }
}
