import Minimization
import Profiles
import Syscalls
import Testing

@Suite struct CanaryTests {
  private func reduce(_ mode: EnforcementMode, logsRefusals: Bool = false) throws -> Reduction {
    let environment = Environment(
      architecture: .x86_64, kernel: KernelVersion(6, 18), capabilities: Capability.dockerDefault,
      noNewPrivileges: .both, runtime: .any, withInit: false)
    return Minimizer(
      baseline: try Baseline.named("docker").profile.resolved(for: environment),
      environment: environment, arguments: .families, mode: mode, logsRefusals: logsRefusals
    ).reduce(observations([Seen(name: "read"), Seen(name: "futex", arguments: [1: 0])]))
  }

  /// Each call that the baseline lets run runs under a canary, and is logged where the enforcing profile
  /// refuses it. What the baseline refuses stays refused, with its errno.
  @Test func logsWhatItWouldRefuseAndTheBaselineAllows() throws {
    let environment = Environment(
      architecture: .x86_64, kernel: KernelVersion(6, 18), capabilities: Capability.dockerDefault,
      noNewPrivileges: .both, runtime: .any, withInit: false)
    let baseline = try Baseline.named("docker").profile.resolved(for: environment)
    let enforcing = try reduce(.enforce)
    let canary = try reduce(.canary)
    let rules = canary.profile.effectiveRulesByName
    let allowed = Set(enforcing.entries.map(\.name))
    for (name, own) in baseline.effectiveRulesByName {
      let isOpen = own.contains { $0.action.runs }
      let actions = Set((rules[name] ?? []).map(\.action))
      switch (isOpen, allowed.contains(name)) {
      case (true, true): #expect(actions == [.allow], "\(name)")
      case (true, false): #expect(actions == [.log], "\(name)")
      case (false, _): #expect(!actions.contains { $0.runs }, "\(name)")
      }
    }
    #expect(canary.profile.defaultAction == baseline.defaultAction)
    #expect(
      rules["clone3"]?.map(\.action) == baseline.effectiveRulesByName["clone3"]?.map(\.action))
    #expect(canary.logged.count > 200)
    #expect(enforcing.logged.isEmpty)
  }

  @Test func conditionsOfTheBaselineStayWithWhatIsLogged() throws {
    let sockets = try reduce(.canary).profile.rules.filter { $0.names == ["socket"] }
    #expect(!sockets.isEmpty)
    #expect(sockets.allSatisfy { $0.action == .log && !$0.conditions.isEmpty })
  }

  @Test func refusalsAreLoggedByAFlag() throws {
    #expect(try reduce(.enforce, logsRefusals: true).profile.flags == [.log])
    #expect(try reduce(.enforce).profile.flags == [])
  }
}
