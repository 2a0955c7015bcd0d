import Filters
import Findings
import Profiles
import Seccomp
import Syscalls
import TestSupport
import Testing
import Verification

/// Profiles that are looser than Docker's default, each shown by a call.
@Suite struct ComparisonTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let testDescription: String
    var without: Set<String> = []
    var adding: [Rule] = []
    var architectures: [Architecture] = []
    /// Of the first finding, and what it shows first.
    let call: String?
    var architecture = Architecture.x86_64
    /// Among the calls shown.
    let arguments: [[UInt64]]
    var refusal = Verdict.errno(1)
  }

  @Test(arguments: [
    Row(
      testDescription: "bare socket lets AF_ALG and AF_VSOCK run", without: ["socket"],
      adding: [.allow("socket")], call: "socket",
      arguments: [[38, 0, 0, 0, 0, 0], [40, 0, 0, 0, 0, 0]]),
    Row(
      testDescription: "socket with AF_VSOCK", adding: [.allow("socket", Condition(0, .equal, 40))],
      call: "socket", arguments: [[40, 0, 0, 0, 0, 0]]),
    Row(
      testDescription: "bare clone lets CLONE_NEWUSER run", without: ["clone"],
      adding: [.allow("clone")], call: "clone", arguments: [[0x1000_0000, 0, 0, 0, 0, 0]]),
    Row(
      testDescription: "keyctl", adding: [.allow("keyctl")], call: "keyctl",
      arguments: [[0, 0, 0, 0, 0, 0]]),
    Row(
      testDescription: "clone3 that was ENOSYS", without: ["clone3"], adding: [.allow("clone3")],
      call: "clone3", arguments: [[0, 0, 0, 0, 0, 0]], refusal: .errno(38)),
    Row(
      testDescription: "one bit less in a mask lets CLONE_NEWCGROUP run", without: ["clone"],
      adding: [.allow("clone", Condition(0, masked: 0x7c02_0000, equals: 0))], call: "clone",
      arguments: [[0x0200_0000, 0, 0, 0, 0, 0]]),
    Row(
      testDescription: "a mask of the low half lets garbage in the upper half run",
      without: ["personality"],
      adding: [.allow("personality", Condition(0, masked: 0xffff_ffff, equals: 8))],
      call: "personality", arguments: [[0x1_0000_0008, 0, 0, 0, 0, 0]]),
    Row(
      testDescription: "asking a tracer for keyctl",
      adding: [Rule(names: ["keyctl"], action: .trace(.EPERM))], call: "keyctl",
      arguments: [[0, 0, 0, 0, 0, 0]]),
    Row(
      testDescription: "an architecture that the baseline lacks", architectures: [.riscv64],
      call: "close", architecture: .riscv64, arguments: [[0, 0, 0, 0, 0, 0]],
      refusal: .killThread),
  ])
  func looserProfileIsShownByACall(_ row: Row) throws {
    let profile = Sample.reduced().changed(
      without: row.without, adding: row.adding, architectures: row.architectures)
    let report = try Sample.report(on: profile)
    let finding = try #require(
      report.findings(.looserThanBaseline).first { finding in
        row.call.map { finding.calls.contains($0) } ?? finding.calls.isEmpty
      })
    #expect(!report.passes)
    #expect(finding.architecture == row.architecture)
    #expect(
      finding.witnesses.allSatisfy {
        $0.baseline == row.refusal.description && Self.mayRun($0.verdict)
      })
    let shown = finding.witnesses.map(\.arguments)
    for arguments in row.arguments { #expect(shown.contains(arguments), "\(finding.message)") }
    if row.architectures.isEmpty { #expect(report.findings(.looserThanBaseline).count == 1) }
  }

  /// Docker's default has x32; of what lacks it, a listed x32 is looser by every call.
  @Test(arguments: [Architecture.x32, .x86])
  func addedABIIsLooserThanABaselineWithoutIt(_ architecture: Architecture) throws {
    let narrow = FlatProfile(
      defaultAction: .errno(.EPERM), architectures: [.x86_64], rules: Sample.baseline.rules)
    let baseline = try EnforcedProfile(compiling: narrow, for: Sample.environment)
    let report = Verifier(
      profile: narrow.changed(architectures: [architecture]), environment: Sample.environment
    ).verify(within: baseline)
    let finding = try #require(
      report.findings(.looserThanBaseline).first { $0.calls.contains("read") })
    // All of its calls for one reason.
    #expect(report.findings(.looserThanBaseline).count == 1)
    #expect(finding.architecture == architecture)
    #expect(finding.witnesses.map(\.baseline) == ["kill thread"])
    #expect(finding.witnesses.map(\.description).first?.hasPrefix("\(architecture) ") == true)
  }

  @Test func messageShowsTheSimplestCall() throws {
    let profile = Sample.reduced().changed(without: ["socket"], adding: [.allow("socket")])
    let message = try Sample.report(on: profile).findings(.looserThanBaseline).map(\.message)
    #expect(
      message.first?.hasPrefix(
        "May run although the baseline refuses it: x86_64 socket(AF_ALG): allow, in the baseline "
          + "errno 1. The same holds of x86_64 socket(AF_VSOCK)") == true, "\(message)")
  }

  @Test func messageTellsAllArgumentsInWords() throws {
    let profile = Sample.reduced().changed(without: ["socket"], adding: [.allow("socket")])
    let message = try Sample.report(on: profile).findings(.looserThanBaseline).map(\.message)
    #expect(
      message.first?.contains(" In all: domain = AF_ALG or = AF_VSOCK.") == true, "\(message)")
  }

  /// Docker closed AF_ALG to containers with 29.4.2; older defaults are looser by just that.
  @Test func olderReleasesDefaultIsLooserByWhatWasClosedSince() throws {
    let older = try Baseline.named("docker@28.2").profile.resolved(for: Sample.environment)
    let looser = try Sample.report(on: older).findings(.looserThanBaseline)
    #expect(Set(looser.map(\.calls)) == [["socket"]])
    // x86 and x32 compare low halves, in words of their own.
    #expect(looser.count == 2)
    #expect(looser.contains { $0.architecture == .x86_64 })
    #expect(looser.contains { $0.facts.contains("The like holds on ") })
    #expect(looser.allSatisfy { $0.witnesses.map(\.arguments[0]) == [38] })
  }

  @Test func lettingEverythingRunIsLooser() throws {
    let profile = FlatProfile(defaultAction: .log, architectures: [.x86_64], rules: [])
    let report = try Sample.report(on: profile)
    // 385 calls for one reason, those without a name, −1 among them, included.
    let findings = report.findings(.looserThanBaseline)
    #expect(findings.count == 1)
    #expect(findings.first?.calls.contains("kexec_load") == true)
    #expect(findings.first?.facts.contains("SCMP_ACT_LOG lets") == true)
    #expect(findings.first?.facts.contains("and all without a name") == true)
  }

  /// libseccomp drops rules on calls that it does not know: the default action decides, and is to be mended.
  @Test(.enabled(if: !Libseccomp.knows("statmount"), "this libseccomp knows statmount"))
  func droppedRefusalsAreOpenByDefault() throws {
    let findings = try Sample.report(
      on: try profile(
        """
        {"defaultAction": "SCMP_ACT_ALLOW", "syscalls": [
          {"names": ["statmount"], "action": "SCMP_ACT_ERRNO"}]}
        """)
    ).findings(.looserThanBaseline)
    #expect(findings.map(\.location?.withinFile) == ["/defaultAction (1:19)"])
    #expect(findings.first?.calls.contains("statmount") == true)
    #expect(
      findings.first?.facts.hasSuffix(
        "does not know statmount there, and drops what the rules say of it.") == true)
  }

  @Test func findingStandsAtWhatItIsAbout() throws {
    let findings = try Sample.report(
      on: try profile(
        """
        {"defaultAction": "SCMP_ACT_ERRNO", "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_RISCV64"],
         "syscalls": [{"names": ["read", "kexec_load"], "action": "SCMP_ACT_ALLOW"}]}
        """)
    ).findings
    #expect(
      findings.filter { $0.kind == .looserThanBaseline }.map(\.location?.withinFile)
        == ["/architectures/1 (1:75)", "/syscalls/0/names/1 (2:34)"])
    #expect(
      findings.contains {
        $0.kind == .errnoChanged && $0.location?.withinFile == "/defaultAction (1:19)"
      })
  }

  private func profile(_ text: String) throws -> FlatProfile {
    var warnings: [Finding] = []
    return try Profile(decoding: Array(text.utf8), file: "p.json", warnings: &warnings)
      .resolved(for: Sample.environment)
  }

  @Test func tighterAndReorderedRulesAreWithin() throws {
    let profile = Sample.reduced().changed(
      without: ["clone", "socket"],
      adding: [
        .allow("clone", Condition(0, .equal, 0x11)), .allow("socket", Condition(0, .equal, 1)),
        .allow("socket", Condition(0, .equal, 2), Condition(1, .equal, 1)),
      ])
    #expect(try Sample.report(on: profile).findings(.looserThanBaseline) == [])
  }

  /// Random rules over small values, against every small value: whenever the profile is looser
  /// there, a call is found.
  @Test func randomLooserRulesAreAlwaysFound() throws {
    var random = Seeded(11)
    func rules() -> [Rule] {
      (0..<Int.random(in: 1...3, using: &random)).map { _ in
        let indices = [0, 1].shuffled(using: &random).prefix(Int.random(in: 1...2, using: &random))
        let conditions = indices.map { index in
          let value = UInt64.random(in: 0..<8, using: &random)
          return Bool.random(using: &random)
            ? Condition(index, .equal, value)
            : Condition(index, masked: UInt64.random(in: 1..<8, using: &random), equals: value)
        }
        return Rule(names: ["ioctl"], action: .allow, conditions: conditions)
      }
    }
    func profile(_ rules: [Rule]) -> FlatProfile {
      FlatProfile(
        defaultAction: .errno(.EPERM), architectures: [.x86_64],
        rules: [.allow("read")] + rules)
    }
    var looser = 0
    for _ in 0..<100 {
      let allowed = rules()
      let other = profile(allowed)
      let own = profile(Bool.random(using: &random) ? rules() : Array(allowed.dropFirst()))
      let baseline = try EnforcedProfile(compiling: other, for: Sample.environment)
      let subject = try EnforcedProfile(compiling: own, for: Sample.environment)
      let isLooser = (0..<UInt64(256)).contains { arguments in
        let call = Invocation(
          number: 16, on: .x86_64, arguments: [arguments & 15, arguments >> 4])
        return subject.filter.simulate(call).verdict == .allow
          && baseline.filter.simulate(call).verdict != .allow
      }
      let report = Verifier(profile: own, environment: Sample.environment)
        .verify(subject, within: baseline)
      #expect(report.findings(.looserThanBaseline).isEmpty == !isLooser, "\(own) \(other)")
      looser += isLooser ? 1 : 0
    }
    #expect((20..<80).contains(looser))
  }

  // MARK: Refusals

  @Test func probeThatIsNoLongerMissingIsAnError() throws {
    // faccessat2, 439, lifts runc's bar above clone3, 435.
    let report = try Sample.report(on: Sample.reduced().changed(without: ["clone3"]))
    let finding = try #require(report.findings(.errnoChanged).first)
    #expect(finding.calls == ["clone3"])
    #expect(finding.message.contains("EPERM (errno 1) instead of ENOSYS"))
    #expect(!report.passes)
  }

  @Test func probeThatKillsIsAnError() throws {
    let report = try Sample.report(
      on: Sample.reduced().changed(
        without: ["clone3"], adding: [Rule(names: ["clone3"], action: .killProcess)]))
    #expect(report.findings(.errnoChanged).map(\.calls) == [["clone3"]])
  }

  @Test func probesMissedForOneCauseAreOneFinding() throws {
    let known = Set(Sample.baseline.rules.flatMap(\.names)).subtracting(["read"])
    let findings = try Sample.report(on: Sample.reduced().changed(without: known))
      .findings(.errnoChanged)
    #expect(findings.count == 1, "\(findings)")
    // Which others there are depends on libseccomp: runc answers ENOSYS above the newest call that it knows.
    let calls = findings.flatMap(\.calls)
    #expect(calls.contains("clone3") && calls.count > 1)
    #expect(findings.first?.message.contains("callers go on without them") == true)
  }

  @Test func probeThatTheBaselineAllowsIsMissedWithENOSYSAlone() throws {
    let profile = Sample.reduced(Sample.observations(Sample.Seen("read")))
    #expect(try Sample.report(on: profile).findings(.errnoChanged, .warning) == [])
    let report = try Sample.report(on: profile.changed(without: ["copy_file_range", "getrandom"]))
    let finding = try #require(report.findings(.errnoChanged, .warning).first)
    #expect(finding.calls == ["copy_file_range", "getrandom"])
    #expect(finding.message.hasPrefix("Refused as EPERM (errno 1), while callers go on"))
    #expect(report.passes)
    // What was seen is said to be needed instead.
    let replayed = try Sample.report(
      on: profile.changed(without: ["getrandom"]),
      observations: Sample.observations(Sample.Seen("getrandom")))
    #expect(replayed.findings(.errnoChanged, .warning) == [])
    #expect(replayed.findings(.needsMore).contains { $0.calls == ["getrandom"] })
  }

  @Test func otherRefusalsThatChangeAreAWarning() throws {
    let report = try Sample.report(
      on: Sample.reduced().changed(adding: [Rule(names: ["keyctl", "mount"], action: .killThread)]))
    #expect(report.passes)
    #expect(report.findings(.errnoChanged, .warning).map(\.calls) == [["keyctl", "mount"]])
  }

  @Test func lowerBarOfRuncTurnsEPERMIntoENOSYSAndIsAWarning() throws {
    let runc = Environment(
      architecture: .x86_64, kernel: KernelVersion(6, 18), runtime: .runc)
    let newer = Set(Sample.baseline.rules.flatMap(\.names)).filter {
      (Syscall($0)?.number(on: .x86_64) ?? 0) >= 400
    }
    let report = try Sample.report(
      on: Sample.reduced().changed(without: newer), environment: runc)
    #expect(report.findings(.errnoChanged) == [])
    let changed = report.findings(.errnoChanged, .warning)
    #expect(changed.contains { $0.calls.contains("move_mount") }, "\(changed)")
  }

  /// Before 1.1.15, runc answered so for listed architectures alone: what is newer than the profile gets EPERM.
  @Test(arguments: [
    (Environment.Runtime.any, true), (.runc, true), (.crun, false),
  ])
  func olderRuncHasNoBarForAnArchitectureThatIsNotListed(
    runtime: Environment.Runtime, isTold: Bool
  ) throws {
    let environment = Environment(
      architecture: .x86_64, kernel: KernelVersion(6, 18), runtime: runtime)
    let profile = FlatProfile(
      defaultAction: .errno(.EPERM), architectures: [], rules: Sample.reduced().rules)
    let told = try Sample.report(on: profile, environment: environment).findings(.errnoChanged)
      .filter { $0.facts.hasSuffix(", under runc before 1.1.15.") }
    #expect(told.count == (isTold ? 1 : 0))
    #expect(
      told.allSatisfy {
        $0.help?.hasPrefix("List SCMP_ARCH_X86_64 in architectures: runc before 1.1.15") == true
      })
  }

  /// Whether a verdict, as witnesses tell it, is milder than an error number.
  private static func mayRun(_ verdict: String) -> Bool {
    ["allow", "log", "trace", "notify"].contains(verdict.prefix { $0 != " " })
  }
}
