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
    _ bytes: [UInt8], _ path: String, for native: Architecture?, as reader: ProfileReader,
    orHeld takesHeld: Bool = true,
    warnings: inout [Finding]
  ) -> Result<Profile, ProfileError> {
    do throws(ProfileError) {
      if takesHeld, let document = try yaml(in: bytes, path) {
        return .success(
          try Profile(decoding: document, file: path, native: native, warnings: &warnings))
      }
      return .success(
        try Profile(
          decoding: bytes, file: path, native: native, as: reader, orHeld: takesHeld,
          warnings: &warnings))
    } catch {
      if let other = ForeignInput(bytes, at: path) {
        return .failure(.malformed([other.finding(at: path)]))
      }
      return .failure(error)
    }
  }

  /// The document of an operator's YAML; `nil` for another text. No other file has a line that begins so.
  private static func yaml(in bytes: [UInt8], _ path: String) throws(ProfileError) -> JSON.Node? {
    guard bytes.first.map({ $0 != UInt8(ascii: "{") }) ?? false,
      bytes.split(separator: UInt8(ascii: "\n")).contains(where: {
        $0.starts(with: "kind: SeccompProfile".utf8)
      })
    else { return nil }
    let documents: [JSON.Node]
    do {
      documents = try YAMLText.documents(in: bytes)
    } catch {
      throw malformed(path, at: error.position, error.message)
    }
    guard documents.count == 1 else {
      // Of several, the second is one too many.
      throw malformed(
        path, at: documents.dropFirst().first?.position,
        "holds \(documents.count) documents; name a file of one profile")
    }
    return documents[0]
  }

  private static func malformed(
    _ path: String, at position: JSON.Position?, _ facts: String
  ) -> ProfileError {
    let position = position ?? JSON.Position(offset: 0, line: 1, column: 1)
    return .malformed([
      Finding(.syntax, .error, at: SourceLocation(file: path, position: position), facts)
    ])
  }
}
