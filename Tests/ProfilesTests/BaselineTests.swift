import Findings
import Profiles
import Syscalls
import Testing

@Suite struct BaselineTests {
  struct Count: CustomTestStringConvertible {
    let added: [CapabilityRequest]
    let dropped: [CapabilityRequest]
    let kernel: KernelVersion
    let names: Int

    init(
      _ names: Int, add: [CapabilityRequest] = [], drop: [CapabilityRequest] = [],
      kernel: KernelVersion = KernelVersion(6, 18)
    ) {
      self.added = add
      self.dropped = drop
      self.kernel = kernel
      self.names = names
    }

    var testDescription: String { "\(names) names" }
  }

  /// Names allowed by Docker 29.7.2 on amd64, counted by an implementation of its own that agrees
  /// with moby's Go code.
  @Test(arguments: [
    Count(370),
    Count(367, kernel: KernelVersion(4, 4)),
    Count(369, drop: [.all]),
    Count(395, add: [.one(.sysAdmin)]),
    Count(373, add: [.one(.sysPtrace)]),
    Count(370, add: [.one(.netAdmin)]),
    Count(415, add: [.all]),
  ])
  func theNewestProfileAllowsAsManyNamesAsDockers(_ row: Count) throws {
    let environment = Environment(
      architecture: .x86_64, kernel: row.kernel,
      capabilities: Capability.dockerDefault.adjusted(adding: row.added, dropping: row.dropped))
    let profile = try Baseline.named("docker@29.7.2").profile.resolved(for: environment)
    #expect(Decisions(profile).allowedNames.count == row.names)
  }

  struct OtherCount: Sendable {
    let baseline: String
    let architecture: Architecture
    let allowed: Int
    /// Refused by rules of their own.
    let refused: Int
    var capabilities = Capability.dockerDefault
  }

  /// Names that containers-common 0.67.0 and containerd 2.3.4 allow, and refuse by a rule, counted by
  /// implementations of their own from what those engines publish.
  @Test(arguments: [
    OtherCount(baseline: "podman", architecture: .x86_64, allowed: 375, refused: 58),
    OtherCount(baseline: "podman", architecture: .aarch64, allowed: 379, refused: 58),
    OtherCount(
      baseline: "podman", architecture: .x86_64, allowed: 381, refused: 50,
      capabilities: Capability.dockerDefault.union([.sysAdmin])),
    OtherCount(
      baseline: "podman", architecture: .x86_64, allowed: 376, refused: 57,
      capabilities: Capability.podmanDefault.union([.bpf])),
    OtherCount(
      baseline: "podman", architecture: .x86_64, allowed: 374, refused: 59, capabilities: []),
    OtherCount(baseline: "containerd", architecture: .x86_64, allowed: 372, refused: 1),
    OtherCount(baseline: "containerd", architecture: .aarch64, allowed: 376, refused: 1),
    OtherCount(baseline: "containerd", architecture: .riscv64, allowed: 372, refused: 1),
    OtherCount(
      baseline: "containerd", architecture: .x86_64, allowed: 371, refused: 1, capabilities: []),
    OtherCount(
      baseline: "containerd", architecture: .x86_64, allowed: 394, refused: 0,
      capabilities: Capability.dockerDefault.union([.sysAdmin])),
    OtherCount(
      baseline: "containerd", architecture: .x86_64, allowed: 376, refused: 1,
      capabilities: Capability.dockerDefault.union([.sysNice])),
  ])
  func otherEnginesAllowAsManyNames(_ row: OtherCount) throws {
    let environment = Environment(
      architecture: row.architecture, kernel: KernelVersion(6, 18), capabilities: row.capabilities)
    let profile = try Baseline.named(row.baseline).profile.resolved(for: environment)
    #expect(Decisions(profile).allowedNames.count == row.allowed)
    let refused = profile.effectiveRulesByName.filter { $0.value.contains { !$0.action.mayRun } }
    #expect(refused.count == row.refused)
  }

