import Minimization
import Observations
import Profiles
import Syscalls
import Testing

/// Which values of arguments a profile lets run, seen or not.
@Suite struct ArgumentListTests {
  private func reduce(
    _ calls: [Seen], _ level: ArgumentList.Level = .families,
    architecture: Architecture = .x86_64, baseline: String = "docker",
    adding capabilities: Set<Capability> = [], without dropped: String? = nil
  ) throws -> Reduction {
    let environment = Environment(
      architecture: architecture, kernel: KernelVersion(6, 18),
      capabilities: Capability.dockerDefault.union(capabilities)
        .filter { $0.rawValue != dropped },
      noNewPrivileges: .both, runtime: .any, withInit: false)
    return Minimizer(
      baseline: try Baseline.named(baseline).profile.resolved(for: environment),
      environment: environment, arguments: level
    ).reduce(observations(calls))
  }

  /// Whether the profile's rules let a call run whose other arguments do not matter.
  private func runs(_ name: String, _ arguments: [Int: UInt64], in reduction: Reduction) -> Bool {
    reduction.profile.verdict(for: name, on: .x86_64, arguments: ArgumentValues(arguments)) == .runs
  }

  private func held(_ name: String, in reduction: Reduction) -> HeldCall? {
    reduction.held.first { $0.name == name }
  }

  struct Row: Sendable, CustomTestStringConvertible {
    let name: String
    let seen: [Int: UInt64]
    let runs: [[Int: UInt64]]
    let refused: [[Int: UInt64]]
    let words: [String]

    var testDescription: String { "\(name) \(seen)" }
  }

