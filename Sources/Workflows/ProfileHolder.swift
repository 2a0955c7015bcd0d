internal import Findings
internal import JSON
internal import Profiles
internal import Syscalls
internal import Text
internal import YAML

/// Profiles, and files of other kinds that hold one as it is: an OCI runtime configuration, and the SeccompProfile of
/// Kubernetes' Security Profiles Operator, as JSON or YAML.
enum ProfileHolder {
  /// Decodes the profile that a file is or holds.
  static func decode(
    _ bytes: [UInt8], _ path: String, for native: Architecture?, orHeld takesHeld: Bool = true,
    warnings: inout [Finding]
  ) throws(WorkflowError) -> Result<Profile, ProfileError> {
    let document = takesHeld ? try yaml(in: bytes, path) : nil
    do throws(ProfileError) {
      if let document {
        return .success(
          try Profile(decoding: document, file: path, native: native, warnings: &warnings))
      }
      return .success(
        try Profile(
          decoding: bytes, file: path, native: native, orHeld: takesHeld, warnings: &warnings))
    } catch {
      return .failure(error)
    }
  }

  /// The document of an operator's YAML; `nil` for another text. No other file has a line that begins so.
  private static func yaml(in bytes: [UInt8], _ path: String) throws(WorkflowError) -> JSON.Node? {
    guard bytes.first.map({ $0 != UInt8(ascii: "{") }) ?? false,
      bytes.split(separator: UInt8(ascii: "\n")).contains(where: {
        $0.starts(with: "kind: SeccompProfile".utf8)
      })
    else { return nil }
    let documents: [JSON.Node]
    do {
      documents = try YAMLText.documents(in: bytes)
    } catch {
      let place = error.place.map { ":" + $0 } ?? ""
      throw .cannot("\(path.escapedForTerminal)\(place): error: \(error.message)")
    }
    guard documents.count == 1 else {
      // Of several, the second is one too many.
      let place = documents.dropFirst().first.map { ":\($0.position.line)" } ?? ""
      throw .cannot(
        "\(path.escapedForTerminal)\(place): error: holds \(documents.count) documents; name a file of one profile"
      )
    }
    return documents[0]
  }
}