  @Test func clone3IsAnsweredAsMissingUnlessTheContainerMayMakeNamespaces() {
    let plain = Environment(architecture: .x86_64, kernel: KernelVersion(6, 18))
    let rules = Baseline.newest.profile.resolved(for: plain).effectiveRulesByName
    #expect(rules["clone3"]?.map(\.action) == [.errno(.ENOSYS)])
    #expect(
      rules["clone"]?.flatMap(\.conditions) == [Condition(0, masked: 0x7e02_0000, equals: 0)])
    #expect(rules["unshare"] == nil)
  }

  struct Lookup {
    let name: String
    let baseline: String
    var isNoticed = false
  }

  @Test(arguments: [
    Lookup(name: "docker", baseline: "docker@29.4.3"),
    Lookup(name: "docker@29", baseline: "docker@29.4.3"),
    Lookup(name: "docker@29.4.2", baseline: "docker@29.4.2"),
    Lookup(name: "docker@29.4.1", baseline: "docker@28.2.0"),
    Lookup(name: "docker@28.5", baseline: "docker@28.2.0"),
    Lookup(name: "docker@28.1.1", baseline: "docker@25.0.3"),
    Lookup(name: "docker@27.3.1", baseline: "docker@25.0.3"),
    Lookup(name: "docker@v26", baseline: "docker@25.0.3"),
    Lookup(name: "docker@25.0.2", baseline: "docker@25.0.0"),
    Lookup(name: "docker@24.0.9", baseline: "docker@23.0.7"),
    Lookup(name: "docker@24.0.2", baseline: "docker@23.0.0"),
    Lookup(name: "docker@23.0.6", baseline: "docker@23.0.0"),
    Lookup(name: "docker@23", baseline: "docker@23.0.7"),
    // As Debian 12 ships.
    Lookup(name: "docker@20.10.24+dfsg1", baseline: "docker@20.10.18"),
    Lookup(name: "docker@20.10", baseline: "docker@20.10.18"),
    Lookup(name: "docker@29.7.3", baseline: "docker@29.4.3", isNoticed: true),
    Lookup(name: "docker@31", baseline: "docker@29.4.3", isNoticed: true),
    Lookup(name: "docker@20.10.27", baseline: "docker@20.10.18", isNoticed: true),
    Lookup(name: "docker@24.0.12", baseline: "docker@23.0.7", isNoticed: true),
  ])
  func releasesAreFoundByTheirNumber(_ row: Lookup) throws {
    let baseline = try Baseline.named(row.name)
    #expect(baseline.name == row.baseline)
    #expect((baseline.notice != nil) == row.isNoticed)
  }

  @Test(arguments: [
    "", "podman@5", "containerd@2", "Docker", "docker@", "docker@19.03", "docker@20.10.7",
    "docker@21", "docker@x",
    "docker@28.5.1.2", "docker@28..1", "docker@99999999999999999999", "docker-28",
  ])
  func unknownBaselinesAreRefusedWithTheListOfThoseThatExist(_ name: String) {
    let error = #expect(throws: ProfileError.self) { try Baseline.named(name) }
    #expect(error?.description.contains("docker@29.4.3 (29.4.3 to 29.7.2)") == true)
    #expect(error?.description.contains("20.10.18 to 20.10.25") == true)
  }

  @Test func everyNameOfTheTableIsACallOfLinux() {
    for baseline in Baseline.all {
      let names = baseline.profile.rules.flatMap(\.rule.names)
      #expect(names.filter { Syscall($0) == nil } == [], "\(baseline.name)")
    }
  }

  @Test(
    .enabled(
      if: PublishedProfiles.arePresent,
      "Docker's published profiles do not lie in ../shared/data/docker-default"),
    arguments: PublishedProfiles.releases)
  func embeddedProfilesDecideAsThePublishedOnes(_ release: String) throws {
    var warnings: [Finding] = []
    let published = try Profile(
      decoding: try PublishedProfiles.bytes(of: release), file: "docker-\(release).json",
      warnings: &warnings)
    #expect(warnings == [])
    let name = release.split(separator: ".").count == 2 ? release + ".0" : release
    let embedded = try Baseline.named("docker@\(name)").profile

    // Many environments lead to the same pair.
    var seen: Set<[FlatProfile]> = []
    for environment in Self.environments {
      let pair = [published, embedded].map { $0.resolved(for: environment) }
      guard seen.insert(pair).inserted else { continue }
      #expect(Decisions(pair[0]).differences(from: Decisions(pair[1])) == [], "\(environment)")
    }
  }

  /// Every architecture on every side of the kernels asked for, and every capability alone, added
  /// to Docker's own or taken from them, and taken from all.
  static let environments: Set<Environment> = {
    let all = Set(Capability.allCases)
    var environments: Set<Environment> = []
    func insert(_ architecture: Architecture, _ kernel: KernelVersion, _ held: Set<Capability>) {
      environments.insert(
        Environment(architecture: architecture, kernel: kernel, capabilities: held))
    }
    for architecture in Architecture.allCases {
      for kernel in [KernelVersion(4, 7), KernelVersion(4, 8)] {
        for held in [[], Capability.dockerDefault, all] { insert(architecture, kernel, held) }
      }
    }
    for capability in Capability.allCases {
      insert(.x86_64, KernelVersion(6, 18), [capability])
      insert(.s390x, KernelVersion(6, 18), [capability, .sysAdmin])
      insert(
        .aarch64, KernelVersion(6, 18), Capability.dockerDefault.symmetricDifference([capability]))
      insert(.x86_64, KernelVersion(4, 4), all.subtracting([capability]))
    }
    return environments
  }()
}
