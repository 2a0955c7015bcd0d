import Minimization
import Observations
import Profiles
import Syscalls
import Testing

@Suite struct HeadroomTests {
  /// What a program can make: benign, ordinary, clone, sensitive, dangerous, multiplexed, and one that the
  /// baseline refuses.
  private static let reachable = [
    "pwritev", "sendfile", "splice", "clone", "socket", "ioctl", "keyctl", "ptrace", "socketcall",
    "mount", "bpf", "read",
  ]

  private func reduce(
    _ level: Headroom.Level, exec: Headroom.Exec = .tools, excluding: Set<String> = []
  ) throws -> Reduction {
    let environment = Environment(
      architecture: .x86_64, kernel: KernelVersion(6, 18), capabilities: Capability.dockerDefault,
      noNewPrivileges: .both, runtime: .any, withInit: false)
    var seen = observations([Seen(name: "read"), Seen(name: "exit_group")])
    seen.reach = ProgramReach(calls: [
      .x86_64: Dictionary(
        uniqueKeysWithValues: Self.reachable.map {
          ($0, .init("/bin/x imports \($0); libc.so.6 makes it"))
        }
          + [
            ("link", .init("/bin/ln", by: .execTools)),
            ("symlink", .init("/bin/sh", by: .execShell)),
          ]
      )
    ])
    return Minimizer(
      baseline: try Baseline.named("docker").profile.resolved(for: environment),
      environment: environment,
      headroom: Headroom(level, of: seen, exec: exec, excluding: excluding)
    ).reduce(seen)
  }

  private func ahead(_ reduction: Reduction) -> [String] {
    reduction.entries.filter { $0.reason.class == .headroom }.map(\.name)
  }

  @Test func levelsGrow() throws {
    let sets = try Headroom.Level.allCases.map { Set(ahead(try reduce($0))) }
    #expect(sets[0].isEmpty)
    for (smaller, larger) in zip(sets, sets.dropFirst()) {
      #expect(smaller.isStrictSubset(of: larger))
    }
    #expect(sets[1].contains("pwritev") && !sets[1].contains("clone"))
    #expect(sets[2].contains("clone") && !sets[2].contains("socket"))
    #expect(sets[3].isSuperset(of: ["socket", "clone"]))
  }

  /// They void every rule on arguments, are refused by the baseline, or are for privileged programs.
  @Test(arguments: Headroom.Level.allCases)
  func neverAllowsWhatIsRisky(_ level: Headroom.Level) throws {
    let names = Set(ahead(try reduce(level)))
    #expect(names.isDisjoint(with: ["socketcall", "ptrace", "mount", "bpf", "keyctl"]))
  }

  @Test func observedCallsKeepTheirReasonAndConditionsStay() throws {
    let reduction = try reduce(.reachableAndProcess)
    #expect(reduction.entries.first { $0.name == "read" }?.reason.class == .observed)
    let rules = reduction.profile.rules.filter { $0.names.contains("clone") }
    #expect(!rules.isEmpty && rules.allSatisfy { !$0.conditions.isEmpty })
    #expect(rules.allSatisfy { $0.comment?.hasPrefix("headroom: reachable, not seen") ?? false })
  }

  @Test func excludedCallsAreLeftOut() throws {
    #expect(!ahead(try reduce(.reachable, excluding: ["pwritev"])).contains("pwritev"))
  }

  @Test(
    arguments: [
      (Headroom.Exec.tools, ["link", "symlink"]), (.shell, ["symlink"]), (.none, []),
    ] as [(Headroom.Exec, [String])])
  func whatTheKitAloneCallsCanBeLeftOut(_ exec: Headroom.Exec, _ names: [String]) throws {
    let ahead = Set(ahead(try reduce(.reachable, exec: exec)))
    #expect(ahead.intersection(["link", "symlink"]).sorted() == names)
    #expect(ahead.contains("pwritev"))
  }
}
