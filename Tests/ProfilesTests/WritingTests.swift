import Findings
import Profiles
import Syscalls
import Testing

@Suite struct WritingTests {
  static let flat = FlatProfile(
    defaultAction: .errno(.EPERM), architectures: [.x86_64, .x86, .x32],
    rules: [
      Rule(names: ["write", "read"], action: .allow, comment: "observed"),
      Rule(names: ["clone3"], action: .errno(.ENOSYS)),
      Rule(
        names: ["socket"], action: .allow,
        conditions: [Condition(0, .equal, 2), Condition(1, masked: 0xf, equals: 1)]),
      Rule(names: ["personality"], action: .allow, conditions: [Condition(0, .equal, .max)]),
    ])

  @Test func flatProfilesAreWrittenToBeReviewed() {
    #expect(
      String(decoding: Self.flat.fileBytes, as: UTF8.self) == """
        {
          "defaultAction": "SCMP_ACT_ERRNO",
          "defaultErrnoRet": 1,
          "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"],
          "syscalls": [
            {
              "names": [
                "read",
                "write"
              ],
              "action": "SCMP_ACT_ALLOW",
              "comment": "observed"
            },
            {
              "names": ["clone3"],
              "action": "SCMP_ACT_ERRNO",
              "errnoRet": 38
            },
            {
              "names": ["socket"],
              "action": "SCMP_ACT_ALLOW",
              "args": [
                { "index": 0, "value": 2, "op": "SCMP_CMP_EQ" },
                { "index": 1, "value": 15, "valueTwo": 1, "op": "SCMP_CMP_MASKED_EQ" }
              ]
            },
            {
              "names": ["personality"],
              "action": "SCMP_ACT_ALLOW",
              "args": [{ "index": 0, "value": 18446744073709551615, "op": "SCMP_CMP_EQ" }]
            }
          ]
        }

        """)
  }

  @Test func whatIsWrittenIsReadAgain() throws {
    var warnings: [Finding] = []
    let bytes = Self.flat.fileBytes
    let read = try Profile(decoding: bytes, file: "p.json", warnings: &warnings)
    let environment = Environment(architecture: .x86_64, kernel: KernelVersion(6, 18))
    #expect(read.resolved(for: environment).fileBytes == bytes)
    #expect(warnings.isEmpty)
  }

  @Test func wholeBaselinesAreWrittenInDockersFormAndReadAgain() throws {
    for baseline in Baseline.all {
      var warnings: [Finding] = []
      let profile = baseline.profile
      let read = try Profile(
        decoding: profile.fileBytes, file: "docker.json", warnings: &warnings)
      #expect(read == profile)
      // Podman's refuses setns without SYS_ADMIN, beside a rule that allows it: that one is dead.
      #expect(warnings.map(\.textRule) == (baseline.name == "podman" ? [.deadRule] : []))
      #expect(read.fileBytes == profile.fileBytes)
    }
  }

  @Test func hostileCommentsAndNamesAreWrittenEscaped() {
    let profile = FlatProfile(
      defaultAction: .killProcess, architectures: [],
      rules: [Rule(names: ["a\u{202e}b"], action: .log, comment: "x\u{1b}]0;y\u{7}\n")])
    let text = String(decoding: profile.fileBytes, as: UTF8.self)
    #expect(text.contains(#""a\u202eb""#))
    #expect(text.contains(#""x\u001b]0;y\u0007\n""#))
  }
}
