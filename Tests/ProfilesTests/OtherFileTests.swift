import Findings
import Profiles
import Syscalls
import Testing

/// Files that are taken for profiles, and how they are named.
@Suite struct OtherFileTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let text: String
    let words: [String]

    init(_ text: String, _ words: String...) {
      self.text = text
      self.words = words
    }

    var testDescription: String { words.joined(separator: ", ") }
  }

  @Test(arguments: [
    Row(
      #"{"ociVersion": "1.2.0", "linux": {"seccomp": {"defaultAction": "SCMP_ACT_ERRNO"}}}"#,
      "is an OCI runtime configuration", "/linux/seccomp", "jq .linux.seccomp f.json"),
    Row(#"{"ociVersion": "1.2.0", "process": {}}"#, "an OCI runtime configuration", "no profile"),
    Row(
      #"{"info": {"runtimeSpec": {"linux": {"seccomp": {"defaultAction": "SCMP_ACT_LOG"}}}}}"#,
      "jq .info.runtimeSpec.linux.seccomp f.json"),
    Row(
      #"{"apiVersion": "security-profiles-operator.x-k8s.io/v1beta1", "kind": "SeccompProfile", "#
        + #""spec": {"defaultAction": "SCMP_ACT_ERRNO"}}"#,
      "an operator's SeccompProfile", "/spec", "jq .spec f.json"),
    Row(
      "apiVersion: security-profiles-operator.x-k8s.io/v1beta1\nkind: SeccompProfile\nspec:\n",
      "SeccompProfile, YAML", "yq -o json .spec f.json"),
    Row(
      "---\napiVersion: v1\nkind: Pod\nmetadata:\n  name: x\n", "a Kubernetes Pod, YAML",
      "localhostProfile"),
    Row(#"{"apiVersion": "apps/v1", "kind": "Deployment"}"#, "a Kubernetes Deployment"),
    Row(#"[{"Id": "x", "HostConfig": {}}]"#, "docker inspect", "SecurityOpt"),
    Row("services:\n  web:\n    image: nginx\n", "a compose file", "security_opt"),
    Row("defaultAction: SCMP_ACT_ERRNO\nsyscalls: []\n", "YAML", "yq -o json . f.json"),
    Row("# calls\nread: 1\nwrite: 1\n", "a policy of minijail"),
    Row("[Service]\nSystemCallFilter=@system-service\n", "a unit of systemd"),
    Row(
      #"{"name": "x", "services": {"web": {"image": "nginx"}}}"#, "a compose file", "security_opt"),
    Row("\u{7f}ELF", "is a program"),
    Row("#!/bin/sh\ndocker run x\n", "is a script", "name the profile"),
    Row("# comment\n\nplain words here\nmore words\n", "is plain text", "profiles are JSON"),
    Row("hello", "is plain text"),
    Row("2026-11-30 startup archives unpack\n", "is plain text"),
  ])
  func otherFileIsNamedWithTheWayToItsProfile(_ row: Row) throws {
    let findings = Self.findings(in: Array(row.text.utf8))
    #expect(findings.count == 1, "\(findings)")
    #expect(findings.first?.textRule == .noProfile)
    for words in row.words {
      #expect(findings.first?.message.contains(words) == true, "\(findings)")
    }
  }

  @Test(
    arguments: [
      ([0x1f, 0x8b, 8], "gzip"), ([0x28, 0xb5, 0x2f, 0xfd], "zstd"),
      ([0x20, 0, 0, 0, 4, 0, 0, 0], "BPF"),
    ] as [([UInt8], String)])
  func bytesAreNamed(bytes: [UInt8], word: String) {
    #expect(Self.findings(in: bytes).first?.message.contains(word) == true)
  }

  /// What is a profile with mistakes is not taken for anything else.
  @Test(arguments: [
    #"{"kind": "SeccompProfile", "apiVersion": "x", "defaultAction": "SCMP_ACT_ERRNO"}"#,
    #"{"syscalls": [{"names": ["read"], "action": "SCMP_ACT_ALLOW"}]}"#, "{", "12", "true",
    "# as we had it\n{ \"defaultAction\": \"SCMP_ACT_ERRNO\" }",
  ])
  func profilesAreNotTakenForOthers(_ text: String) {
    let findings = Self.findings(in: Array(text.utf8))
    #expect(!findings.contains { $0.textRule == .noProfile }, "\(findings)")
  }

  private static func findings(in bytes: [UInt8]) -> [Finding] {
    var warnings: [Finding] = []
    do {
      _ = try Profile(decoding: bytes, file: "f.json", native: .x86_64, warnings: &warnings)
      return warnings
    } catch .malformed(let findings) {
      return findings
    } catch {
      return []
    }
  }
}
