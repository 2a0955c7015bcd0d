internal import Files
internal import Findings
internal import JSON
package import Profiles
package import Syscalls

/// A profile on disk.
package enum ProfileFile {
  /// Reads and decodes the profile at `path`.
  /// `native`: the machine's own ABI, where it is known.
  package static func read(
    _ path: String, for native: Architecture?, note: Note
  ) throws(WorkflowError) -> Profile {
    let bytes = try WorkflowError.wrapping { () throws(FileError) in
      try InputFile.bytes(at: path)
    }
    return try decode(bytes, path, for: native, note: note)
  }

  /// Decodes a profile that was read from `path`; its warnings are noted.
  static func decode(
    _ bytes: [UInt8], _ path: String, for native: Architecture?, note: Note
  ) throws(WorkflowError) -> Profile {
    var warnings: [Finding] = []
    do {
      let profile = try Profile(
        decoding: bytes, file: path, native: native, warnings: &warnings)
      for warning in warnings { note("\(warning)") }
      return profile
    } catch {
      throw .cannot("\(error)")
    }
  }
}
