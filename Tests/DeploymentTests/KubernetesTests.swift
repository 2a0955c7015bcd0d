import Deployment
import Findings
import Testing

/// Pods, in everything that holds one.
@Suite struct KubernetesTests {
  private static func pod(
    _ container: String = "", spec: String = "", annotations: String = "{}"
  ) -> String {
    """
    apiVersion: v1
    kind: Pod
    metadata: { name: web, annotations: \(annotations) }
    spec:
      \(spec)
      containers:
        - name: app
          image: app
          \(container)
    """
  }

  private static let localhost =
    "seccompProfile: { type: Localhost, localhostProfile: profiles/web.json }"
  private static let skip =
    "{ checkov.io/skip1: CKV_K8S_31=a profile of its own }"

  @Test func goodPodIsSilent() throws {
    let found = try findings(
      Self.pod("securityContext: { \(Self.localhost) }", annotations: Self.skip))
    #expect(found == [])
  }

  /// What a pod, or its container, says, and what is found then.
  static let rows: [(text: String, found: [String])] = [
    (pod(), ["error profile-not-in-force 7"]),
    (
      pod("securityContext: { seccompProfile: { type: Unconfined } }"),
      ["error profile-not-in-force 9"]
    ),
    (
      pod(spec: "securityContext: { seccompProfile: { type: Unconfined } }"),
      ["error profile-not-in-force 5"]
    ),
    // The container's own one holds.
    (
      pod(
        "securityContext: { \(localhost) }",
        spec: "securityContext: { seccompProfile: { type: Unconfined } }", annotations: skip), []
    ),
    (
      pod("securityContext: { seccompProfile: { type: RuntimeDefault } }"),
      ["note profile-not-named 9"]
    ),
    (pod("securityContext: { \(localhost) }"), ["note rule-exceptions 9"]),
    // containerd (`internal/cri/sputil/seccomp_linux.go`).
    (
      pod("securityContext: { privileged: true, \(localhost) }"),
      ["error profile-not-in-force 9"]
    ),
    (
      pod(
        "securityContext: { seccompProfile: { type: Localhost, localhostProfile: gone.json } }",
        annotations: skip), ["error profile-missing 9"]
    ),
    (
      pod("securityContext: { seccompProfile: { type: Localhost } }", annotations: skip),
      ["error profile-missing 9"]
    ),
    (
      pod(
        "securityContext: { seccompProfile: { type: Localhost, localhostProfile: ../a.json } }",
        annotations: skip), ["error profile-missing 9"]
    ),
    (
      pod(
        annotations:
          "{ seccomp.security.alpha.kubernetes.io/pod: localhost/profiles/web.json }"),
      ["error profile-not-in-force 3"]
    ),
    (
      pod(
        annotations:
          "{ container.seccomp.security.alpha.kubernetes.io/app: runtime/default }"),
      ["error profile-not-in-force 3"]
    ),
    (
      pod(
        "securityContext: { \(localhost) }", spec: "runtimeClassName: gvisor", annotations: skip),
      ["warning profile-not-in-force 7"]
    ),
    (pod(spec: "os: { name: windows }"), ["note not-checked 5"]),
    ("apiVersion: v1\nkind: Service\nmetadata: { name: web }\n", ["note not-checked 1"]),
    ("apiVersion: v1\nkind: Service\n---\nname: web\n", ["note not-checked 4"]),
  ]

  @Test(arguments: rows) func podIsChecked(_ text: String, _ expected: [String]) throws {
    let found = try findings(text, profiles: StubProfiles(missing: ["gone.json"]))
    #expect(found.map(\.short) == expected, "\(found)")
    #expect(found.allSatisfy { $0.help?.isEmpty == false })
  }

  /// The profile that a pod names, how it stands to the default, and what is advised.
  static let standings: [(path: String, standing: ProfileStanding, help: String?)] = [
    ("profiles/web.json", .within, "own lets no more run than RuntimeDefault into"),
    ("profiles/web.json", .unknown, "where it holds, write checkov.io/skip1: CKV_K8S_31="),
    ("profiles/web.json", .looser("x86_64 bpf()"), "or name RuntimeDefault."),
    ("gone.json", .unknown, nil), ("/web.json", .unknown, nil), ("../web.json", .unknown, nil),
    ("", .unknown, nil),
  ]

