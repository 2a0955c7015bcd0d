import Deployment
import Findings
import Observations
import Profiles
import Syscalls
import Testing

/// What is found where a profile is checked in for the workload.
@Suite struct KnownProfileTests {
  /// A Compose file of one service, which has every capability of Docker's unless `lines` say otherwise.
  private static func compose(_ lines: String...) -> String {
    """
    services:
      web:
        user: "101"
        read_only: true
        security_opt: ["seccomp=web.json", "no-new-privileges:true"]
        mem_limit: 100m
        pids_limit: 100
    """ + lines.map { "\n    " + $0 }.joined()
  }

  private static let nginx: [(name: String, arguments: [Int: UInt64], outcomes: [Outcome])] = [
    ("bind", [:], [.returned]), ("chown", [:], [.returned]), ("setgroups", [:], [.returned]),
    ("setuid", [:], [.returned]), ("socket", [0: 2, 1: 1, 2: 0], [.returned]),
    // Netlink's raw sockets ask for nothing.
    ("socket", [0: 16, 1: 3, 2: 0], [.returned]),
    ("mknodat", [:], [.failed(errno: 38)]),
  ]

  private static func stub(_ known: KnownProfile) -> StubProfiles {
    StubProfiles(known: ["web": known])
  }

  // MARK: Capabilities

