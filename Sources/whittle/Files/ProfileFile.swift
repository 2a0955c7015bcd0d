internal import Files
internal import Findings
internal import JSON
internal import Profiles

/// A profile on disk.
enum ProfileFile {
  /// Reads and decodes the profile at `path`; its warnings go to the user.
  static func read(_ path: String, _ messages: Messages) throws(ExitError) -> Profile {
    let bytes = try ExitError.wrapping { () throws(FileError) in
      try InputFile.bytes(at: path)
    }
    return try decode(bytes, path, messages)
  }

  static func decode(
    _ bytes: [UInt8], _ path: String, _ messages: Messages
  ) throws(ExitError) -> Profile {
    var warnings: [Finding] = []
    do {
      let profile = try Profile(decoding: bytes, file: path, warnings: &warnings)
      for warning in warnings { messages.note("\(warning)") }
      return profile
    } catch {
      throw .cannot("\(error)")
    }
  }
}
