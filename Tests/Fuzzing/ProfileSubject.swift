import Findings
import Profiles
import Syscalls

/// A profile: written and read again it is the same, whole and resolved.
struct ProfileSubject: FuzzSubject {
  func check(_ input: [UInt8]) {
    guard let profile = decoded(input) else { return }
    let bytes = profile.fileBytes
    require(decoded(bytes)?.fileBytes == bytes, "written and read it is another one")
    let environment = Environment(
      architecture: .x86_64, kernel: KernelVersion(6, 1), capabilities: Capability.dockerDefault,
      noNewPrivileges: .both, runtime: .any, withInit: false)
    let resolved = profile.resolved(for: environment)
    let written = ProfileFormat.oci.bytes(of: resolved)
    require(
      decoded(written)?.resolved(for: environment).fileBytes == written,
      "resolved, written and read it is another one")
  }

  private func decoded(_ bytes: [UInt8]) -> Profile? {
    var warnings: [Finding] = []
    return try? Profile(decoding: bytes, file: "profile.json", warnings: &warnings)
  }
}
