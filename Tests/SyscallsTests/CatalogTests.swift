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
