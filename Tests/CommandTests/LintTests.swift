import Foundation
import TestSupport
import Testing

/// `lint` with the files that a deployment names.
@Suite struct LintTests {
  private let folder: TemporaryFolder
  private static let profile = Command.package.appending(path: "profiles/nginx.json")

  init() throws {
    folder = try TemporaryFolder()
    try FileManager.default.createDirectory(
      at: folder / "app/profiles", withIntermediateDirectories: true)
    try FileManager.default.copyItem(at: Self.profile, to: folder / "app/profiles/web.json")
    try folder.write(Self.text(naming: "profiles/web.json"), to: "app/compose.yaml")
  }

  private static func text(naming profile: String) -> String {
    """
    services:
      web:
        user: "101"
        read_only: true
        cap_drop: [ALL]
        security_opt: ["seccomp=\(profile)", "no-new-privileges:true"]
        mem_limit: 100m
        pids_limit: 100
    """
  }

  private func lint(_ arguments: String..., input: String = "") throws -> Command {
    try Command(["lint"] + arguments, in: folder.url, input: input)
  }

  /// As Compose looks for them: from the file's own folder.
  @Test func profilesAreLookedForFromTheFilesFolder() throws {
    let run = try lint("app/compose.yaml")
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.errors.isEmpty && run.output == "app/compose.yaml: nothing found\n")
    let elsewhere = try lint("-", input: Self.text(naming: "profiles/web.json"))
    #expect(elsewhere.status == 1)
    #expect(
      elsewhere.errors.hasPrefix("standard input:6:20: error: /services/web/security_opt/0: "),
      "\(elsewhere.errors)")
    let here = try lint("-", input: Self.text(naming: "./app/profiles/web.json"))
    #expect(here.status == 0, "\(here.errors)")
  }

  @Test(arguments: [
    ("{ \"defaultAction\": \"SCMP_ACT_ALOW\" }", "app/profiles/web.json:1:20: "),
    ("{ \"defaultAction\": ", "app/profiles/web.json:1:"),
    ("", "app/profiles/web.json"),
  ])
  func brokenProfileIsMissing(_ text: String, _ place: String) throws {
    try folder.write(text, to: "app/profiles/web.json")
    let run = try lint("app/compose.yaml")
    #expect(run.status == 1)
    #expect(run.errors.contains(place) && run.errors.contains("[profile-missing]"), "\(run.errors)")
  }

  @Test func severitiesAreTheUsers() throws {
    let open = Self.text(naming: "profiles/web.json").replacing(
      "read_only: true", with: "tty: true")
    try folder.write(open, to: "app/compose.yaml")
    #expect(try lint("app/compose.yaml").status == 0)
    #expect(try lint("app/compose.yaml", "--fail-on", "writable-root").status == 1)
    try folder.write(
      open.replacing("tty: true", with: "privileged: true"), to: "app/compose.yaml")
    #expect(try lint("app/compose.yaml").status == 1)
    let warned = try lint(
      "app/compose.yaml", "--warn-on", "privileged,profile-not-in-force", "--json")
    #expect(warned.status == 0, "\(warned.errors)")
    #expect(warned.output.contains(#""severity": "warning""#))
  }

  @Test(arguments: ["unused", "nothing", "invalid"])
  func wrongNameOfARuleIsToldAt64(_ name: String) throws {
    #expect(try lint("app/compose.yaml", "--warn-on", name).status == 64)
  }

  /// Others are checked all the same.
  @Test func unreadableFileDoesNotHideOthers() throws {
    let bad = Self.text(naming: "unconfined")
    try folder.write(bad, to: "bad.yaml")
    try folder.write("services:\n\tweb:\n", to: "tab.yaml")
    let run = try lint("tab.yaml", "bad.yaml", "app/compose.yaml")
    #expect(run.status == 2)
    #expect(run.errors.contains("tab.yaml:2:1: error: ") && run.errors.contains("[invalid]"))
    #expect(run.errors.contains("bad.yaml:6:20: error: ") && run.errors.contains("unconfined"))
    #expect(run.output.contains("3 files: 1 pass, 2 not: tab.yaml, bad.yaml"), "\(run.output)")
  }

  /// Each rule has its own tags and risk, and GitHub keeps the results apart from those of `verify`.
  @Test func sarifNamesTheRules() throws {
    try folder.write(Self.text(naming: "unconfined"), to: "app/compose.yaml")
    let run = try lint("app/compose.yaml", "--format", "sarif", "-o", "lint.sarif", "-q")
    #expect(run.status == 1)
    let log =
      try JSONSerialization.jsonObject(
        with: Data(try folder.contents(of: "lint.sarif").utf8)) as? [String: Any]
    let first = try #require((log?["runs"] as? [[String: Any]])?.first)
    #expect((first["automationDetails"] as? [String: Any])?["id"] as? String == "whittle/lint/")
    let driver = try #require((first["tool"] as? [String: [String: Any]])?["driver"])
    let rules = try #require(driver["rules"] as? [[String: Any]])
    for rule in rules {
      let properties = try #require(rule["properties"] as? [String: Any])
      let tags = try #require(properties["tags"] as? [String])
      #expect(tags.contains("security") && tags.count <= 20 && Set(tags).count == tags.count)
      let help = try #require(rule["help"] as? [String: String])
      #expect(!(help["text"] ?? "").isEmpty && !(help["markdown"] ?? "").isEmpty)
    }
    let results = try #require(first["results"] as? [[String: Any]])
    #expect(results.count == 1)
    let index = try #require(results.first?["ruleIndex"] as? Int)
    let properties = try #require(rules[index]["properties"] as? [String: Any])
    #expect(rules[index]["id"] as? String == "profile-not-in-force")
    #expect(properties["security-severity"] as? String == "9.5")
    #expect((properties["tags"] as? [String])?.contains("cis-docker-5.22") == true)
  }
}