  @Test func unusedCapabilitiesAreTold() throws {
    let found = try findings(Self.compose(), profiles: Self.stub(.made(calls: Self.nginx)))
    #expect(found.map(\.short) == ["warning capability-unused 2"], "\(found)")
    #expect(
      found.first?.facts == """
        The service "web" holds AUDIT_WRITE, KILL, MKNOD, NET_RAW, SETFCAP, SETPCAP, SYS_CHROOT, and no call in the 1 run of \
        "profiles/web.observations.json" can have made use of them. Of DAC_OVERRIDE, FOWNER, FSETID calls do not tell.
        """)
    #expect(
      found.first?.help == """
        Write cap_drop: [ALL] and cap_add: [CHOWN, DAC_OVERRIDE, FOWNER, FSETID, NET_BIND_SERVICE, SETGID, SETUID], then run \
        the tests once more.
        """)
  }

  @Test func unusedCapabilityIsToldWhereItIsAdded() throws {
    let text = Self.compose("cap_drop: [ALL]", "cap_add: [CHOWN, SETGID, SYS_CHROOT]")
    let found = try findings(text, profiles: Self.stub(.made(calls: Self.nginx)))
    #expect(found.map(\.short) == ["warning capability-unused 9"], "\(found)")
    #expect(found.first?.location?.column == 30)
    let good = Self.compose("cap_drop: [ALL]", "cap_add: [CHOWN, SETGID, FOWNER]")
    #expect(try findings(good, profiles: Self.stub(.made(calls: Self.nginx))).isEmpty)
  }

  /// A value that the log does not tell may be any.
  @Test(
    arguments: [
      ([:], false), ([0: 17, 1: 3], false), ([0: 2, 1: 3], false), ([0: 2, 1: 0x80003], false),
      ([0: 2, 1: 2], true), ([0: 16, 1: 3], true),
    ] as [([Int: UInt64], Bool)])
  func argumentsDecideOfRawSockets(_ arguments: [Int: UInt64], _ isUnused: Bool) throws {
    let text = Self.compose("cap_drop: [ALL]", "cap_add: [NET_RAW]")
    let known = KnownProfile.made(calls: [("socket", arguments, [.failed(errno: 13)])])
    let found = try findings(text, profiles: Self.stub(known))
    #expect(found.map(\.kind) == (isUnused ? [.capabilityUnused] : []), "\(found)")
  }

  @Test func neededCapabilityIsTold() throws {
    let text = Self.compose("cap_drop:", "  - ALL")
    let found = try findings(text, profiles: Self.stub(.made(calls: Self.nginx)))
    #expect(found.map(\.short) == ["error capability-needed 9"], "\(found)")
    #expect(found.first?.facts.contains("CAP_SETGID, without which setgroups") == true)
    #expect(found.first?.facts.contains("web.strace:7") == true)
    // In a user namespace of its own it would have succeeded all the same.
    let inNamespace = Self.nginx + [("unshare", [0: 0x1000_0000], [.returned])]
    #expect(try findings(text, profiles: Self.stub(.made(calls: inNamespace))).isEmpty)
    let refused = KnownProfile.made(calls: [("chroot", [:], [.failed(errno: 1)])])
    #expect(try findings(text, profiles: Self.stub(refused)).isEmpty)
  }

  @Test func proposalIsInTheWordsOfTheFile() throws {
    let stub = Self.stub(.made(calls: Self.nginx))
    let pod = """
      apiVersion: v1
      kind: Pod
      metadata: { annotations: { checkov.io/skip1: CKV_K8S_31=x } }
      spec: { containers: [{ name: web, securityContext: { seccompProfile: { type: Localhost, localhostProfile: a } } }] }
      """
    #expect(
      try findings(pod, profiles: stub).first?.help?.hasPrefix(
        "Write capabilities: { drop: [ALL], add: [CHOWN, ") == true)
    let unit = "[Service]\nSystemCallFilter=read\nCapabilityBoundingSet=CAP_CHOWN CAP_KILL\n"
    let found = try findings(unit, in: "web.service", profiles: stub)
    #expect(
      found.first { $0.kind == .capabilityUnused }?.help
        == "Write CapabilityBoundingSet=CAP_CHOWN, then run the tests once more.")
  }

  // MARK: The environment

  private static func demands(
    _ change: (inout KnownProfile.Demands) -> Void
  ) -> KnownProfile {
    var demands = KnownProfile.Demands()
    change(&demands)
    return .made(for: demands, on: [.x86_64])
  }

  @Test func environmentIsHeldAgainstWhatTheProfileWasMadeFor() throws {
    let rows: [(String, KnownProfile, Int?)] = [
      (Self.compose("platform: linux/arm64"), .made(on: [.x86_64]), 8),
      (Self.compose("platform: linux/amd64"), .made(on: [.x86_64]), nil),
      (Self.compose("platform: linux/arm64"), .made(), nil),
      (
        Self.compose("cap_add: [NET_ADMIN]"),
        Self.demands { $0.capabilities = Capability.dockerDefault }, 8
      ),
      (Self.compose(), Self.demands { $0.capabilities = Capability.dockerDefault }, nil),
      (Self.compose(), Self.demands { $0.capabilities = [.chown] }, 2),
      (Self.compose(), Self.demands { $0.noNewPrivileges = false }, 5),
      (Self.compose(), Self.demands { $0.noNewPrivileges = true }, nil),
      (Self.compose("runtime: crun"), Self.demands { $0.runtime = "runc" }, 8),
      (Self.compose(), Self.demands { $0.runtime = "runc" }, nil),
      (Self.compose("init: true"), Self.demands { $0.withInit = false }, 8),
      (Self.compose("init: true"), Self.demands { $0.withInit = true }, nil),
    ]
    for (text, known, line) in rows {
      let found = try findings(text, profiles: Self.stub(known)).filter {
        $0.kind == .environmentDiffers
      }
      #expect(found.map { $0.location?.line } == (line.map { [$0] } ?? []), "\(text) \(found)")
      #expect(found.allSatisfy { $0.severity == .error && $0.help?.isEmpty == false })
    }
  }

  // MARK: What runs

  @Test func profileThatIsNotDeployedIsTold() throws {
    let text = Self.compose().replacing(#""seccomp=web.json", "#, with: "")
    let found = try findings(text, profiles: Self.stub(.made(calls: Self.nginx)))
    #expect(found.last?.short == "warning profile-not-in-force 2", "\(found)")
    #expect(found.last?.facts.contains("although \"profiles/web.json\" is made for it") == true)
  }

  @Test func undecidedComparisonIsANote() throws {
    var stub = Self.stub(.made())
    stub.comparison = .unknown("It outgrew its bound.")
    let found = try findings(Self.compose(), profiles: stub)
    #expect(found.contains { $0.kind == .notChecked && $0.facts.contains("outgrew") }, "\(found)")
  }

  @Test func oldKernelIsTold() throws {
    var stub = StubProfiles()
    stub.exposure = KernelExposure(
      kernel: "5.10.50", filter: "\"profiles/web.json\"",
      open: [("CVE-2022-0847", "5.10.102"), ("CVE-2021-4154", "5.10.57")])
    let found = try findings(Self.compose("cap_drop: [ALL]"), profiles: stub)
    #expect(found.map(\.short) == ["warning kernel-old 5"], "\(found)")
    #expect(
      found.first?.message.hasSuffix(
        """
        that "profiles/web.json" leaves open: CVE-2022-0847 (fixed in 5.10.102), CVE-2021-4154 (fixed in 5.10.57). \
        Run Linux 5.10.102 or later, or close the calls that they need.
        """) == true)
    stub.exposure = KernelExposure(kernel: "6.8.1", filter: "", open: [])
    #expect(try findings(Self.compose("cap_drop: [ALL]"), profiles: stub).isEmpty)
  }
}
