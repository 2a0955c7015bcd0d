import Findings
import Minimization
import Profiles
import Syscalls
import Testing
import Verification

/// Conditions that the kernel passes over, since it reads less of a register than they compare.
@Suite struct LoopholeTests {
  private func loopholes(
    _ profile: FlatProfile, on architecture: Architecture = .x86_64
  ) throws -> [Finding] {
    let environment = Environment(architecture: architecture, kernel: KernelVersion(6, 18))
    return Verifier(profile: profile, environment: environment)
      .verify(within: try Sample.enforcedBaseline(environment)).findings
      .filter { $0.kind == .conditionDoesNotBind }
  }

  private func profile(_ rules: Rule..., architectures: [Architecture] = [.x86_64]) -> FlatProfile {
    FlatProfile(defaultAction: .errno(.EPERM), architectures: architectures, rules: rules)
  }

  private static let wide: [Architecture] = [.x86_64, .aarch64, .riscv64, .ppc64le, .s390x]

  @Test(arguments: wide) func everyDockerDefaultThatRefusesAFamilyHasOne(
    _ architecture: Architecture
  ) throws {
    let environment = Environment(architecture: architecture, kernel: KernelVersion(6, 18))
    for baseline in Baseline.all {
      let found = try loopholes(
        baseline.profile.resolved(for: environment), on: architecture)
      let witnesses = found.flatMap(\.witnesses).map(\.call)
      let vsock = "\(architecture) socket(0x100000028: the kernel takes AF_VSOCK, ...)"
      let alg = "\(architecture) socket(0x100000026: the kernel takes AF_ALG, ...)"
      let expected =
        switch baseline.name {
        case "docker@20.10.18": [String]()
        case "docker@29.4.2", "docker@29.4.3", "containerd": [alg, vsock]
        default: [vsock]
        }
      #expect(witnesses == expected, "\(baseline.name)")
      #expect(found.allSatisfy { $0.severity == .warning && $0.calls == ["socket"] })
    }
  }

  @Test(arguments: wide) func noGeneratedProfileHasOne(_ architecture: Architecture) throws {
    let environment = Environment(architecture: architecture, kernel: KernelVersion(6, 18))
    let companions: [Architecture] = architecture == .x86_64 ? [.x86, .x32] : []
    let observations = Sample.observations(
      ([architecture] + companions).flatMap { architecture in
        ["socket", "clone", "personality", "read"].map { .init($0, on: architecture) }
      })
    for baseline in Baseline.all {
      let resolved = baseline.profile.resolved(for: environment)
      let reduction = Minimizer(baseline: resolved, environment: environment).reduce(observations)
      #expect(reduction.unbound == [])
      let report = Verifier(
        profile: reduction.profile, environment: environment, observations: observations
      ).verify(within: try EnforcedProfile(compiling: resolved, for: environment))
      // Podman's refuses AF_VSOCK with another errno than the rest, which conditions cannot say safely.
      let findings = report.findings.filter {
        baseline.name != "podman" || $0.kind != .errnoChanged
      }
      #expect(findings == [], "\(baseline.name)")
    }
  }

  @Test func withStrictTheyAreErrors() throws {
    let report = try Sample.report(on: Sample.baseline)
    #expect(report.findings(.conditionDoesNotBind, .warning).count == 1)
    let strict = try Sample.report(
      on: Sample.baseline, circumstances: Circumstances(isStrict: true))
    let findings = strict.findings(.conditionDoesNotBind)
    #expect(findings.count == 1)
    #expect(findings.first?.witnesses.count == 2)
    #expect(!strict.passes)
  }

  @Test func baselinesAreToldOfByThemselves() throws {
    let report = try Sample.report(on: Sample.reduced())
    #expect(report.findings(.conditionDoesNotBind, .warning) == [])
    #expect(report.baselineFindings.map(\.kind) == [.conditionDoesNotBind])
  }

  struct Row: CustomTestStringConvertible {
    let rule: Rule
    var architectures: [Architecture] = [.x86_64]
    /// The first witness, if there is one.
    let witness: String?

    var testDescription: String { "\(rule.names[0]) \(rule.conditions) \(architectures)" }
  }

  @Test(arguments: [
    // Of an int 32 bits count, of a mode 16.
    Row(
      rule: .allow("ioctl", Condition(1, .notEqual, 0x5412)),
      witness: "x86_64 ioctl(0x0, 0x100005412: the kernel takes TIOCSTI, ...)"),
    Row(
      rule: .allow("fchmod", Condition(1, .notEqual, 0o4755)),
      witness: "x86_64 fchmod(0x0, 0x109ed: the kernel takes 0x9ed)"),
    Row(
      rule: .allow("socket", Condition(0, .greater, 40)),
      witness: "x86_64 socket(0x100000000: the kernel takes AF_UNSPEC, ...)"),
    Row(
      rule: .allow("socket", Condition(0, masked: 0xff_ffff_ffff, equals: 0x1_0000_0002)),
      witness: "x86_64 socket(0x100000002: the kernel takes AF_INET, ...)"),
    // What refuses more registers than it needs to binds all the same.
    Row(rule: .allow("socket", Condition(0, .equal, 2)), witness: nil),
    Row(rule: .allow("socket", Condition(0, .less, 38)), witness: nil),
    Row(rule: .allow("socket", Condition(0, masked: 0xffff_ffff, equals: 2)), witness: nil),
    Row(rule: .allow("ioctl", Condition(1, .equal, 0xffff_ffff_8004_5430)), witness: nil),
    // Whole registers.
    Row(rule: .allow("mprotect", Condition(2, .notEqual, 7)), witness: nil),
    Row(rule: .allow("ptrace", Condition(0, .notEqual, 16)), witness: nil),
    // Flags of clone are cut by its body, wherever they stand.
    Row(rule: .allow("clone", Condition(0, masked: 0x7e02_0000, equals: 0)), witness: nil),
    Row(
      rule: .allow("clone", Condition(0, .notEqual, 0x1000_0011)),
      witness: "x86_64 clone(0x110000011: the kernel takes CLONE_NEWUSER|SIGCHLD, ...)"),
    Row(
      rule: .allow("clone", Condition(1, masked: 0x7e02_0000, equals: 0)), architectures: [.s390x],
      witness: nil),
    Row(
      rule: .allow("clone", Condition(1, .notEqual, 0x1000_0011)), architectures: [.s390x],
      witness: "s390x clone(0x0, 0x110000011: the kernel takes 0x10000011, ...)"),
    // libseccomp compares low halves, and cuts the constant.
    Row(
      rule: .allow("ioctl", Condition(1, .notEqual, 0x5412)), architectures: [.x86], witness: nil),
    Row(
      rule: .allow("ioctl", Condition(1, .notEqual, 0x5412)), architectures: [.arm], witness: nil),
  ])
  func conditionsBindWhereTheyCompareWhatTheKernelReads(_ row: Row) throws {
    let found = try loopholes(
      profile(row.rule, architectures: row.architectures), on: row.architectures[0])
    #expect(found.first?.witnesses.first?.call == row.witness)
  }

  @Test func x32SeesLowHalvesAndIsBound() throws {
    let found = try loopholes(
      profile(
        .allow("socket", Condition(0, .notEqual, 40)), architectures: [.x86_64, .x32, .x86]))
    #expect(found.map(\.architecture) == [.x86_64])
  }
}