/// What Compose itself makes of a file.
@Suite struct ComposeReaderTests {
  private static let compose = ["/usr/bin/docker-compose", "/usr/local/bin/docker-compose"]
    .map { URL(filePath: $0) }.first { FileManager.default.isExecutableFile(atPath: $0.path) }

  /// Short and long forms, merge keys, anchors, variables.
  private static let text = """
    version: "3.8"
    x-common: &common
      image: app
      read_only: true
      security_opt: ["no-new-privileges:true", "seccomp=./${PROFILE:-web}.json"]
    services:
      web:
        <<: *common
        user: "101"
        cap_drop: [ALL]
        mem_limit: 100m
        pids_limit: 100
        volumes: ["./data:/data", "/etc:/etc:ro", "vol:/v", "../../../proc:/p"]
        networks: [a]
      db:
        <<: *common
        privileged: true
        pid: host
        cap_add: [SYS_ADMIN]
        volumes: ["/var/run/docker.sock:/var/run/docker.sock", { type: bind, source: /usr, target: /usr }]
        deploy: { resources: { limits: { memory: 1g } } }
        networks: [a, b]
    networks: { a: {}, b: { internal: true } }
    volumes: { vol: {} }
    """

  @Test(.enabled(if: compose != nil, "there is no docker-compose"))
  func lintFindsTheSameInWhatComposeMakesOfAFile() throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.text, to: "docker-compose.yml")
    try FileManager.default.copyItem(
      at: Command.package.appending(path: "profiles/redis.json"), to: folder / "web.json")
    let resolved = try Command(
      ["config"], of: try #require(Self.compose), in: folder.url)
    try #require(resolved.status == 0, "\(resolved.errors)")
    try folder.write(resolved.output, to: "resolved.yml")
    func findings(_ file: String) throws -> [String] {
      let run = try Command(["lint", file, "--json", "-q"], in: folder.url)
      let log =
        try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [[String: Any]]
      return try #require(log?.first?["findings"] as? [[String: Any]]).map { finding in
        ["kind", "severity", "service"].map { finding[$0] as? String ?? "" }.joined(separator: " ")
      }.sorted()
    }
    let raw = try findings("docker-compose.yml")
    // Variables are Compose's business.
    #expect(raw.count { $0.hasPrefix("not-checked note") } == 2, "\(raw)")
    let found = try findings("resolved.yml")
    #expect(found == raw.filter { !$0.hasPrefix("not-checked") })
    #expect(found.contains("host-control-socket error db") && found.count > 8, "\(found)")
  }
}

