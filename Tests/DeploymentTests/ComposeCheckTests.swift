import Deployment
import Findings
import Testing

/// Every rule, in every form in which Compose takes what breaks it.
@Suite struct ComposeCheckTests {
  /// Two services of which nothing is to be said.
  static let good = """
    services:
      web:
        image: nginx
        user: "101"
        read_only: true
        cap_drop: [ALL]
        security_opt:
          - seccomp=web.json
          - no-new-privileges:true
        mem_limit: 100m
        pids_limit: 100
        networks: [front, back]
      db:
        image: postgres
        user: postgres
        read_only: true
        cap_drop: ["ALL"]
        cap_add: [CHOWN, setuid]
        security_opt: ["seccomp:./db.json", "no-new-privileges=true", "apparmor=docker-default"]
        deploy: { resources: { limits: { memory: 1g, pids: 50 } } }
        networks: { back: }
        volumes: ["data:/data", "./conf:/etc/conf", "/etc/localtime:/etc/localtime:ro", "/srv/data:/srv"]
    networks:
      front:
      back: { internal: true }
    volumes: { data: }
    """

  @Test func goodFileIsSilent() throws { #expect(try findings(Self.good) == []) }

  /// What the good file is changed to, and what is found then, `severity kind line`.
  struct Row: Sendable, CustomTestStringConvertible {
    let from: String
    let to: String
    let found: [String]

    var testDescription: String { to }

    init(_ from: String, _ to: String, _ found: String...) {
      self.from = from
      self.to = to
      self.found = found
    }
  }

  private static let seccomp = "- seccomp=web.json"
  private static let image = "image: nginx"
  private static let data = #"volumes: ["data:/data", "#

  static let rows: [Row] = [
    // The profile.
    Row(seccomp, "- seccomp=unconfined", "error profile-not-in-force 8"),
    Row(seccomp, "- seccomp:unconfined", "error profile-not-in-force 8"),
    // The last one holds.
    Row(seccomp, "\(seccomp)\n      - seccomp=unconfined", "error profile-not-in-force 9"),
    Row(seccomp, "- seccomp=unconfined\n      - seccomp=web.json"),
    Row(seccomp, "- apparmor=docker-default", "note profile-not-named 2"),
    Row(seccomp, "- seccomp=", "error profile-missing 8"),
    Row(seccomp, "- seccomp=gone.json", "error profile-missing 8"),
    Row(seccomp, "- seccomp:gone.json", "error profile-missing 8"),
    Row(seccomp, "- seccomp=${PROFILE}", "note not-checked 8"),
    Row(seccomp, "- ${OPTION}", "note not-checked 8"),
    Row(image, "runtime: runsc", "warning profile-not-in-force 3"),
    Row(image, "privileged: true", "error privileged 3", "error profile-not-in-force 3"),
    Row(image, #"privileged: "true""#, "error privileged 3", "error profile-not-in-force 3"),
    Row(image, "privileged: yes", "error privileged 3", "error profile-not-in-force 3"),
    Row(image, "privileged: false"),
    Row(image, "privileged: ${P:-false}", "note not-checked 3"),
    Row(image, "post_start: [{ command: id, privileged: true }]", "error privileged 3"),
    // docker/cli, `cli/compose/types/types.go`, `UnsupportedProperties`.
    Row(
      image, "deploy: { placement: { constraints: [node.role == worker] } }",
      "warning profile-not-in-force 3"),
    Row(image, "deploy: { update_config: { parallelism: 2 } }", "warning profile-not-in-force 3"),
    Row(image, "deploy: { placement: {}, replicas: 2 }"),
    // What gives the host away.
    Row(
      data, #"volumes: ["/var/run/docker.sock:/var/run/docker.sock:ro", "#,
      "error host-control-socket 22"),
    Row(data, #"volumes: ["/run/user/1000//docker.sock:/s", "#, "error host-control-socket 22"),
    Row(
      data, #"volumes: ["${S:-/x:y}:/run/docker.sock", "#, "error host-control-socket 22",
      "note not-checked 22"),
    Row(data, #"volumes: ["/run:/host:ro", "#, "error host-control-socket 22"),
    Row(
      data, #"volumes: [{ type: bind, source: /run/containerd/containerd.sock, target: /s }, "#,
      "error host-control-socket 22"),
    Row(data, #"use_api_socket: true\#n    volumes: ["#, "error host-control-socket 22"),
    Row(data, #"volumes: ["/etc:/etc", "#, "error writable-host-mount 22"),
    Row(data, #"volumes: ["/srv/../etc/:/etc:rw,z", "#, "error writable-host-mount 22"),
    Row(data, #"volumes: ["/etc/${X}:/etc", "#, "error writable-host-mount 22"),
    Row(data, #"volumes: ["../../../etc/x:/etc", "#, "error writable-host-mount 22"),
    Row(
      data, #"volumes: [{ type: bind, source: /usr, target: /u }, "#, "error writable-host-mount 22"
    ),
    Row(data, #"volumes: [{ type: bind, source: /usr, target: /u, read_only: true }, "#),
    Row(data, #"volumes: ["/usr:/u:z,ro", "#),
    Row(
      data, #"volumes: ["/:/host", "#, "error host-control-socket 22",
      "error writable-host-mount 22"),
    Row(data, #"volumes: ["${DIR}:/host", "#, "note not-checked 22"),
    Row(data, #"volumes: ["./${DIR}:/host", "#),
    Row(
      "volumes: { data: }",
      "volumes: { data: { driver_opts: { type: none, o: bind, device: /etc } } }",
      "error writable-host-mount 22"),
    Row(data, #"volumes: ["/proc:/host/proc", "#, "error proc-or-sys-exposed 22"),
    Row(data, #"volumes: ["/sys/kernel:/k:ro", "#, "warning proc-or-sys-exposed 22"),
    Row(seccomp, "\(seccomp)\n      - systempaths=unconfined", "error proc-or-sys-exposed 9"),
    Row(image, "volumes_from: [db]", "note not-checked 3"),
    // Namespaces.
    Row(image, "pid: host", "error host-namespace 3"),
    Row(image, "ipc: host", "error host-namespace 3"),
    Row(image, "uts: host", "error host-namespace 3"),
    Row(image, "cgroup: host", "error host-namespace 3"),
    Row("networks: [front, back]", "network_mode: host", "error host-namespace 12"),
    Row("networks: [front, back]", "network_mode: none"),
    Row("front:", "front: { external: true, name: host }", "error host-namespace 2"),
    Row(image, "pid: service:db"),
    Row(image, "userns_mode: host", "warning userns-host 3"),
    // Capabilities.
    Row(image, "cap_add: [SYS_ADMIN]", "error capability-added 3"),
    Row(image, "cap_add:\n      - cap_sys_ptrace", "error capability-added 4"),
    Row(image, "cap_add: [all]", "error capability-added 3"),
    Row(image, "cap_add: [SYS_NICE]", "warning capability-added 3"),
    Row(image, "cap_add: [SYS_ADMNI]", "warning capability-added 3"),
    Row(image, "cap_add: [NET_BIND_SERVICE]"),
    Row("cap_drop: [ALL]", "cap_drop: [NET_RAW]", "note capabilities-kept 2"),
    // What else holds a container.
    Row(seccomp, "\(seccomp)\n      - apparmor:unconfined", "error lsm-off 9"),
    Row(seccomp, "\(seccomp)\n      - label=disable", "error lsm-off 9"),
    Row(seccomp, "\(seccomp)\n      - label:type:spc_t", "error lsm-off 9"),
    Row(seccomp, "\(seccomp)\n      - label:type:web_t"),
    Row("- no-new-privileges:true", "- no-new-privileges"),
    Row("- no-new-privileges:true", "- no-new-privileges=False", "warning new-privileges 9"),
    Row("- no-new-privileges:true", "- apparmor=docker-default", "warning new-privileges 2"),
    Row(#"user: "101""#, "user: root:root", "warning runs-as-root 4"),
    Row(#"user: "101""#, "user: 0", "warning runs-as-root 4"),
    Row(#"user: "101""#, #"user: "0:1000""#, "warning runs-as-root 4"),
    Row(#"user: "101""#, "tty: true", "note runs-as-root 2"),
    Row(#"user: "101""#, #"user: """#, "note runs-as-root 2"),
    Row(#"user: "101""#, #"user: ":1000""#, "note runs-as-root 2"),
    // Compose takes it as not said (compose-spec, `13-merge.md`).
    Row(#"user: "101""#, "user: !reset null", "note runs-as-root 2"),
    Row(image, "privileged: !reset true"),
    Row(data, #"volumes: !override ["/etc:/etc", "#, "error writable-host-mount 22"),
    Row(#"user: "101""#, "user: ${UID}:0", "note not-checked 4"),
    Row("read_only: true\n    cap_drop: [ALL]", "cap_drop: [ALL]", "note writable-root 2"),
    Row(
      "read_only: true\n    cap_drop: [ALL]", "read_only: false\n    cap_drop: [ALL]",
      "note writable-root 5"),
    Row("mem_limit: 100m", "tty: true", "note no-memory-limit 2"),
    Row("mem_limit: 100m", "mem_limit: 0", "note no-memory-limit 10"),
    Row("mem_limit: 100m", "mem_limit: 0.5g"),
    Row("mem_limit: 100m", "mem_limit: ${M}", "note not-checked 10"),
    Row("pids_limit: 100", "tty: true", "note no-pids-limit 2"),
    Row("pids_limit: 100", "pids_limit: -1", "note no-pids-limit 11"),
    // Networks.
    Row("networks: [front, back]", "networks: [back]"),
    Row("{ internal: true }", ""),
    // Where the rest stands elsewhere.
    Row(image, "extends: { file: base.yaml, service: web }", "note not-checked 3"),
    Row("services:", "include: [other.yaml]\nservices:", "note not-checked 1"),
  ]

  @Test(arguments: rows) func changeIsFound(_ row: Row) throws {
    try #require(Self.good.contains(row.from))
    let text = row.text
    let found = try findings(text, profiles: StubProfiles(missing: ["gone.json"]))
    #expect(
      found.map(\.short) == row.found, "\(found)")
    #expect(found.allSatisfy { $0.help?.isEmpty == false }, "each says what to do: \(found)")
  }

  /// One network for all, which is not internal; a service without networks is in the default one.
  @Test(arguments: [
    ("{ a: {}, b: {} }", true), ("{ a: {} }", false),
    ("{ a: {}, b: { network_mode: none } }", false),
    ("{ a: { networks: [x] }, b: { networks: { x: } } }", true),
    ("{ a: { networks: [x] }, b: { networks: [x, y] } }", false),
    ("{ a: { networks: [x] }, b: {} }", false),
    ("{ a: { networks: [inner] }, b: { networks: [inner] } }", false),
    ("{ a: { networks: [outer] }, b: { networks: [outer] } }", true),
  ])
  func flatNetworkIsFound(_ services: String, _ isFound: Bool) throws {
    let text = """
      networks: { inner: { internal: true }, outer: { external: true } }
      services: \(services)
      """
    let found = try findings(text).filter { $0.kind == .flatNetwork }
    #expect(found.map { $0.location?.line } == (isFound ? [2] : []), "\(found)")
  }

  @Test func everyRuleIsFoundSomewhere() {
    let found = Set(Self.rows.flatMap(\.found).map { $0.split(separator: " ")[1] })
    let rules = Set(DeploymentRules.all.map { Substring($0.kind.rawValue) })
    // Tests of their own show the others.
    #expect(
      rules.subtracting(found) == [
        "invalid", "flat-network", "profile-differs", "environment-differs", "capability-unused",
        "capability-needed", "kernel-old", "rule-exceptions",
      ])
    #expect(
      DeploymentRules.all.map(\.kind).sorted { $0.rawValue < $1.rawValue }
        == (Finding.Kind.ofDeployments + [.invalid]).sorted { $0.rawValue < $1.rawValue })
  }

  /// Docker loads a named profile into a privileged container since 27 (moby, pull request 47500).
  @Test(arguments: [(26, true), (27, false), (29, false)])
  func engineDecidesOfPrivileged(_ engine: Int, _ isFound: Bool) throws {
    let text = Self.good.replacing(Self.image, with: "privileged: true")
    let kinds = try findings(text, engine: engine).map(\.kind)
    #expect(kinds.contains(.profileNotInForce) == isFound)
    let unnamed = text.replacing(Self.seccomp, with: "- apparmor=docker-default")
    #expect(try findings(unnamed, engine: engine).map(\.kind).contains(.profileNotInForce))
  }

  /// Anchors and merge keys, of which own keys go first, and those of earlier anchors before later ones.
  @Test func mergeKeysAreFollowed() throws {
    let text = """
      x-a: &a { privileged: true, user: root }
      x-b: &b { privileged: false, pid: host, user: "7" }
      x-c: &c { <<: *b }
      services:
        one: { <<: [*a, *c], user: "101" }
        two: { <<: *c, pid: null }
      """
    let found = try findings(text).filter {
      [.privileged, .hostNamespace, .runsAsRoot].contains($0.kind)
    }
    #expect(
      found.map { "\($0.service ?? "") \($0.kind.rawValue) \($0.location?.line ?? 0)" }
        == ["one privileged 1", "one host-namespace 2"], "\(found)")
  }

  /// Names come from anybody.
  @Test func namesAreEscaped() throws {
    let found = try findings("services: { \"a\\e[2J\u{202e}\": { privileged: true } }")
    #expect(!found.isEmpty)
    #expect(
      found.allSatisfy { finding in
        finding.description.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0 != "\u{202e}" }
      })
  }

  // MARK: What cannot be read

  static let unreadable: [(text: String, place: String?, words: String)] = [
    ("", nil, "is empty"),
    ("# nothing\n", nil, "is empty"),
    ("services:\n  web: { image: a }\n  web: { image: b }\n", "2:3", "twice"),
    ("services:\n\tweb: { image: a }\n", "2:1", "cannot start any token"),
    ("services: { web: {} }\n---\nservices: { db: {} }\n", "3:1", "the second of 2"),
    ("version: \"3\"\n", "1:1", "has no services"),
    ("services: {}\n", "1:1", "has no services"),
    ("[]", "1:1", "the whole is an array"),
    ("just words\n", "1:1", "the whole is a string"),
    ("{ \"defaultAction\": \"SCMP_ACT_ERRNO\" }", "1:1", "is a seccomp profile"),
    ("services:\n  web: {{ .Values.web }}\n", "2:9", "helm template"),
    ("services: [web]\n", "1:11", "expected an object, found an array"),
    ("services:\n  web:\n", nil, "expected an object, found null"),
    ("services: { web: { volumes: /etc } }\n", "1:29", "expected an array"),
    ("services: { web: { privileged: maybe } }\n", "1:32", "expected true or false"),
    (
      "services:\n  web:\n    security_opt:\n      - no-new-privileges: true\n", "4:9",
      "without a space"
    ),
    (
      "services: " + String(repeating: "[", count: 5000), nil,
      "nested deeper than any file that people write"
    ),
    ("services: { web: *gone }\n", "1:18", "alias"),
    ("{ \"services\": { \"web\": { \"user\": \"a\", \"user\": \"b\" } } }", nil, "user"),
    (laughs, nil, "larger or deeper than any file"),
  ]

  /// Ten anchors, each of ten aliases of the one before.
  private static let laughs =
    "a0: &a0 x\n"
    + (1..<10).map { index in
      "a\(index): &a\(index) ["
        + Array(repeating: "*a\(index - 1)", count: 10).joined(separator: ", ") + "]\n"
    }.joined() + "services: { web: { volumes: *a9 } }\n"

  @Test(arguments: unreadable)
  func unreadableFileSaysWhereAndWhy(_ text: String, _ place: String?, _ words: String) throws {
    let error = try #require(throws: DeploymentError.self) {
      _ = try findings(text)
    }
    #expect(error.message.contains(words), "\(error)")
    if let place { #expect(error.position.map { "\($0)" } == place, "\(error)") }
  }

  /// What `docker compose config --format json` prints has no short forms.
  @Test func resolvedConfigurationIsRead() throws {
    let text = """
      {
        "name": "app",
        "services": {
          "web": {
            "command": null, "image": "nginx", "networks": { "default": null },
            "security_opt": ["seccomp=web.json", "no-new-privileges:true"],
            "cap_drop": ["ALL"], "read_only": true, "user": "101", "mem_limit": "104857600", "pids_limit": 10,
            "volumes": [
              { "type": "bind", "source": "/var/run/docker.sock", "target": "/s", "bind": {} }
            ]
          }
        },
        "networks": { "default": { "name": "app_default", "ipam": {} } }
      }
      """
    let found = try findings(text)
    #expect(found.map(\.kind) == [.hostControlSocket], "\(found)")
    #expect(found.first?.location?.line == 9)
  }
}

extension ComposeCheckTests.Row {
  fileprivate var text: String {
    ComposeCheckTests.good.replacing(from, with: to)
  }
}