  @Test(arguments: [
    Row(
      name: "setsockopt", seen: [1: 6, 2: 1],
      runs: [[1: 6, 2: 1], [1: 1, 2: 9], [1: 41, 2: 25]],
      refused: [[1: 6, 2: 31], [1: 6, 2: 13], [1: 31, 2: 6], [1: 1, 2: 31], [1: 263, 2: 5]],
      words: []),
    Row(
      name: "setsockopt", seen: [1: 6, 2: 31], runs: [[1: 6, 2: 31], [1: 6, 2: 1]],
      refused: [[1: 1, 2: 31], [1: 6, 2: 13]], words: ["TCP_ULP"]),
    // A type's flags do not matter, and the upper half of a register neither.
    Row(
      name: "socket", seen: [0: 2, 1: 1, 2: 0],
      runs: [[0: 1, 1: 0x80801, 2: 0], [0: 10, 1: 2, 2: 17], [0: 1 << 32 | 2, 1: 1, 2: 6]],
      refused: [
        [0: 1, 1: 5, 2: 0], [0: 2, 1: 3, 2: 1], [0: 17, 1: 3, 2: 0x300],
        [0: 1 << 32 | 38, 1: 5, 2: 0],
        [0: 40, 1: 1, 2: 0],
      ], words: []),
    Row(
      name: "socket", seen: [0: 17, 1: 3, 2: 0x300], runs: [[0: 17, 1: 0x80003, 2: 0x300]],
      refused: [[0: 17, 1: 3, 2: 3], [0: 17, 1: 2, 2: 0x300]], words: ["AF_PACKET, SOCK_RAW, 0x300"]
    ),
    // ausearch -i does not tell the type.
    Row(
      name: "socket", seen: [0: 17, 2: 0x300],
      runs: [[0: 17, 1: 3, 2: 0x300], [0: 17, 1: 2, 2: 0x300]],
      refused: [[0: 17, 1: 3, 2: 3]], words: ["AF_PACKET, any type, 0x300"]),
    Row(
      name: "socket", seen: [0: 2, 2: 0], runs: [[0: 2, 1: 1, 2: 0]],
      refused: [[0: 2, 1: 3, 2: 0]],
      words: []),
    Row(
      name: "futex", seen: [1: 0x80], runs: [[1: 0], [1: 0x81], [1: 0x189], [1: 0x86]],
      refused: [[1: 4], [1: 12], [1: 0x8c], [1: 11], [1: 0x200]], words: []),
    // What waits to be requeued is requeued.
    Row(
      name: "futex", seen: [1: 0x8b], runs: [[1: 11], [1: 12]], refused: [[1: 4]],
      words: ["FUTEX_WAIT_REQUEUE_PI", "FUTEX_CMP_REQUEUE_PI"]),
    Row(
      name: "ioctl", seen: [1: 0x5401], runs: [[1: 0x5421], [1: 0xffff_ffff_8004_5430]],
      refused: [[1: 0x5412], [1: 0x5423], [1: 0x4004_9409]], words: []),
    // One request of a device opens the others of its driver; a terminal's does not.
    Row(
      name: "ioctl", seen: [1: 0x4004_9409], runs: [[1: 0x4004_9409], [1: 0x9401]],
      refused: [[1: 0x5412], [1: 0x8916]], words: ["0x40049409"]),
    Row(
      name: "ioctl", seen: [1: 0x5412], runs: [[1: 0x5412]], refused: [[1: 0x5423]],
      words: ["TIOCSTI"]),
    Row(
      name: "sendto", seen: [3: 0x4000], runs: [[3: 0], [3: 0x40]],
      refused: [[3: 1], [3: 0x2000_0000]],
      words: []),
    Row(
      name: "sendto", seen: [3: 0x4001], runs: [[3: 1], [3: 0x41]], refused: [[3: 0x2000_0000]],
      words: ["MSG_OOB"]),
    Row(name: "madvise", seen: [2: 4], runs: [[2: 25]], refused: [[2: 12], [2: 100]], words: []),
    Row(name: "pipe2", seen: [1: 0x80000], runs: [[1: 0x4800]], refused: [[1: 0x80]], words: []),
  ])
  func ordinaryValuesRunAndThoseThatWereSeen(_ row: Row) throws {
    let reduction = try reduce([Seen(name: row.name, arguments: row.seen)])
    for arguments in row.runs { #expect(runs(row.name, arguments, in: reduction), "\(arguments)") }
    for arguments in row.refused {
      #expect(!runs(row.name, arguments, in: reduction), "\(arguments)")
    }
    #expect(held(row.name, in: reduction)?.obstacle == nil)
    #expect(held(row.name, in: reduction)?.seen == row.words)
    let rules = reduction.profile.rules.filter { $0.names == [row.name] }
    #expect(!rules.isEmpty)
    for rule in rules {
      // What compares a whole register stands beside a rule that does not.
      #expect(rule.conditions.allSatisfy { $0.value <= 0xffff_ffff })
      #expect(
        rule.conditions.allSatisfy {
          $0.operator == .maskedEqual
            || $0.operator == .equal && rule.comment?.hasSuffix("ordinary, asked first") == true
        })
      #expect(Set(rule.conditions.map(\.index)).count == rule.conditions.count)
    }
  }

  /// A caller that leaves the upper half of a register dirty runs as others do.
  @Test(
    arguments: [
      ("futex", [1: 1 << 32 | 129]), ("ioctl", [1: 0xffff_ffff_0000_5401]),
      ("setsockopt", [1: 1 << 32 | 6, 2: 1 << 32 | 1]), ("madvise", [2: 1 << 32 | 4]),
    ] as [(String, [Int: UInt64])])
  func upperHalvesDoNotMatter(_ name: String, _ arguments: [Int: UInt64]) throws {
    #expect(runs(name, arguments, in: try reduce([Seen(name: name)])))
  }

  /// Logs that tell no arguments, and calls that nobody saw, have the same lists.
  @Test func listsDoNotComeFromLogs() throws {
    let seen = try reduce([Seen(name: "futex", arguments: [1: 0]), Seen(name: "read")])
    let bare = try reduce([Seen(name: "futex"), Seen(name: "read")])
    #expect(seen.profile == bare.profile)
  }

  /// What failed because it was not permitted, or was not there, is no reason to let it run.
  @Test func refusedValuesAreNotSeen() throws {
    let reduction = try reduce([
      Seen(name: "setsockopt", arguments: [1: 6, 2: 1]),
      Seen(name: "setsockopt", arguments: [1: 6, 2: 31], outcome: .failed(errno: 38)),
    ])
    #expect(!runs("setsockopt", [1: 6, 2: 31], in: reduction))
  }

