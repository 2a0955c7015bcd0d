import Deployment
import Findings
import Testing

/// What docker inspect prints of containers.
@Suite struct DockerTests {
  /// As Docker 20.10 prints it, as far as it is read.
  private static let good = #"""
    [
      {
        "Id": "1b", "Name": "/app-web-1", "State": { "Running": true }, "Image": "sha256:0",
        "HostConfig": {
          "Binds": ["/srv:/srv"],
          "NetworkMode": "app_default",
          "CapAdd": ["CHOWN"],
          "CapDrop": ["ALL"],
          "IpcMode": "private", "CgroupnsMode": "host",
          "PidMode": "",
          "Privileged": false,
          "ReadonlyRootfs": true,
          "SecurityOpt": ["no-new-privileges", "seccomp={\"defaultAction\":\"SCMP_ACT_ERRNO\"}"],
          "UTSMode": "", "UsernsMode": "",
          "Runtime": "runc",
          "Memory": 104857600,
          "PidsLimit": 100,
          "MaskedPaths": ["/proc/acpi"]
        },
        "Mounts": [
          { "Type": "bind", "Source": "/srv", "Destination": "/srv", "Mode": "", "RW": true },
          { "Type": "volume", "Source": "/var/lib/docker/volumes/a/_data", "Destination": "/a", "RW": true }
        ],
        "Config": { "User": "101", "Labels": { "com.docker.compose.service": "web", "<<": "x" } }
      }
    ]
    """#

  static let rows: [(from: String, to: String, found: [String])] = [
    ("", "", []),
    (
      #""seccomp={\"defaultAction\":\"SCMP_ACT_ERRNO\"}""#, #""seccomp=unconfined""#,
      ["error profile-not-in-force 13"]
    ),
    (
      #", "seccomp={\"defaultAction\":\"SCMP_ACT_ERRNO\"}""#, "", ["note profile-not-named 3"]
    ),
    (
      #""seccomp={\"defaultAction\":\"SCMP_ACT_ERRNO\"}""#, #""seccomp=builtin""#,
      ["note profile-not-named 13"]
    ),
    // Podman keeps the path.
    (
      #""seccomp={\"defaultAction\":\"SCMP_ACT_ERRNO\"}""#, #""seccomp=/etc/gone.json""#,
      ["error profile-missing 13"]
    ),
    (
      #""Privileged": false"#, #""Privileged": true"#,
      ["error privileged 11", "error profile-not-in-force 11"]
    ),
    (#""NetworkMode": "app_default""#, #""NetworkMode": "host""#, ["error host-namespace 6"]),
    (#""PidMode": """#, #""PidMode": "host""#, ["error host-namespace 10"]),
    (#"["CHOWN"]"#, #"["CAP_SYS_ADMIN"]"#, ["error capability-added 7"]),
    (#""CapDrop": ["ALL"]"#, #""CapDrop": null"#, ["note capabilities-kept 3"]),
    (#""ReadonlyRootfs": true"#, #""ReadonlyRootfs": false"#, ["note writable-root 12"]),
    (#""no-new-privileges", "#, "", ["warning new-privileges 3"]),
    (#""Memory": 104857600"#, #""Memory": 0"#, ["note no-memory-limit 16"]),
    (#""PidsLimit": 100"#, #""PidsLimit": null"#, ["note no-pids-limit 3"]),
    (#"["/proc/acpi"]"#, "[]", ["error proc-or-sys-exposed 18"]),
    (#""Runtime": "runc""#, #""Runtime": "runsc""#, ["warning profile-not-in-force 15"]),
    (#""User": "101""#, #""User": """#, ["warning runs-as-root 24"]),
    (
      #""Source": "/srv", "Destination": "/srv""#,
      #""Source": "/run/docker.sock", "Destination": "/s""#, ["error host-control-socket 21"]
    ),
    (#""Source": "/srv""#, #""Source": "/etc""#, ["error writable-host-mount 21"]),
    (#""no-new-privileges""#, #""no-new-privileges", "apparmor=unconfined""#, ["error lsm-off 13"]),
  ]

  @Test(arguments: rows)
  func containerIsChecked(_ from: String, _ to: String, _ expected: [String]) throws {
    try #require(from.isEmpty || Self.good.contains(from))
    let text = from.isEmpty ? Self.good : Self.good.replacing(from, with: to)
    let found = try findings(text, profiles: StubProfiles(missing: ["/etc/gone.json"]))
    #expect(found.map(\.short) == expected, "\(found)")
    #expect(found.allSatisfy { $0.help?.isEmpty == false })
  }

  /// The name that Compose gives the service counts, too.
  @Test func composeServiceIsKnown() throws {
    let profiles = StubProfiles(
      known: ["web": .made()], comparison: .different("It lets ptrace run.", witnesses: []))
    let found = try findings(Self.good, profiles: profiles)
    #expect(found.map(\.short) == ["error profile-differs 13"])
    #expect(
      found.first?.facts
        == "The container \"app-web-1\" runs under another filter than \"profiles/web.json\": It lets ptrace run."
    )
  }

  @Test(
    arguments: [
      (#"[{ "Id": "sha256:0", "RootFS": {}, "Config": {} }]"#, "1:2", "name containers"),
      (#"[{ "HostConfig": [] }]"#, "1:18", "expected an object"),
      (#"[{ "HostConfig": { "Privileged": "perhaps" } }]"#, "1:34", "expected true or false"),
      (#"[{ "HostConfig": {} "#, nil, ""),
    ] as [(String, String?, String)])
  func badInspectionSaysWhereAndWhy(_ text: String, _ place: String?, _ words: String) throws {
    let error = try #require(throws: DeploymentError.self) { _ = try findings(text) }
    #expect(error.message.contains(words), "\(error)")
    if let place { #expect(error.position.map { "\($0)" } == place, "\(error)") }
  }
}
