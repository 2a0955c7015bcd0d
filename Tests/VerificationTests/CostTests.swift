import Filters
import Profiles
import Seccomp
import Syscalls
import Testing
import Verification

@Suite struct CostTests {
  @Test func callsWithoutConditionsAreAnsweredFromTheBitmap() throws {
    let report = try Sample.report(
      on: Sample.reduced(), observations: Sample.observations(Sample.service))
    let cost = try #require(report.summary.cost)
    let baseline = try #require(report.summary.baselineCost)
    #expect(cost.outsideBitmap.map(\.name) == ["clone", "personality", "socket"])
    // clone3 is refused, so that nine of the ten observed calls count.
    #expect(cost.calls == 9)
    #expect(Double(cost.worst) >= cost.mean)
    #expect(cost.mean < baseline.mean)
  }

  /// The kernel's own look at a program bails out at the first load of an argument.
  @Test func argumentsThatAreLoadedKeepACallOutOfTheBitmap() throws {
    let environment = Sample.environment
    let filter = try Compiler(native: environment.architecture).compile(
      FlatProfile(
        defaultAction: .errno(.EPERM), architectures: [.x86_64],
        rules: [
          .allow("read"),
          .allow("socket", Condition(0, .equal, 2)),
        ])
    ).filter
    let token = Architecture.x86_64.auditToken
    #expect(filter.isConstantAllow(number: 0, architectureToken: token))
    #expect(!filter.isConstantAllow(number: 41, architectureToken: token))
    #expect(!filter.isConstantAllow(number: 1, architectureToken: token), "write is refused")
    #expect(!filter.isConstantAllow(number: 0, architectureToken: Architecture.x86.auditToken))
  }
}
