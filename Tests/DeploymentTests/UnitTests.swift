import Deployment
import Findings
import Profiles
import Syscalls
import Testing

/// Units of systemd.
@Suite struct UnitTests {
  private static func unit(_ lines: String...) -> String {
    "# a unit\n[Unit]\nDescription=web\n[Service]\nExecStart=/usr/sbin/web\n"
      + lines.map { $0 + "\n" }.joined()
  }

  static let rows: [(text: String, found: [String])] = [
    (unit("SystemCallFilter=read write"), []),
    (unit(), ["error profile-not-in-force 5"]),
    (unit("SystemCallFilter=read", "SystemCallFilter="), ["error profile-not-in-force 5"]),
    (
      unit("SystemCallFilter=read", "ExecStartPre=-+/bin/setup"),
      ["error profile-not-in-force 7"]
    ),
    (unit("SystemCallFilter=read raed"), ["note not-checked 6"]),
    (unit("SystemCallFilter=@system-servcie"), ["note not-checked 6"]),
    (unit("SystemCallFilters=read"), ["error profile-not-in-force 5", "note not-checked 6"]),
    (unit("SystemCallFilter=read", "just words"), ["note not-checked 7"]),
    (unit("SystemCallFilter=read", "SystemCallErrorNumber=EPREM"), ["note not-checked 7"]),
    (unit("SystemCallFilter=read", "UnknownOption=yes"), []),
    (
      "[Unit]\nSystemCallFilter=read\n[Service]\nExecStart=/bin/a\n",
      ["error profile-not-in-force 4", "note not-checked 2"]
    ),
    (
      "[Service]\nExecStart=/usr/bin/docker run --rm nginx\n", ["note not-checked 2"]
    ),
    ("[Unit]\nDescription=a\n[Socket]\nListenStream=80\n", ["note not-checked 2"]),
    ("[Container]\nImage=nginx\nSeccompProfile=/etc/web.json\n", []),
    ("[Container]\nImage=nginx\nSeccompProfile=unconfined\n", ["error profile-not-in-force 3"]),
    (
      "[Container]\nImage=nginx\nPodmanArgs=--security-opt seccomp=unconfined\n",
      ["error profile-not-in-force 3"]
    ),
  ]

  @Test(arguments: rows) func unitIsChecked(_ text: String, _ expected: [String]) throws {
    let found = try findings(text, in: "etc/web.service")
    #expect(found.map(\.short) == expected, "\(found)")
    #expect(found.allSatisfy { $0.help?.isEmpty == false })
  }

  /// A drop-in does not say all; what is read after the unit does.
  @Test func dropInsAreReadAfterTheUnit() throws {
    #expect(try findings("[Service]\nNice=1\n", in: "web.service.d/a.conf").isEmpty)
    let whole = try Deployment(
      reading: .init(path: "web.service", bytes: Array(Self.unit().utf8)),
      dropIns: [
        .init(path: "web.service.d/a.conf", bytes: Array("[Service]\nSystemCallFilter=read\n".utf8))
      ], project: "/")
    #expect(whole.workloads.first?.seccomp != nil)
    let shown = "# /etc/systemd/system/other.service\n" + Self.unit()
    #expect(
      try Deployment(reading: .init(path: "-", bytes: Array(shown.utf8)), project: "/")
        .workloads.first?.otherNames == ["other"])
  }

  /// What assignments say of calls: `ptrace`, `read`, and one that stands in @default.
  @Test(
    arguments: [
      (["read"], [nil, .allow, .allow]),
      (["read ptrace"], [.allow, .allow, .allow]),
      (["read \\", "  ptrace"], [.allow, .allow, .allow]),
      (["read", "ptrace"], [.allow, .allow, .allow]),
      (["read", "~getpid"], [nil, .allow, nil]),
      (["read", "~getpid:ENOSYS"], [nil, .allow, .errno(.ENOSYS)]),
      (["@system-service"], [nil, .allow, .allow]),
      (["@system-service", "~@default"], [nil, .allow, nil]),
      (["~ptrace"], [.killProcess, nil, nil]),
      (["~ptrace:EPERM"], [.errno(.EPERM), nil, nil]),
      (["~ptrace:1"], [.errno(.EPERM), nil, nil]),
      (["~ptrace:kill"], [.killProcess, nil, nil]),
      (["~@debug", "ptrace"], [nil, nil, nil]),
      (["~ptrace", "", "read"], [nil, .allow, .allow]),
    ] as [([String], [Action?])])
  func assignmentsAddUp(_ values: [String], _ expected: [Action?]) throws {
    let lines =
      values.first?.hasSuffix("\\") == true
      ? "SystemCallFilter=" + values.joined(separator: "\n")
      : values.map { "SystemCallFilter=\($0)" }.joined(separator: "\n")
    let deployment = try Deployment(
      reading: .init(path: "web.service", bytes: Array(Self.unit(lines).utf8)), project: "/")
    guard case .calls(let filter)? = deployment.workloads.first?.seccomp?.value else {
      Issue.record("no filter")
      return
    }
    let profile = filter.profile(on: .x86_64)
    let answers = ["ptrace", "read", "getpid"].map { name in
      profile.rules.first { $0.names.contains(name) }?.action
    }
    #expect(answers == expected)
    #expect(profile.defaultAction == (filter.isAllowList ? .killProcess : .allow))
  }

  @Test func filterIsForTheMachinesABIs() throws {
    let text = Self.unit(
      "SystemCallFilter=read", "SystemCallErrorNumber=EPERM", "SystemCallArchitectures=native")
    let deployment = try Deployment(
      reading: .init(path: "web.service", bytes: Array(text.utf8)), project: "/")
    guard case .calls(let filter)? = deployment.workloads.first?.seccomp?.value else {
      Issue.record("no filter")
      return
    }
    #expect(filter.profile(on: .x86_64).architectures == [.x86_64])
    #expect(filter.profile(on: .x86_64).defaultAction == .errno(.EPERM))
  }

  @Test func hostileNamesAreEscaped() throws {
    let found = try findings(
      Self.unit("SystemCallFilter=\u{1b}[2J\u{202e}", "\u{1b}]0;x"), in: "\u{1b}[2J.service")
    #expect(found.count == 2)
    #expect(
      found.allSatisfy {
        $0.description.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0 != "\u{202e}" }
      }, "\(found)")
  }
}
