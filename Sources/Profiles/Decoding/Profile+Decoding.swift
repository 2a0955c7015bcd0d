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
  ///   - bytes: of the file.
  ///   - file: the name for messages.
  ///   - native: the machine's own ABI, where the caller knows it; compared with those listed.
  ///   - reader: who reads the file; of one that holds a profile, who reads that is known.
  ///   - takesHeld: whether the file may be an OCI runtime configuration, or an operator's SeccompProfile, which hold
  ///     a profile as it is.
  ///   - warnings: takes what is doubtful.
  package init(
    decoding bytes: [UInt8], file: String, native: Architecture? = nil,
    as reader: ProfileReader = .docker, orHeld takesHeld: Bool = false,
    warnings: inout [Finding]
  ) throws(ProfileError) {
    var decoder = ProfileDecoder(
      file: file, native: native, reader: reader, takesHeld: takesHeld)
    try self.init(decoder.profile(bytes), &decoder, &warnings)
  }

  /// Reads a document that was JSON in another form, as ``init(decoding:file:native:orHeld:warnings:)`` reads a file that
  /// may hold a profile.
  ///
  /// - Parameters:
  ///   - document: its root.
  ///   - file: the name for messages.
  ///   - native: the machine's own ABI, where the caller knows it.
  ///   - warnings: takes what is doubtful.
  package init(
    decoding document: JSON.Node, file: String, native: Architecture? = nil,
    warnings: inout [Finding]
  ) throws(ProfileError) {
    var decoder = ProfileDecoder(
      file: file, native: native, reader: .specification, takesHeld: true)
    try self.init(decoder.profile(inDocument: document), &decoder, &warnings)
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