  @Test func netlinkOfRoutesIsOrdinaryForWhoMayNotChangeThem() throws {
    let socket = Seen(name: "socket", arguments: [0: 2, 1: 1, 2: 0])
    let route: [Int: UInt64] = [0: 16, 1: 3, 2: 0]
    #expect(runs("socket", route, in: try reduce([socket])))
    let admin = try #require(Capability(rawValue: "CAP_NET_ADMIN"))
    #expect(!runs("socket", route, in: try reduce([socket], adding: [admin])))
    #expect(
      runs(
        "socket", route,
        in: try reduce([socket, Seen(name: "socket", arguments: route)], adding: [admin])))
  }

  @Test func strictRefusesMemoryThatIsWrittenAndExecuted() throws {
    let mapping = Seen(name: "mmap", arguments: [2: 3])
    let strict = try reduce([mapping], .strict)
    #expect(runs("mmap", [2: 3], in: strict))
    #expect(runs("mmap", [2: 5], in: strict))
    #expect(!runs("mmap", [2: 7], in: strict))
    #expect(runs("mmap", [2: 7], in: try reduce([mapping])))
    let compiler = try reduce([mapping, Seen(name: "mmap", arguments: [2: 7])], .strict)
    #expect(runs("mmap", [2: 7], in: compiler))
    #expect(held("mmap", in: compiler)?.obstacle == .seenTogether)
    #expect(held("mmap", in: try reduce([Seen(name: "mmap")], .strict))?.obstacle == .valuesUnknown)
  }

  @Test func otherNumbersHaveNoLists() throws {
    let reduction = try reduce(
      [Seen(name: "ioctl", architecture: .ppc64le, arguments: [1: 0x402c_7413])],
      architecture: .ppc64le)
    #expect(held("ioctl", in: reduction)?.obstacle == .otherNumbers(.ppc64le))
    #expect(
      reduction.profile.rules.contains { $0.names.contains("ioctl") && $0.conditions.isEmpty })
  }

  @Test func aCallOfTooManyValuesIsNotHeldAndSaid() throws {
    let many = (0..<200).map { Seen(name: "setsockopt", arguments: [1: 1, 2: UInt64(1000 + $0)]) }
    let reduction = try reduce(many)
    guard case .tooManyRules(let count)? = held("setsockopt", in: reduction)?.obstacle else {
      Issue.record("\(String(describing: held("setsockopt", in: reduction)))")
      return
    }
    #expect(count > 200)
    #expect(runs("setsockopt", [1: 6, 2: 31], in: reduction))
  }

  /// Podman's default has conditions of its own on socket; what they refuse stays refused.
  @Test func listsStayWithinTheBaseline() throws {
    let reduction = try reduce(
      [Seen(name: "socket", arguments: [0: 2, 1: 1, 2: 0])], baseline: "podman",
      without: "CAP_AUDIT_WRITE")
    #expect(runs("socket", [0: 2, 1: 1, 2: 0], in: reduction))
    // AF_NETLINK with NETLINK_AUDIT takes CAP_AUDIT_WRITE there.
    #expect(!runs("socket", [0: 16, 1: 3, 2: 9], in: reduction))
  }

  @Test func aWholeBaselineIsHardened() throws {
    let environment = Environment(
      architecture: .x86_64, kernel: KernelVersion(6, 18), capabilities: Capability.dockerDefault,
      noNewPrivileges: .both, runtime: .any, withInit: false)
    let baseline = try Baseline.named("docker").profile.resolved(for: environment)
    let minimizer = Minimizer(baseline: baseline, environment: environment, arguments: .families)
    let reduction = minimizer.harden(isForNativeOnly: false)
    let open = baseline.effectiveRulesByName.filter { $0.value.contains { $0.action.runs } }.keys
    #expect(Set(reduction.entries.map(\.name)) == Set(open))
    #expect(Set(reduction.profile.architectures) == Set(baseline.architectures))
    #expect(!runs("ioctl", [1: 0x5412], in: reduction))
    #expect(runs("ioctl", [1: 0x5401], in: reduction))
    #expect(minimizer.harden(isForNativeOnly: true).profile.architectures == [.x86_64])
  }
}
