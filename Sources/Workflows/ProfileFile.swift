internal import Files
internal import Findings
internal import JSON
package import Profiles
package import Syscalls
internal import Text

/// A profile on disk.
package enum ProfileFile {
  /// Reads and decodes the profile at `path`.
  ///
  /// - Parameters:
  ///   - path: a profile, or a file that holds one.
  ///   - native: the machine's own ABI, where it is known.
  ///   - reader: who reads the file.
  ///   - takesHeld: whether the file may be an OCI runtime configuration, or an operator's SeccompProfile.
  ///   - note: takes warnings.
  package static func read(
    _ path: String, for native: Architecture?, as reader: ProfileReader = .docker,
    orHeld takesHeld: Bool = true, note: Note
  ) throws(WorkflowError) -> Profile {
    let bytes = try WorkflowError.wrapping { () throws(FileError) in
      try InputFile.bytes(at: path)
    }
    return try decode(bytes, path, for: native, as: reader, orHeld: takesHeld, note: note)
  }

  /// Decodes a profile that was read from `path`; its warnings are noted.
  static func decode(
    _ bytes: [UInt8], _ path: String, for native: Architecture?, as reader: ProfileReader = .docker,
    orHeld takesHeld: Bool = true,
    note: Note
  ) throws(WorkflowError) -> Profile {
    var warnings: [Finding] = []
    let profile = try decode(
      bytes, path, for: native, as: reader, orHeld: takesHeld, warnings: &warnings)
    for warning in warnings { note("\(warning)") }
    return profile
  }

  /// The same; its warnings are added.
  static func decode(
    _ bytes: [UInt8], _ path: String, for native: Architecture?, as reader: ProfileReader = .docker,
    orHeld takesHeld: Bool = true,
    warnings: inout [Finding]
  ) throws(WorkflowError) -> Profile {
    let decoded = ProfileHolder.decode(
      bytes, path, for: native, as: reader, orHeld: takesHeld, warnings: &warnings)
    do throws(ProfileError) {
      return try decoded.get()
    } catch .malformed(let findings) {
      throw .cannot(
        findings.map { finding in
          "\(finding.place ?? path.escapedForTerminal): \(finding.severity.rawValue): \(finding.message)"
        }.joined(separator: "\n"))
    } catch {
      throw .cannot("\(path.escapedForTerminal): error: \(error)")
    }
  }

  /// Whether a file is meant for a profile: an object with the keys of one, or a text that is no JSON and has
  /// them all the same. Other files may well speak of seccomp.
  static func isProfile(at path: String) -> Bool {
    guard let bytes = try? InputFile.bytes(at: path) else { return true }
    return isProfile(bytes)
  }

  /// The same of what stands in it.
  static func isProfile(_ bytes: [UInt8]) -> Bool {
    let text = String(decoding: bytes, as: UTF8.self)
    guard text.contains("SCMP_ACT_") || text.lowercased().contains("\"defaultaction\"") else {
      return false
    }
    guard let root = try? Node(parsing: bytes) else {
      return text.lowercased().contains("\"defaultaction\"")
    }
    let keys = (try? root.members())?.map { $0.key.lowercased() } ?? []
    return keys.contains("defaultaction") || keys.contains("syscalls")
  }
}