/// `lint` where profiles are checked in, and compared with what runs.
@Suite struct DeployedProfileTests {
  private let folder: TemporaryFolder
  private static let nginx = Command.package.appending(path: "profiles/nginx.json")

  /// Names alone, which systemd can say, too.
  private static let plain = """
    { "defaultAction": "SCMP_ACT_ERRNO", "architectures": ["SCMP_ARCH_X86_64"],
      "syscalls": [
        { "names": ["execve", "read", "write", "exit_group", "getpid"], "action": "SCMP_ACT_ALLOW" },
        { "names": ["clone3"], "action": "SCMP_ACT_ERRNO", "errnoRet": 38 }
      ] }

    """

  init() throws {
    folder = try TemporaryFolder()
    try FileManager.default.createDirectory(
      at: folder / "profiles", withIntermediateDirectories: true)
    try folder.write(Self.plain, to: "profiles/web.json")
  }

  private func lint(_ arguments: String..., input: String = "") throws -> Command {
    try Command(["lint"] + arguments, in: folder.url, input: input)
  }

  private static func inspection(_ profile: String) throws -> String {
    let object: [[String: Any]] = [
      [
        "Id": "1", "Name": "/web",
        "HostConfig": [
          "SecurityOpt": ["seccomp=\(profile)", "no-new-privileges"], "CapDrop": ["ALL"],
          "ReadonlyRootfs": true, "Memory": 1_000_000, "PidsLimit": 10,
        ], "Config": ["User": "101"],
      ]
    ]
    return String(decoding: try JSONSerialization.data(withJSONObject: object), as: UTF8.self)
  }

  /// The text that Docker keeps is compared by what it means.
  @Test func profileOfAContainerIsCompared() throws {
    let same = Self.plain.replacing(
      #""execve", "read", "write""#, with: #""write", "read", "execve", "read""#)
    let run = try lint("-", input: try Self.inspection(same))
    #expect(run.status == 0 && run.output == "standard input: nothing found\n", "\(run.errors)")

    let other = Self.plain.replacing("\"read\"", with: "\"ptrace\"")
    let found = try lint("-", "--json", "-q", input: try Self.inspection(other))
    #expect(found.status == 1)
    let log =
      try JSONSerialization.jsonObject(with: Data(found.output.utf8)) as? [[String: Any]]
    let findings = try #require(log?.first?["findings"] as? [[String: Any]])
    #expect(findings.map { $0["kind"] as? String } == ["profile-differs"], "\(found.output)")
    #expect(
      (findings.first?["message"] as? String)?.contains(
        "it lets run what the profile refuses (ptrace); it refuses what the profile allows (read)."
      ) == true, "\(found.output)")
    let witness = try #require((findings.first?["witnesses"] as? [[String: Any]])?.first)
    #expect(witness["text"] as? String == "x86_64 ptrace(): allow, in the profile errno 1")
    #expect(witness["profile"] as? String == "errno 1")
  }

