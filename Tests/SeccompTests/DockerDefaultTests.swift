import Filters
import Profiles
import Seccomp
import Syscalls
import Testing

@Suite struct DockerDefaultTests {
  private func resolved(
    _ baseline: Baseline = .newest, on architecture: Architecture = .x86_64
  ) -> FlatProfile {
    baseline.profile.resolved(
      for: Environment(architecture: architecture, kernel: KernelVersion(6, 18)))
  }

  /// s390x, of the other byte order than most machines, needs jumps so long that libseccomp turns
  /// ALLOW into a kill there: the answers have to be set right.
  @Test(arguments: [Architecture.x86_64, .aarch64, .riscv64, .ppc64le, .s390x, .mips64])
  func everyGenerationCompiles(_ architecture: Architecture) throws {
    for baseline in Baseline.all {
      let filter = try Compiler(native: architecture)
        .compile(resolved(baseline, on: architecture)).filter
      #expect(filter.verdict("read", on: architecture) == .allow, "\(baseline.name)")
      #expect(filter.verdict("exit_group", on: architecture) == .allow, "\(baseline.name)")
      #expect(filter.verdict("kexec_load", on: architecture) == .errno(1), "\(baseline.name)")
      // Podman's lets namespaces be made.
      let clone3: Verdict = baseline.name == "podman" ? .allow : .errno(38)
      #expect(filter.verdict("clone3", on: architecture) == clone3, "\(baseline.name)")
    }
  }

  @Test(arguments: [Architecture.x86_64, .s390x])
  func everyNameWithoutConditionsIsAnsweredAsItsRuleSays(_ architecture: Architecture) throws {
    let profile = resolved(on: architecture)
    let filter = try Compiler(native: architecture).compile(profile).filter
    for rule in profile.rules where rule.conditions.isEmpty {
      for name in rule.names {
        guard let verdict = filter.verdict(name, on: architecture) else { continue }
        #expect(verdict == Verdict(rule.action), "\(name)")
      }
    }
  }

  struct Row: Sendable {
    let name: String
    var architecture = Architecture.x86_64
    var arguments: [UInt64] = []
    let verdict: Verdict
  }

  @Test(arguments: [
    Row(name: "socket", arguments: [1], verdict: .allow),
    Row(name: "socket", arguments: [38], verdict: .errno(1)),
    Row(name: "socket", arguments: [39], verdict: .allow),
    Row(name: "socket", arguments: [40], verdict: .errno(1)),
    Row(name: "clone", arguments: [0x11], verdict: .allow),
    Row(name: "clone", arguments: [0x1000_0011], verdict: .errno(1)),
    Row(name: "clone3", verdict: .errno(38)),
    Row(name: "personality", arguments: [0xffff_ffff], verdict: .allow),
    Row(name: "personality", arguments: [0x0004_0000], verdict: .errno(1)),
    Row(name: "keyctl", verdict: .errno(1)),
    Row(name: "fstat64", architecture: .x86, verdict: .allow),
    Row(name: "read", architecture: .x32, verdict: .allow),
    Row(name: "read", architecture: .aarch64, verdict: .killThread),
  ])
  func newestAnswersAsDockerDocuments(_ row: Row) throws {
    let filter = try Compiler(native: .x86_64).compile(resolved()).filter
    let number = try #require(Libseccomp.rawNumber(of: row.name, on: row.architecture))
    let call = Invocation(
      architectureToken: row.architecture.auditToken, number: number, arguments: row.arguments)
    #expect(filter.simulate(call).verdict == row.verdict)
  }

  @Test func runcsBarIsTheNewestCallThatLibseccompKnows() throws {
    let profile = resolved()
    let stub = RuntimeStub(.runc, for: profile, native: .x86_64)
    let numbers = profile.rules.flatMap(\.names).compactMap { name in
      Libseccomp.rawNumber(of: name, on: .x86_64)
    }
    #expect(stub.bars[.x86_64] == numbers.max())
    // No smaller than with the oldest libseccomp that is still around, 2.5.
    #expect(try #require(stub.bars[.x86_64]) >= 439)
    #expect(try #require(stub.bars[.x32]) == 547 | Architecture.x32Bit)
  }
}
