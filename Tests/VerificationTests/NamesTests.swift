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

  /// runc: `listenerPath is not set`. Docker 20.10 drops the path.
  @Test(
    arguments: [
      (nil, false, "has no listenerPath"), (Listener(path: "/run/l.sock"), false, nil),
      (Listener(path: "/run/l.sock"), true, "Docker 20.10"), (nil, true, "has no listenerPath"),
    ] as [(Listener?, Bool, String?)])
  func notificationWithoutAListenerIsInvalid(
    _ listener: Listener?, isDropped: Bool, words: String?
  ) throws {
    let notifying = Sample.reduced().changed(adding: [Rule(names: ["mount"], action: .notify)])
    let profile = FlatProfile(
      defaultAction: notifying.defaultAction, architectures: notifying.architectures,
      listener: listener, rules: notifying.rules)
    var circumstances = Circumstances()
    circumstances.engineDropsListener = isDropped
    let findings = try Sample.report(on: profile, circumstances: circumstances).findings(.invalid)
    #expect(findings.count == (words == nil ? 0 : 1), "\(findings)")
    if let words { #expect(findings.first?.message.contains(words) == true, "\(findings)") }
  }

  /// A listener that nobody is asked for is no matter.
  @Test func profileWithoutNotificationNeedsNoListener() throws {
    var circumstances = Circumstances()
    circumstances.engineDropsListener = true
    let report = try Sample.report(on: Sample.reduced(), circumstances: circumstances)
    #expect(report.findings(.invalid) == [])
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