  /// What whittle writes for systemd means the same, and a line more does not.
  @Test func filterOfAUnitIsCompared() throws {
    let made = try Command(
      ["convert", "profiles/web.json", "--to", "systemd", "-o", "dropin"], in: folder.url)
    try #require(made.status == 0, "\(made.errors)")
    let unit = try folder.contents(of: "dropin") + "ExecStart=/bin/web\nCapabilityBoundingSet=\n"
    try folder.write(unit, to: "web.service")
    let run = try lint("web.service")
    #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")

    try FileManager.default.createDirectory(
      at: folder / "web.service.d", withIntermediateDirectories: true)
    try folder.write("[Service]\nSystemCallFilter=@mount\n", to: "web.service.d/more.conf")
    let found = try lint("web.service")
    #expect(found.status == 1)
    #expect(
      found.errors.contains("it lets run what the profile refuses (")
        && found.errors.contains("mount") && found.errors.contains("[profile-differs]"),
      "\(found.errors)")
  }

  private static let pod = """
    apiVersion: v1
    kind: Pod
    metadata: { name: web, annotations: { checkov.io/skip1: CKV_K8S_31=own } }
    spec:
      containers:
        - name: web
          securityContext:
            seccompProfile: { type: Localhost, localhostProfile: seccomp/web.json }

    """

  /// Held against containerd's default, whose words the exception may then take.
  @Test(arguments: [
    ("", "which lets nothing run that containerd's RuntimeDefault refuses; Checkov's"),
    (
      "{\"defaultAction\": \"SCMP_ACT_LOG\"}",
      "which lets calls run that containerd's RuntimeDefault refuses, such as "
    ),
    // containerd passes over the scope.
    (
      "{\"defaultAction\": \"SCMP_ACT_ERRNO\", \"syscalls\": [{\"names\": [\"mount\"], \"action\": "
        + "\"SCMP_ACT_ALLOW\", \"includes\": {\"caps\": [\"CAP_SYS_ADMIN\"]}}]}",
      "refuses, such as x86_64 mount()"
    ),
  ])
  func profileOfAPodIsHeldAgainstTheRuntimesDefault(profile: String, words: String) throws {
    if !profile.isEmpty { try folder.write(profile, to: "app/profiles/web.json") }
    try folder.write(
      Self.pod.replacing(", annotations: { checkov.io/skip1: CKV_K8S_31=own }", with: ""),
      to: "app/pod.yaml")
    let run = try lint("app/pod.yaml")
    #expect(run.errors.contains(words), "\(run.errors)")
  }

  /// In the repository by the end of its path; on the kubelet's machine by the whole.
  @Test func profileOfAPodIsLookedFor() throws {
    try folder.write(Self.pod, to: "pod.yaml")
    #expect(try lint("pod.yaml").status == 0)
    let gone = try lint(
      "-", input: Self.pod.replacing("seccomp/web.json", with: "seccomp/other.json"))
    #expect(gone.status == 1)
    #expect(gone.errors.contains("[profile-missing]") && gone.errors.contains("below profiles"))

    try FileManager.default.createDirectory(
      at: folder / "kubelet/seccomp/seccomp", withIntermediateDirectories: true)
    try folder.write(Self.plain, to: "kubelet/seccomp/seccomp/web.json")
    #expect(try lint("pod.yaml", "--kubelet", "kubelet").status == 0)
    try folder.write(
      Self.plain.replacing("\"read\", ", with: ""), to: "kubelet/seccomp/seccomp/web.json")
    let differs = try lint("pod.yaml", "--kubelet", "kubelet")
    #expect(
      differs.status == 1 && differs.errors.contains("[profile-differs]"), "\(differs.errors)")

    try FileManager.default.createDirectory(
      at: folder / "elsewhere", withIntermediateDirectories: true)
    let elsewhere = try lint("pod.yaml", "--profiles", "elsewhere")
    #expect(elsewhere.status == 1 && elsewhere.errors.contains("[profile-missing]"))
    #expect(try lint("pod.yaml", "--profiles", "nowhere").status == 64)
  }

  private static let compose = """
    services:
      web:
        user: "101"
        read_only: true
        cap_drop: [ALL]
        security_opt: ["seccomp=profiles/web.json", "no-new-privileges:true"]
        mem_limit: 100m
        pids_limit: 100

    """

  /// What it says of the service goes before names.
  @Test func configurationNamesTheProfileAndWhatItIsFor() throws {
    try folder.write(Self.compose, to: "compose.yaml")
    #expect(try lint("compose.yaml").status == 0)
    try folder.write(
      """
      { "services": { "web": { "capabilities": { "drop": ["ALL"] }, "noNewPrivileges": true,
                               "architectures": ["x86_64"], "runtime": "runc" } } }
      """, to: "whittle.json")
    let good = try lint("compose.yaml")
    #expect(good.status == 0 && good.errors.isEmpty, "\(good.errors)")

    try folder.write(
      """
      { "services": { "web": { "profile": "profiles/other.json", "capabilities": { "add": ["KILL"] },
                               "noNewPrivileges": false, "architectures": ["aarch64"] } } }
      """, to: "whittle.json")
    try folder.write(
      Self.plain.replacing("\"getpid\"", with: "\"gettid\""), to: "profiles/other.json")
    try folder.write(
      Self.compose.replacing("user:", with: "platform: linux/amd64\n    user:"),
      to: "compose.yaml")
    let found = try lint("compose.yaml")
    #expect(found.status == 1)
    let kinds = found.errors.split(separator: "\n").compactMap { $0.split(separator: "[").last }
    #expect(
      kinds == [
        "environment-differs]", "environment-differs]", "environment-differs]", "profile-differs]",
      ], "\(found.errors)")
    #expect(found.errors.contains("whittle.json:1:17: /services/web says that"))
  }

  /// The evidence beside the profile tells of capabilities.
  @Test func evidenceTellsOfCapabilities() throws {
    for name in ["nginx.json", "nginx.observations.json"] {
      try FileManager.default.copyItem(
        at: Command.package.appending(path: "profiles/\(name)"), to: folder / "profiles/\(name)")
    }
    let text = Self.compose.replacing("web.json", with: "nginx.json")
    try folder.write(text, to: "compose.yaml")
    let needed = try lint("compose.yaml")
    #expect(needed.status == 1 && needed.errors.contains("[capability-needed]"), "\(needed.errors)")
    try folder.write(text.replacing("    cap_drop: [ALL]\n", with: ""), to: "compose.yaml")
    let unused = try lint("compose.yaml")
    #expect(unused.status == 0 && unused.errors.contains("[capability-unused]"))
    // What is proposed is silent.
    let add = try #require(unused.errors.firstMatch(of: #/cap_add: \[[A-Z_, ]*\]/#)).output
    try folder.write(
      text.replacing("cap_drop: [ALL]", with: "cap_drop: [ALL]\n    \(add)"), to: "compose.yaml")
    let proposed = try lint("compose.yaml")
    #expect(proposed.status == 0 && proposed.errors.isEmpty, "\(proposed.errors)")
  }

  @Test func weaknessesOfTheKernelAreThoseThatTheProfileLeavesOpen() throws {
    try folder.write(
      Self.compose.replacing(#""seccomp=profiles/web.json", "#, with: "").replacing(
        "web:", with: "other:"), to: "compose.yaml")
    let open = try lint("compose.yaml", "--kernel", "5.10.50")
    #expect(open.errors.contains("[kernel-old]"), "\(open.errors)")
    #expect(open.errors.contains("that Docker's default profile leaves open: "))
    let later = try lint("compose.yaml", "--kernel", "6.18.1")
    #expect(!later.errors.contains("[kernel-old]"))
    try folder.write(Self.compose, to: "compose.yaml")
    let closed = try lint("compose.yaml", "--kernel", "5.10.50")
    #expect(closed.errors.isEmpty, "\(closed.errors)")
    for wrong in ["new", "6.1", "6.1.0-18-amd64"] {
      #expect(try lint("compose.yaml", "--kernel", wrong).status == 64)
    }
  }

  /// Names come from anybody, and go to terminals, runners and pages.
  @Test(arguments: ["text", "json", "sarif", "junit", "github", "markdown"])
  func namesAreEscapedInEveryForm(_ form: String) throws {
    let name = "a\u{1b}[2J\u{202e}b\r\n::error::x"
    let json = try JSONSerialization.data(withJSONObject: [name])
    let quoted = String(String(decoding: json, as: UTF8.self).dropFirst().dropLast())
      .replacing("\u{202e}", with: #"\u202e"#)
    let compose = """
      services: { \(quoted): { privileged: true, user: \(quoted), security_opt: [\(quoted)] } }
      """
    let pod =
      "{ \"apiVersion\": \"v1\", \"kind\": \(quoted), \"metadata\": { \"name\": \(quoted) }, "
      + "\"spec\": { \"template\": { \"spec\": { \"containers\": [{ \"name\": \(quoted) }] } } } }"
    let unit = "[Service]\nExecStart=/bin/a\nSystemCallFilter=a\u{1b}[2J\u{202e}\n"
    for text in [compose, pod, unit] {
      let run = try lint("-", "--format", form, input: text)
      #expect(run.status < 2, "\(run.errors)")
      let said = run.output + run.errors
      #expect(
        said.unicodeScalars.allSatisfy {
          ($0.value >= 0x20 || $0 == "\n" || $0 == "\t") && $0 != "\u{202e}" && $0 != "\u{7f}"
        }, "\(said.debugDescription)")
      #expect(!said.split(separator: "\n").contains { $0.hasPrefix("::error::x") })
    }
  }
}
