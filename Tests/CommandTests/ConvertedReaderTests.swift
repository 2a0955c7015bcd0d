import Deployment
import Foundation
import Profiles
import Syscalls
import TestSupport
import Testing

/// A sandbox that takes a converted profile.
enum Sandbox: String, CaseIterable {
  case bubblewrap, nsjail, systemd

  static func program(_ name: String) -> URL? {
    ["/usr/bin", "/usr/local/bin", "/usr/sbin", "/lib/systemd"].lazy
      .map { URL(filePath: "\($0)/\(name)") }
      .first { FileManager.default.isExecutableFile(atPath: $0.path) }
  }

  var isThere: Bool {
    switch self {
    case .bubblewrap: Self.program("bwrap") != nil && geteuid() == 0
    case .nsjail: Self.program("nsjail") != nil && geteuid() == 0
    case .systemd: Self.program("systemd") != nil && geteuid() == 0
    }
  }
}

/// Converted profiles, enforced by those they are for: what the kernel answers a program that makes calls by number.
@Suite(.serialized, .timeLimit(.minutes(1)))
struct ConvertedReaderTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Refused by Docker's default, and let through, with other registers that mean the same to the kernel.
  private static let calls = [
    ("mount,0,0,0", "EPERM"), ("clone,0x10000011", "EPERM"), ("unshare,0x10000000", "EPERM"),
    ("clone3,0,0", "ENOSYS"), ("personality,1", "EPERM"), ("personality,0x100000008", "EPERM"),
    ("personality,8", "returned"), ("socket,38,5,0", "EPERM"), ("getpid", "returned"),
  ]

  private static let numbers = [
    "mount": 165, "clone": 56, "unshare": 272, "clone3": 435, "personality": 135, "socket": 41,
    "getpid": 39,
  ]

  /// Calls of the probe that need no more than a list of names.
  private static let named = [
    ("mount,0,0,0", "EPERM"), ("clone,0x10000011", "EPERM"), ("clone3,0,0", "ENOSYS"),
    ("getrandom,0,0,0", "EPERM"), ("getpid", "returned"),
  ]

  private func probe() throws -> String {
    let source = Command.package.appending(path: "Tests/ContainerTests/probe.c").path
    let built = try Command(
      ["-O1", "-static", "-nostdlib", "-fno-stack-protector", source, "-o", "probe"],
      of: URL(filePath: "/usr/bin/cc"), in: folder.url)
    try #require(built.status == 0, "\(built.errors)")
    return (folder / "probe").path
  }

  private func convert(_ profile: String, to form: String, _ file: String) throws {
    let made = try Command(["convert", profile, "--to", form, "-o", file], in: folder.url)
    try #require(made.status == 0, "\(made.errors)")
  }

  private static func arguments(_ calls: [(String, String)]) -> [String] {
    calls.map { call, _ in
      let words = call.split(separator: ",", maxSplits: 1).map(String.init)
      let number = words[0] == "getrandom" ? 318 : numbers[words[0]] ?? 0
      return (["\(number)"] + words.dropFirst()).joined(separator: ",")
    }
  }

  private static func check(_ output: String, _ calls: [(String, String)]) {
    let answers = output.split(separator: "\n").map { $0.split(separator: " ") }
      .filter { $0.count > 1 }.map { String($0[1]) }
    #expect(answers == calls.map(\.1), "\(output)")
  }

  #if arch(x86_64)
    @Test(.enabled(if: Sandbox.bubblewrap.isThere, "there is no bwrap, or this is not root"))
    func bubblewrapLoadsTheProgram() throws {
      let probe = try probe()
      try convert("docker", to: "bpf", "docker.bpf")
      let bwrap = try #require(Sandbox.program("bwrap")).path
      let run = try Command(
        [
          "-c",
          "exec '\(bwrap)' --ro-bind / / --bind '\(folder.url.path)' '\(folder.url.path)' --seccomp 3 \"$@\" 3<docker.bpf",
          "sh", probe,
        ] + Self.arguments(Self.calls), of: URL(filePath: "/bin/sh"), in: folder.url)
      Self.check(run.output, Self.calls)
    }

    @Test(.enabled(if: Sandbox.nsjail.isThere, "there is no nsjail, or this is not root"))
    func nsjailReadsThePolicy() throws {
      let probe = try probe()
      try convert("docker", to: "nsjail", "docker.kafel")
      let run = try Command(
        ["-q", "-Mo", "--chroot", "/", "-P", "docker.kafel", "--", probe]
          + Self.arguments(Self.calls), of: try #require(Sandbox.program("nsjail")),
        in: folder.url)
      Self.check(run.output, Self.calls)
    }

    @Test(.enabled(if: Sandbox.systemd.isThere, "there is no systemd, or this is not root"))
    func systemdReadsTheDropIn() throws {
      let probe = try probe()
      try folder.write(
        """
        { "defaultAction": "SCMP_ACT_ERRNO", "architectures": ["SCMP_ARCH_X86_64"],
          "syscalls": [
            { "names": ["execve", "write", "exit_group", "getpid"], "action": "SCMP_ACT_ALLOW" },
            { "names": ["clone"], "action": "SCMP_ACT_ALLOW",
              "args": [{ "index": 0, "value": 2114060288, "valueTwo": 0, "op": "SCMP_CMP_MASKED_EQ" }] },
            { "names": ["clone3"], "action": "SCMP_ACT_ERRNO", "errnoRet": 38 }
          ] }
        """, to: "profile.json")
      try FileManager.default.createDirectory(
        at: folder / "configuration/systemd/user/probe.service.d", withIntermediateDirectories: true
      )
      try convert(
        "profile.json", to: "systemd",
        "configuration/systemd/user/probe.service.d/seccomp.conf")
      Self.check(try underSystemd(probe, Self.arguments(Self.named)), Self.named)
    }

    /// What the probe says that makes these calls in the unit whose drop-in is written.
    private func underSystemd(_ probe: String, _ calls: [String]) throws -> String {
      let words = ([probe] + calls).joined(separator: " ")
      try folder.write(
        """
        [Service]
        Type=oneshot
        ExecStart=\(words)
        StandardOutput=file:\((folder / "said").path)
        StandardError=file:\((folder / "complained").path)
        ExecStopPost=/bin/touch \((folder / "ended").path)

        """, to: "configuration/systemd/user/probe.service")
      // A manager of its own, with nothing of this machine's.
      let run = try Command(
        [
          "-m", "sh", "-c",
          """
          umount -l /sys/fs/cgroup; mount -t cgroup2 none /sys/fs/cgroup; mount -t tmpfs none /run
          mkdir -p /run/systemd/system /run/user-manager
          export XDG_RUNTIME_DIR=/run/user-manager XDG_CONFIG_HOME="$1"
          /lib/systemd/systemd --user --unit=probe.service </dev/null >/dev/null 2>&1 &
          i=0
          until [ -e "$2" ] || [ $((i += 1)) -gt 200 ]; do sleep 0.1; done
          kill -KILL $!
          """, "sh", (folder / "configuration").path,
          (folder / "ended").path,
        ], of: URL(filePath: "/usr/bin/unshare"), in: folder.url)
      let said = (try? String(contentsOf: folder / "said", encoding: .utf8)) ?? ""
      let complained = (try? String(contentsOf: folder / "complained", encoding: .utf8)) ?? ""
      try #require(!said.isEmpty, "\(run.output)\(run.errors)\(complained)")
      return said
    }

    /// `lint` takes the assignments of a unit for what systemd takes them.
    @Test(
      .enabled(if: Sandbox.systemd.isThere, "there is no systemd, or this is not root"),
      arguments: [
        [
          "SystemCallFilter=@system-service", "SystemCallFilter=~getpid @aio",
          "SystemCallFilter=~clone3:ENOSYS", "SystemCallErrorNumber=EPERM",
        ],
        [
          "SystemCallFilter=~@mount getpid:ENOSYS @raw-io", "SystemCallFilter=mount",
          "SystemCallErrorNumber=EPERM",
        ],
        [
          "SystemCallFilter=getpid", "SystemCallFilter=", "SystemCallFilter=@basic-io ~getpid",
          "SystemCallErrorNumber=ENOSYS",
        ],
      ])
    func lintReadsUnitsAsSystemdDoes(_ lines: [String]) throws {
      let names = ["mount", "clone3", "getrandom", "getpid"]
      let text = (["[Service]"] + lines).map { $0 + "\n" }.joined()
      let unit = try Deployment(
        reading: Deployment.File(path: "probe.service", bytes: Array(text.utf8)), project: "/")
      guard case .calls(let filter)? = unit.workloads.first?.seccomp?.value else {
        Issue.record("no filter was read")
        return
      }
      let profile = filter.profile(on: .x86_64)
      let expected = names.map { name in
        let rule = profile.rules.first { $0.names.contains(name) }
        return "\(rule?.action ?? profile.defaultAction)"
      }
      try FileManager.default.createDirectory(
        at: folder / "configuration/systemd/user/probe.service.d", withIntermediateDirectories: true
      )
      try folder.write(text, to: "configuration/systemd/user/probe.service.d/seccomp.conf")
      let said = try underSystemd(
        try probe(), Self.arguments(names.map { ("\($0),0,0,0", "") }))
      let answers = said.split(separator: "\n").map { $0.split(separator: " ") }
        .filter { $0.count > 1 }.map { answer in
          ["EPERM": "\(Action.errno(.EPERM))", "ENOSYS": "\(Action.errno(.ENOSYS))"][answer[1]]
            ?? "\(Action.allow)"
        }
      #expect(answers == expected, "\(said)")
    }
  #endif
}
