package import Findings
package import JSON
package import Syscalls

extension Profile {
  /// Reads a profile in Docker's or the OCI form, strictly.
  ///
  /// Everything wrong is found at once: errors are thrown together as
  /// ``ProfileError/malformed(_:)``, and what is merely doubtful is appended to `warnings`.
  ///
  /// - Parameters:
  ///   - file: the name for messages.
  ///   - native: the machine's own ABI, where the caller knows it; compared with those listed.
  package init(
    decoding bytes: [UInt8], file: String, native: Architecture? = nil,
    warnings: inout [Finding]
  ) throws(ProfileError) {
    var decoder = ProfileDecoder(file: file, native: native)
    try self.init(decoder.profile(bytes), &decoder, &warnings)
  }

  /// Reads a profile that stands within another file, as ``init(decoding:file:native:warnings:)`` reads a file.
  ///
  /// - Parameters:
  ///   - node: the profile.
  ///   - file: the name for messages.
  ///   - native: the machine's own ABI, where the caller knows it.
  ///   - warnings: takes what is doubtful.
  package init(
    decoding node: JSON.Node, file: String, native: Architecture? = nil,
    warnings: inout [Finding]
  ) throws(ProfileError) {
    var decoder = ProfileDecoder(file: file, native: native)
    try self.init(decoder.profile(at: node), &decoder, &warnings)
  }

  private init(
    _ profile: Profile?, _ decoder: inout ProfileDecoder, _ warnings: inout [Finding]
  ) throws(ProfileError) {
    guard let profile, !decoder.findings.contains(where: { $0.severity == .error }) else {
      throw .malformed(decoder.findings)
    }
    warnings += decoder.findings
    self = profile
  }
}
