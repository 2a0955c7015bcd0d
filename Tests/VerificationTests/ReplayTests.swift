import Findings
import Observations
import Profiles
import Syscalls
import Testing
import Verification

@Suite struct ReplayTests {
  @Test func missingCallIsShownWhereItWasSeenFirst() throws {
    let observations = Sample.observations(
      .init("read"), .init("socket", [0: 10, 1: 1, 2: 0]), .init("socket", [0: 2, 1: 1, 2: 0]))
    let profile = Sample.reduced(observations).changed(without: ["socket"])
    let report = try Sample.report(on: profile, observations: observations)
    let finding = try #require(report.findings(.needsMore).first)
    #expect(report.findings(.needsMore).count == 1)
    #expect(finding.location == SourceLocation(file: "trace", line: 2))
    #expect(finding.calls == ["socket"])
    #expect(
      finding.message.hasPrefix(
        "x86_64 socket(AF_INET6, SOCK_STREAM, 0x0) was used (2 times with 2 sets of arguments) and the baseline "
          + "allows it, but the profile answers EPERM (errno 1)."), "\(finding.message)")
    #expect(report.summary.replay.failed == 2)
  }

  struct Row: Sendable {
    let seen: Sample.Seen
    var without: Set<String> = []
    var adding: [Rule] = []
    var failed = 0
    var undecided = 0
    var outside = 0
    var unused = 0
    var unnumbered = 0
    var warnings = 0

    init(
      _ name: String, _ arguments: [Int: UInt64] = [:], _ outcome: Outcome = .returned,
      on architecture: Architecture = .x86_64, without: Set<String> = [], adding: [Rule] = [],
      failed: Int = 0, undecided: Int = 0, outside: Int = 0, unused: Int = 0, unnumbered: Int = 0,
      warnings: Int = 0
    ) {
      seen = .init(name, arguments, outcome, on: architecture)
      self.without = without
      self.adding = adding
      self.failed = failed
      self.undecided = undecided
      self.outside = outside
      self.unused = unused
      self.unnumbered = unnumbered
      self.warnings = warnings
    }
  }

  @Test(arguments: [
    Row("getpid"),
    Row("getpid", without: ["getpid"], failed: 1),
    // A reason of its own, and EPERM of a call that the baseline allows.
    Row("access", [:], .failed(errno: 2), without: ["access"], failed: 1),
    Row("chown", [:], .failed(errno: 1), without: ["chown"], failed: 1),
    // Refused is not used.
    Row("access", [:], .failed(errno: 38), without: ["access"], unused: 1),
    Row("mount", [:], .failed(errno: 1), unused: 1),
    Row("mount", [:], .denied, unused: 1),
    // Outside of the baseline is not the profile's failure.
    Row("mount", outside: 1),
    Row("clone", [0: 0x1000_0011], outside: 1),
    Row("read", on: .aarch64, outside: 1),
    Row("#999", outside: 1),
    Row("#999", [:], .failed(errno: 38), unused: 1),
    Row("no_such_call", unnumbered: 1),
    Row("no_such_call", [:], .failed(errno: 38), unused: 1),
    // Known arguments decide.
    Row("clone", [0: 0x11]),
    Row(
      "clone", [0: 0x11], without: ["clone"],
      adding: [.allow("clone", Condition(0, .equal, 0x3d0f00))], failed: 1),
    // The upper half of a negative int may be either extension.
    Row(
      "ioctl", [1: 0x8004_5430], without: ["ioctl"],
      adding: [.allow("ioctl", Condition(1, .equal, 0x8004_5430))], undecided: 1, warnings: 1),
    Row(
      "ioctl", [1: 0x8004_5430], without: ["ioctl"],
      adding: [.allow("ioctl", Condition(1, masked: 0xffff_ffff, equals: 0x8004_5430))]),
    Row("personality", [0: 0xffff_ffff]),
    // A log without arguments leaves open what the baseline leaves open...
    Row("clone", undecided: 1),
    // ...which is told where the profile is narrower...
    Row(
      "clone", without: ["clone"], adding: [.allow("clone", Condition(0, .equal, 0x11))],
      undecided: 1, warnings: 1),
    Row(
      "getpid", without: ["getpid"], adding: [.allow("getpid", Condition(0, .equal, 0x11))],
      undecided: 1, warnings: 1),
    // ...and a failure where it refuses whatever the arguments are.
    Row("clone", without: ["clone"], failed: 1),
    // i386 reaches these through socketcall and ipc alone.
    Row("accept", on: .x86),
    Row("accept", on: .x86, without: ["accept", "socketcall"], failed: 1),
    Row("semop", on: .x86, without: ["semop", "ipc"], failed: 1),
    Row("socket", [0: 2], on: .x86),
    Row("accept4", on: .x86, without: ["accept4", "socketcall"], failed: 1),
  ])
  func observationIsHeldAgainstBothFilters(_ row: Row) throws {
    let observations = Sample.observations([row.seen])
    let profile = Sample.reduced(observations).changed(without: row.without, adding: row.adding)
    let report = try Sample.report(on: profile, observations: observations)
    let replay = report.summary.replay
    #expect(replay.failed == row.failed)
    #expect(replay.undecided == row.undecided)
    #expect(replay.outside == row.outside)
    #expect(replay.unused == row.unused)
    #expect(replay.unnumbered == row.unnumbered)
    #expect(replay.outsideCalls == (row.outside + row.unnumbered > 0 ? [row.seen.name] : []))
    #expect(report.findings(.outsideBaseline, .warning).flatMap(\.calls) == replay.outsideCalls)
    let own = report.findings.filter { $0.kind == .needsMore && $0.location != nil }
    #expect(own.count { $0.severity == .error } == row.failed, "\(own)")
    #expect(own.count { $0.severity == .warning } == row.warnings, "\(own)")
    #expect(own.allSatisfy { $0.location == SourceLocation(file: "trace", line: 1) })
    #expect(report.undecided.count == row.undecided)
  }

  @Test func callThatRanOutsideTheBaselineIsAnErrorForTheStrict() throws {
    let observations = Sample.observations(.init("read"), .init("mount"), .init("mount"))
    let report = try Sample.report(on: Sample.reduced(observations), observations: observations)
    let finding = try #require(report.findings(.outsideBaseline, .warning).first)
    #expect(finding.location == SourceLocation(file: "trace", line: 2))
    #expect(
      finding.message.hasPrefix(
        "x86_64 mount() ran while recording (2 times), but the baseline answers EPERM (errno 1)"),
      "\(finding.message)")
    #expect(report.passes)
    let strict = try Sample.report(
      on: Sample.reduced(observations), observations: observations,
      circumstances: Circumstances(isStrict: true))
    #expect(!strict.passes)
    #expect(strict.findings(.outsideBaseline).map(\.calls) == [["mount"]])
  }

  /// Each with its own arguments and number; many are counted together.
  @Test(arguments: [
    (
      "socket", [40, 38],
      "x86_64 socket(AF_VSOCK) ran while recording (once), and so did x86_64 socket(AF_ALG) (once), but the"
    ),
    ("bpf", [0, 1, 2, 3, 4], " (once), 2 with other arguments (2 times), but the baseline"),
  ])
  func callsOutsideTheBaselineAreToldWithTheirArguments(
    name: String, values: [UInt64], facts: String
  ) throws {
    let observations = Sample.observations(
      values.map { .init(name, [0: $0], .failed(errno: 97)) }
        + [.init("mount"), .init("mount", [:], .failed(errno: 1))])
    let findings = try Sample.report(on: Sample.reduced(observations), observations: observations)
      .findings(.outsideBaseline, .warning)
    let finding = try #require(findings.first { $0.calls == [name] })
    #expect(finding.location == SourceLocation(file: "trace", line: 1))
    #expect(finding.facts.contains(facts), "\(finding.facts)")
    #expect(findings.contains { $0.facts.hasPrefix("x86_64 mount() ran while recording (once)") })
  }

  @Test func callThatAnotherStandsInForIsCountedAlone() throws {
    let observations = Sample.observations(.init("clone3"))
    let report = try Sample.report(on: Sample.reduced(observations), observations: observations)
    #expect(report.findings == [])
    #expect(report.summary.replay.outsideCalls == ["clone3"])
    let bare = Sample.reduced(observations).changed(without: ["clone"])
    let findings = try Sample.report(on: bare, observations: observations).findings
    #expect(findings.map(\.calls).contains(["clone3"]))
  }

  @Test func namesOfForgedLogsAreEscaped() throws {
    let observations = Sample.observations(.init("evil\u{1b}[2J"))
    let report = try Sample.report(on: Sample.reduced(), observations: observations)
    #expect(report.findings.allSatisfy { !$0.message.contains("\u{1b}") })
  }

  @Test func callsThatNoRunShowsAreAWarning() throws {
    let observations = Sample.observations(Sample.service)
    let profile = Sample.reduced(observations).changed(adding: [.allow("link"), .allow("getuid")])
    let report = try Sample.report(on: profile, observations: observations)
    let unused = report.findings(.unused, .warning)
    #expect(unused.map(\.calls) == [["getuid", "link"]])
    #expect(unused.first?.message.contains("not seen in 1 run") == true)
    #expect(report.passes)
    #expect(try Sample.report(on: profile).findings(.unused, .warning) == [])
  }
}
