import Syscalls
import Testing

@Suite struct CatalogTests {
  @Test func tiersAreOfKnownCalls() {
    #expect(RiskTier.known.allSatisfy { Syscall($0) != nil })
  }

  @Test(arguments: [
    ("read", RiskTier.benign), ("sendfile", .ordinary), ("mount", .dangerous), ("bpf", .dangerous),
    ("io_uring_setup", .dangerous), ("no_such_call", .dangerous),
  ])
  func tiers(_ name: String, _ tier: RiskTier) { #expect(RiskTier(of: name) == tier) }

  /// Every name stands in one row, and no row has another.
  @Test func everyCallHasASubsystem() {
    #expect(Subsystem.known == Set(Syscall.all.map(\.name)))
    #expect(Subsystem(of: "openat") == .files && Subsystem(of: "no_such_call") == .system)
    #expect(Set(Subsystem.allCases.map(\.title)).count == Subsystem.allCases.count)
  }

  @Test func everyWeaknessHasFacts() throws {
    #expect(Set(Weakness.all.map(\.id)) == Set(WeaknessFacts.all.keys))
    for facts in WeaknessFacts.all.values {
      #expect(!facts.title.isEmpty && !facts.effects.isEmpty && !facts.place.isEmpty)
      #expect(facts.sources.allSatisfy { $0.contains("/") } && !facts.sources.isEmpty)
    }
    let pipe = try #require(WeaknessFacts.all["CVE-2022-0847"])
    #expect(pipe.effects == [.privilege, .escape] && pipe.confidence == .high)
  }

  @Test func successorsAreKnownCallsAndNeverAddPower() {
    for group in Successors.groups {
      #expect(group.count > 1)
      for name in group {
        #expect(Syscall(name) != nil, "\(name)")
        #expect(RiskTier(of: name) <= .ordinary, "\(name)")
      }
    }
    #expect(Successors.alternatives(to: "open") == ["creat", "openat", "openat2"])
    #expect(Successors.alternatives(to: "clone3").isEmpty)
  }
}
