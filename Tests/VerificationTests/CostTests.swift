import Filters
import Foundation
import Minimization
import Observations
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

  /// Their rules let nothing run that the list does not, and make them cheap.
  @Test(
    arguments: [
      ("futex", [1: 128]), ("futex", [1: 129]), ("ioctl", [1: 0x5401]), ("ioctl", [1: 0x5421]),
      ("madvise", [2: 4]), ("setsockopt", [1: 1, 2: 2]), ("setsockopt", [1: 6, 2: 1]),
    ] as [(String, [Int: UInt64])])
  func frequentValuesAreAskedFirstAndOpenNothing(
    _ name: String, _ arguments: [Int: UInt64]
  ) throws {
    let profile = Self.minimizer(.families).reduce(
      Sample.observations(Sample.Seen("read"), Sample.Seen(name))
    ).profile
    let first = profile.rules.filter { $0.comment?.hasSuffix("asked first") == true }
    #expect(first.contains { $0.names == [name] })
    let plain = FlatProfile(
      defaultAction: profile.defaultAction, architectures: profile.architectures,
      rules: profile.rules.filter { !first.contains($0) })
    let compiler = Compiler(native: .x86_64)
    let filter = try compiler.compile(profile).filter
    let other = try compiler.compile(plain).filter
    #expect(try Difference(from: other, to: filter).changes.isEmpty)
    let call = try #require(Syscall(name))
    let invocation = try #require(
      Invocation(
        call, on: .x86_64,
        arguments: (0..<Invocation.argumentCount).map { arguments[$0, default: 0] }))
    #expect(filter.simulate(invocation).verdict == .allow)
    #expect(filter.simulate(invocation).steps < other.simulate(invocation).steps)
  }

  /// The whole of a register of 32 bits is what the list's own rules compare.
  @Test func profilesFor32BitsAskNothingTwice() throws {
    let hardened = Self.minimizer(.families).harden(isForNativeOnly: false).profile
    #expect(hardened.architectures.contains(.x86))
    #expect(!hardened.rules.contains { $0.comment?.hasSuffix("asked first") == true })
  }

  @Test(arguments: [
    "batch", "go", "java", "nginx", "node", "postgresql", "python", "redis", "swift",
  ])
  func listsCostARecordedServiceLittle(_ service: String) throws {
    let file = URL(filePath: #filePath).appending(path: "../../../profiles")
      .appending(path: "\(service).observations.json").standardized
    let observations = try Observations(decoding: Array(try Data(contentsOf: file)))
    func cost(_ level: ArgumentList.Level) throws -> Double {
      let profile = Self.minimizer(level).reduce(observations).profile
      let report = try Sample.report(on: profile, observations: observations)
      return try #require(report.summary.cost).mean
    }
    let ratio = try cost(.families) / cost(.none)
    #expect(ratio >= 1)
    #expect(ratio <= 1.15)
  }

  private static func minimizer(_ level: ArgumentList.Level) -> Minimizer {
    Minimizer(baseline: Sample.baseline, environment: Sample.environment, arguments: level)
  }
}
