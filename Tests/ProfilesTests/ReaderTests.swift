import Findings
import Profiles
import Syscalls
import Testing

/// One file is another profile to another reader.
@Suite struct ReaderTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let reader: ProfileReader
    let members: String
    /// The calls whose rules hold on Linux 6.1, the default action and the architectures.
    let read: String
    var warnings: [String] = []

    var testDescription: String { "\(reader): \(members)" }
  }

  private static let scoped =
    #""defaultAction": "SCMP_ACT_ERRNO", "syscalls": [{"names": ["read"], "action": "SCMP_ACT_ALLOW", "#
    + #""includes": {}, "excludes": {}}, {"names": ["mount"], "action": "SCMP_ACT_ALLOW", "#
    + #""includes": {"caps": ["CAP_SYS_ADMIN"]}}, {"names": ["setns"], "action": "SCMP_ACT_ALLOW", "#
    + #""excludes": {"minKernel": "4.8"}}]"#
  private static let map =
    #""defaultAction": "SCMP_ACT_ERRNO", "archMap": [{"architecture": "SCMP_ARCH_X86_64", "#
    + #""subArchitectures": ["SCMP_ARCH_X86"]}]"#
  private static let later =
    #""defaultAction": "SCMP_ACT_ERRNO", "defaultErrnoRet": 38, "flags": ["SECCOMP_FILTER_FLAG_LOG"]"#

  private static func empty(_ scope: String) -> String {
    #""defaultAction": "SCMP_ACT_ERRNO", "syscalls": [{"names": ["read"], "action": "SCMP_ACT_ALLOW", "#
      + #""\#(scope)": {"minKernel": ""}}]"#
  }

  @Test(arguments: [
    Row(reader: .docker, members: scoped, read: "read SCMP_ACT_ERRNO(1)"),
    Row(
      reader: .specification, members: scoped, read: "read mount setns SCMP_ACT_ERRNO(1)",
      warnings: ["/syscalls/1/includes: containerd, runc and crun", "/syscalls/2/excludes: "]),
    Row(
      reader: .podman, members: scoped, read: "read setns SCMP_ACT_ERRNO(1)",
      warnings: ["/syscalls/2/excludes/minKernel: Podman and CRI-O pass over"]),
    Row(reader: .docker, members: map, read: "SCMP_ACT_ERRNO(1) x86_64 x86"),
    Row(
      reader: .specification, members: map, read: "SCMP_ACT_ERRNO(1)", warnings: ["/archMap: "]),
    Row(
      reader: .docker, members: later, read: "SCMP_ACT_ERRNO(38) SECCOMP_FILTER_FLAG_LOG",
      warnings: ["/flags: runc before 1.2 refuses"]),
    Row(
      reader: .oldDocker, members: later, read: "SCMP_ACT_ERRNO(1)",
      warnings: ["/defaultErrnoRet: Docker 20.10 passes over", "/flags: Docker 20.10 passes over"]),
    Row(
      reader: .oldDocker, members: later.replacing("38", with: "1"), read: "SCMP_ACT_ERRNO(1)",
      warnings: ["/flags: Docker 20.10 passes over"]),
    Row(
      reader: .oldDocker, members: #""defaultAction": "SCMP_ACT_ERRNO", "listenerPath": "/run/l""#,
      read: "SCMP_ACT_ERRNO(1)", warnings: ["/listenerPath: Docker 20.10 passes over"]),
    // An empty number is 0.0: all kernels are as new.
    Row(reader: .docker, members: empty("includes"), read: "read SCMP_ACT_ERRNO(1)"),
    Row(
      reader: .docker, members: empty("excludes"), read: "SCMP_ACT_ERRNO(1)",
      warnings: ["/syscalls/0/excludes/minKernel: an empty minKernel is 0.0"]),
  ])
  func keysCountForWhoReadsThem(_ row: Row) throws {
    var warnings: [Finding] = []
    let profile = try Profile(
      decoding: Array("{\(row.members)}".utf8), file: "p.json", as: row.reader,
      warnings: &warnings)
    let environment = Environment(
      architecture: .x86_64, kernel: KernelVersion(6, 1), capabilities: Capability.dockerDefault)
    let resolved = profile.resolved(for: environment)
    let words =
      resolved.rules.flatMap(\.names) + ["\(resolved.defaultAction)"]
      + resolved.architectures.map(\.rawValue) + resolved.flags.map(\.rawValue)
    #expect(words.joined(separator: " ") == row.read)
    #expect(warnings.count == row.warnings.count, "\(warnings)")
    for (warning, words) in zip(warnings, row.warnings) {
      #expect("\(warning)".contains(words), "\(warning)")
    }
    // What is written of it is read as the same.
    var others: [Finding] = []
    let again = try Profile(
      decoding: profile.fileBytes, file: "p.json", warnings: &others)
    #expect(again.resolved(for: environment).rules.map(\.names) == resolved.rules.map(\.names))
  }

  /// What a runtime configuration or an operator's object holds is read by runtimes, whoever reads the file.
  @Test(arguments: [
    #"{"ociVersion": "1.2.0", "linux": {"seccomp": {PROFILE}}}"#,
    #"{"apiVersion": "v1", "kind": "SeccompProfile", "spec": {PROFILE}}"#,
  ])
  func heldProfilesHaveNoScopes(_ holder: String) throws {
    var warnings: [Finding] = []
    let profile = try Profile(
      decoding: Array(holder.replacing("PROFILE", with: Self.scoped).utf8), file: "p.json",
      orHeld: true, warnings: &warnings)
    #expect(profile.rules.filter(\.isUnscoped).count == 3)
    #expect(warnings.count == 2)
  }

  @Test(arguments: [
    (#""defaultAction": "SCMP_ACT_ERRNO", "baseProfileName": "runc-v1.0.0""#, "base profile"),
    (
      #""defaultAction": "SCMP_ACT_ERRNO", "syscalls": [{"name": "read", "action": "SCMP_ACT_ALLOW"}]"#,
      "names no call"
    ),
  ])
  func whatOnlyOthersReadIsRefusedInAHeldProfile(_ members: String, _ words: String) {
    var warnings: [Finding] = []
    let error = #expect(throws: ProfileError.self) {
      _ = try Profile(
        decoding: Array(
          #"{"apiVersion": "v1", "kind": "SeccompProfile", "spec": {\#(members)}}"#.utf8),
        file: "p.json", orHeld: true, warnings: &warnings)
    }
    guard case .malformed(let findings)? = error else { return }
    #expect(findings.contains { $0.severity == .error && $0.message.contains(words) })
  }
}
