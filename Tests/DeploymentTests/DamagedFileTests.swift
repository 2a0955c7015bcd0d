import Deployment
import Findings
import TestSupport
import Testing

/// Files with changed bytes: each is read or refused, and what is said of it is safe to print.
@Suite struct DamagedFileTests {
  static let samples = [
    ComposeCheckTests.good,
    "apiVersion: v1\nkind: List\nitems:\n- { apiVersion: v1, kind: Pod, metadata: { name: w, annotations: { a: b } }, spec: "
      + "{ securityContext: { seccompProfile: { type: Localhost, localhostProfile: a.json } }, containers: [{ name: c, "
      + "securityContext: { privileged: false, capabilities: { add: [CHOWN], drop: [ALL] } } }] } }\n",
    #"[{ "Name": "/web", "HostConfig": { "SecurityOpt": ["seccomp={}", "label=disable"], "CapAdd": null, "Memory": 5 }, "#
      + #""Mounts": [{ "Type": "bind", "Source": "/etc", "RW": true }], "Config": { "User": "", "Labels": { "a": "b" } } }]"#,
    "# u\n[Unit]\nA=b\n[Service]\nExecStart=+/bin/a \\\n  b\nSystemCallFilter=~@mount ptrace:EPERM\nSystemCallFilter=read\n"
      + "SystemCallErrorNumber=EPERM\nCapabilityBoundingSet=~CAP_CHOWN\n",
  ]

  @Test(arguments: samples.indices) func changedBytesAreReadOrRefused(_ index: Int) {
    var random = Seeded(UInt64(index + 1))
    let original = Array(Self.samples[index].utf8)
    let words = [
      "\u{1b}[2J", "\u{202e}", "\0", "\n", "{", "]", "- ", "<<: ", "&a ", "*a", ": ", "\"", "$",
      "\\",
    ]
    var read = 0
    for _ in 0..<400 {
      var bytes = original
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.remove(at: place)
        case 2:
          bytes.insert(
            contentsOf: Array(words.randomElement(using: &random) ?? "").map { $0.utf8 }.joined(),
            at: place)
        default:
          let end = Int.random(in: place..<min(bytes.count, place + 40), using: &random)
          bytes.insert(contentsOf: bytes[place..<end], at: place)
        }
      }
      var said: [String] = []
      do throws(DeploymentError) {
        let deployment = try Deployment(
          reading: Deployment.File(path: "file", bytes: bytes), project: "/app")
        read += 1
        said = deployment.findings(
          DeploymentCircumstances(engine: nil, kubeletHasDefault: false, profiles: StubProfiles())
        ).map(\.description)
      } catch {
        said = [error.message, "\(String(describing: error.path))"]
      }
      let text = String(decoding: bytes, as: UTF8.self)
      for line in said {
        #expect(
          line.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0 != "\u{202e}" && $0 != "\u{7f}" },
          "\(line.debugDescription) of \(text.debugDescription)")
      }
    }
    #expect(read > 10)
  }
}
