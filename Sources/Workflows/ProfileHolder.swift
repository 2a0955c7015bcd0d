internal import Findings
internal import JSON
internal import Profiles
internal import Syscalls
internal import Text
internal import YAML

/// Files of other kinds that hold a profile as it is: an OCI runtime configuration, and the SeccompProfile of
/// Kubernetes' Security Profiles Operator, as JSON or YAML.
enum ProfileHolder {
  /// The profile within a file; `nil` for a file of another kind, a profile among them.
  static func profile(in bytes: [UInt8], _ path: String) throws(WorkflowError) -> JSON.Node? {
    guard let root = try root(of: bytes, path) else { return nil }
    guard let members = try? root.members() else { return nil }
    func text(_ key: String) -> String? {
      (try? root.valueIfPresent(key)).flatMap { try? $0?.string() }
    }
    if members.contains(where: { $0.key == "ociVersion" }) {
      return (try? root.value("linux").value("seccomp")).flatMap { $0.isNull ? nil : $0 }
    }
    guard text("kind") == "SeccompProfile", text("apiVersion") != nil else { return nil }
    return try? root.value("spec")
  }

  /// Decodes a profile, or the one within a file of another kind.
  static func decode(
    _ bytes: [UInt8], _ path: String, for native: Architecture?, orWithin takesOthers: Bool = true,
    warnings: inout [Finding]
  ) throws(WorkflowError) -> Result<Profile, ProfileError> {
    let inner = takesOthers ? try profile(in: bytes, path) : nil
    do throws(ProfileError) {
      if let inner {
        return .success(
          try Profile(decoding: inner, file: path, native: native, warnings: &warnings))
      }
      return .success(
        try Profile(decoding: bytes, file: path, native: native, warnings: &warnings))
    } catch {
      return .failure(error)
    }
  }

  private static func root(of bytes: [UInt8], _ path: String) throws(WorkflowError) -> JSON.Node? {
    let first = bytes.first { ![0x20, 0x09, 0x0a, 0x0d].contains($0) }
    if first == UInt8(ascii: "{") { return try? JSON.Node(parsing: bytes) }
    // Before a whole text is read as YAML: no other file begins a line so.
    let lines = bytes.split(separator: UInt8(ascii: "\n"))
    guard lines.contains(where: { $0.starts(with: "kind: SeccompProfile".utf8) }) else {
      return nil
    }
    let documents: [JSON.Node]
    do {
      documents = try YAMLText.documents(in: bytes)
    } catch {
      let place = error.place.map { ":" + $0 } ?? ""
      throw .cannot("\(path.escapedForTerminal)\(place): error: \(error.message)")
    }
    guard documents.count == 1 else {
      throw .cannot(
        "\(path.escapedForTerminal): error: holds \(documents.count) documents; name a file of one profile"
      )
    }
    return documents[0]
  }
}