  /// What is not verified is not said, and what cannot be used needs no exception.
  @Test(arguments: standings)
  func exceptionIsOfAProfileThatHolds(
    path: String, standing: ProfileStanding, help: String?
  ) throws {
    let text = Self.pod(
      "securityContext: { seccompProfile: { type: Localhost, localhostProfile: \"\(path)\" } }")
    let found = try findings(
      text, profiles: StubProfiles(missing: ["gone.json"], standing: standing)
    ).filter { $0.kind == .ruleExceptions }
    #expect(found.count == (help == nil ? 0 : 1))
    if let help { #expect(found.first?.help?.contains(help) == true, "\(found)") }
    #expect(found.allSatisfy { !$0.facts.contains("tighter") })
  }

  @Test func windowsPodIsNoComposeFile() throws {
    let found = try findings(Self.pod(spec: "os: { name: windows }"))
    #expect(found.map(\.help) == ["Nothing is to be done: seccomp is Linux's."])
  }

  @Test func kubeletsDefaultIsTheUsersWord() throws {
    let found = try findings(Self.pod(), kubeletHasDefault: true)
    #expect(found.map(\.short) == ["note profile-not-named 7"])
    let known = StubProfiles(known: ["app": .made()])
    #expect(
      try findings(Self.pod(), kubeletHasDefault: true, profiles: known).map(\.short)
        == ["warning profile-not-in-force 7"])
  }

  /// Where the template stands.
  @Test(arguments: [
    ("Deployment", "spec: { template: POD }"), ("StatefulSet", "spec: { template: POD }"),
    ("DaemonSet", "spec: { template: POD }"), ("ReplicaSet", "spec: { template: POD }"),
    ("ReplicationController", "spec: { template: POD }"), ("Job", "spec: { template: POD }"),
    ("CronJob", "spec: { jobTemplate: { spec: { template: POD } } }"),
    ("PodTemplate", "template: POD"), ("Rollout", "spec: { template: POD }"),
    ("List", "items: [{ apiVersion: v1, kind: Pod, spec: { containers: [{ name: a }] } }]"),
  ])
  func templateIsFound(_ kind: String, _ place: String) throws {
    let pod = "{ spec: { initContainers: [{ name: first }], containers: [{ name: second }] } }"
    let text = "apiVersion: x/v1\nkind: \(kind)\n\(place.replacing("POD", with: pod))\n"
    let found = try findings(text)
    #expect(
      Set(found.map(\.service)) == (kind == "List" ? ["a"] : ["first", "second"]), "\(found)")
    #expect(found.allSatisfy { $0.kind == .profileNotInForce && $0.location?.line == 3 })
  }

  @Test func documentsAreReadOneAfterAnother() throws {
    let found = try findings("\(Self.pod())\n---\n# nothing\n---\n\(Self.pod())\n---\n")
    #expect(found.map { $0.location?.line } == [7, 19])
  }

  /// What kubectl prints, and anchors of YAML.
  @Test func jsonAndAnchorsAreRead() throws {
    let json = """
      { "apiVersion": "v1", "kind": "List", "items": [
        { "apiVersion": "v1", "kind": "Pod", "metadata": { "name": "web" }, "spec": { "containers": [
          { "name": "app",
            "securityContext": { "seccompProfile": { "type": "Unconfined" } } } ] } } ] }
      """
    #expect(try findings(json).map(\.short) == ["error profile-not-in-force 4"])
    let anchored = """
      apiVersion: v1
      kind: Pod
      x: &context { seccompProfile: { type: Unconfined } }
      spec: { containers: [{ name: a, securityContext: *context }, { name: b, securityContext: { <<: *context } }] }
      """
    #expect(try findings(anchored).map { $0.location?.line } == [3, 3])
  }

  @Test(arguments: [
    ("apiVersion: v1\nkind: Pod\nspec: { containers: [] }\n", "3:7", "has no containers"),
    (
      "apiVersion: v1\nkind: Pod\nspec: { initContainers: [{ name: a }] }\n", "3:7", "no containers"
    ),
    ("apiVersion: v1\nkind: Pod\n", "1:1", "has no spec"),
    ("apiVersion: v1\nkind: Deployment\nspec: {}\n", "1:1", "\"template\" is missing"),
    (pod("securityContext: { seccompProfile: { type: Default } }"), "9:50", "expected Localhost"),
    (
      pod("securityContext: { seccompProfile: { type: RuntimeDefault, localhostProfile: a } }"),
      "9:42", "with the type Localhost alone"
    ),
    (pod("securityContext: { seccompProfile: {} }"), "9:42", "\"type\" is missing"),
    ("apiVersion: v1\nkind: Pod\nkind: Job\n", "2:1", "stands twice"),
  ])
  func badManifestSaysWhereAndWhy(_ text: String, _ place: String, _ words: String) throws {
    let error = try #require(throws: DeploymentError.self) { _ = try findings(text) }
    #expect(error.message.contains(words), "\(error)")
    #expect(error.position.map { "\($0)" } == place, "\(error)")
  }

  @Test func namesAreEscaped() throws {
    let name = #""a\e[2J\u202e""#
    let found = try findings(
      "apiVersion: v1\nkind: Pod\nmetadata: { name: \(name) }\nspec: { containers: [{ name: \(name) }] }"
    )
    #expect(found.count == 1)
    #expect(
      found.allSatisfy {
        $0.description.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0 != "\u{202e}" }
      })
  }
}
