import Findings
import Profiles
import Seccomp
import Syscalls
import Testing
import Verification

@Suite struct NamesTests {
  @Test func nameThatNoLinuxHasIsAWarning() throws {
    let profile = Sample.reduced().changed(
      adding: [.allow("opeanat"), Rule(names: ["nor_this"], action: .killThread)])
    let findings = try Sample.report(on: profile).findings(.unknownSyscall, .warning)
    #expect(findings.map(\.calls) == [["opeanat"]])
    #expect(findings.first?.message.contains("check its spelling") == true)
  }

  @Test(.enabled(if: !Libseccomp.knows("mseal"), "this libseccomp knows mseal"))
  func nameThatIsTooNewIsAWarningWithItsRelease() throws {
    let profile = Sample.reduced().changed(without: ["mseal"], adding: [.allow("mseal")])
    let findings = try Sample.report(on: profile).findings(.unknownSyscall, .warning)
    #expect(
      findings.first?.message.contains(
        "mseal is in Linux since 6.10, and in libseccomp since 2.5.6 and 2.6.0") == true)
  }

  @Test(.enabled(if: !Libseccomp.knows("mseal"), "this libseccomp knows mseal"))
  func namesOfOneReleaseAreOneFindingAtTheFirst() throws {
    let text = """
      {"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [
        {"names": ["read", "statmount"], "action": "SCMP_ACT_ALLOW"},
        {"names": ["mseal", "uretprobe"], "action": "SCMP_ACT_ALLOW"}]}
      """
    let finding = try #require(try dropped(by: text).first)
    #expect(finding.calls == ["mseal", "statmount"])
    #expect(finding.location?.withinFile == "/syscalls/0/names/1 (2:22)")
    #expect(
      finding.facts.hasSuffix(
        "does not know mseal, statmount, and runtimes drop them silently, so that the calls stay refused."
      ))
    #expect(
      finding.help
        == "They are in libseccomp since 2.5.6 and 2.6.0; use a newer one, or do without the calls."
    )
  }

  /// What becomes of a call whose rule is dropped, the default action says.
  @Test(
    .enabled(if: !Libseccomp.knows("mseal"), "this libseccomp knows mseal"),
    arguments: [
      ("ERRNO", "ALLOW", "so that the call stays refused."),
      ("KILL", "NOTIFY", "so that the call stays refused."),
      ("ERRNO", "KILL", nil),
      ("ALLOW", "ERRNO", "so that the default action SCMP_ACT_ALLOW answers, and lets it run."),
      ("LOG", "KILL", "so that the default action SCMP_ACT_LOG answers, and lets it run."),
      ("LOG", "ALLOW", "so that the default action SCMP_ACT_LOG answers."),
      ("ALLOW", "ALLOW", nil),
    ])
  func consequenceOfADroppedNameIsTheDefaultActions(
    fallback: String, action: String, end: String?
  ) throws {
    let text = """
      {"defaultAction": "SCMP_ACT_\(fallback)", "listenerPath": "/run/listener",
       "syscalls": [{"names": ["mseal"], "action": "SCMP_ACT_\(action)"}]}
      """
    let findings = try dropped(by: text)
    #expect(findings.count == (end == nil ? 0 : 1))
    if let end { #expect(findings.first?.facts.hasSuffix(end) == true) }
  }

  private func dropped(by text: String) throws -> [Finding] {
    let environment = Environment(architecture: .x86_64, kernel: KernelVersion(6, 18))
    var warnings: [Finding] = []
    let profile = try Profile(decoding: Array(text.utf8), file: "p.json", warnings: &warnings)
    return try EnforcedProfile(compiling: profile.resolved(for: environment), for: environment)
      .droppedNames(in: environment)
  }

  @Test func callOfOtherArchitecturesIsNotMissed() throws {
    let profile = Sample.reduced().changed(adding: [.allow("riscv_hwprobe")])
    #expect(try Sample.report(on: profile).findings(.unknownSyscall, .warning) == [])
  }

  @Test func profileWithoutAFilterIsInvalid() throws {
    let profile = Sample.reduced().changed(
      without: ["socket"],
      adding: [
        .allow("socket", Condition(0, .equal, 2)),
        Rule(names: ["socket"], action: .killThread, conditions: [Condition(0, .equal, 2)]),
      ])
    let report = try Sample.report(on: profile)
    #expect(report.findings(.invalid).map(\.calls) == [["socket"]])
    #expect(!report.passes)
  }

  /// runc: `listenerPath is not set`.
  @Test(arguments: [nil, Listener(path: "/run/l.sock")])
  func notificationWithoutAListenerIsInvalid(_ listener: Listener?) throws {
    let notifying = Sample.reduced().changed(adding: [Rule(names: ["mount"], action: .notify)])
    let profile = FlatProfile(
      defaultAction: notifying.defaultAction, architectures: notifying.architectures,
      listener: listener, rules: notifying.rules)
    let findings = try Sample.report(on: profile).findings(.invalid)
    #expect(findings.count == (listener == nil ? 1 : 0), "\(findings)")
    for finding in findings {
      #expect(finding.message.contains("told no listenerPath"), "\(findings)")
    }
  }

  /// A listener that nobody is asked for is no matter.
  @Test func profileWithoutNotificationNeedsNoListener() throws {
    #expect(try Sample.report(on: Sample.reduced()).findings(.invalid) == [])
  }

  /// An error where this libseccomp gets them wrong, a warning where it does not.
  @Test func rulesThatLibseccompMayCompileWronglyAreTold() throws {
    let profile = Sample.reduced().changed(
      without: ["ioctl"],
      adding: [
        .allow("ioctl", Condition(0, .notEqual, 16), Condition(1, .notEqual, 3)),
        .allow("ioctl", Condition(0, .notEqual, 2)),
      ])
    let findings = try Sample.report(on: profile).findings
    #expect(findings.filter { $0.kind == .miscompiled }.map(\.calls) == [["ioctl"]])
    #expect(!findings.contains { $0.kind == .invalid })
  }
}
