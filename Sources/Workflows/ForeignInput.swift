internal import Findings
internal import JSON
internal import Profiles
internal import Text
internal import Traces

/// Another input of whittle's that is named where a profile belongs: a trace, or a `whittle.json`.
///
/// Files of others are named by `Profiles`, which does not know what the rest of whittle reads.
struct ForeignInput {
  /// A finished message.
  private let message: String

  /// `nil` for what may be meant for a profile.
  /// - Parameters:
  ///   - bytes: of a file that is no profile.
  ///   - path: for the message.
  init?(_ bytes: [UInt8], at path: String) {
    let shown = path.escapedForTerminal
    if let configuration = try? Node(parsing: bytes), Configuration.isOne(configuration) {
      message = "is whittle's own configuration, not a profile; name it with --config"
    } else if let first = bytes.first(where: { ![0x20, 0x09, 0x0a, 0x0d].contains($0) }),
      // Lines of a profile with a mistake may look like those of a log.
      first != UInt8(ascii: "{"), first != UInt8(ascii: "["),
      let format = LogFormat.name(recognizedIn: bytes)
    {
      message =
        "is a trace (\(format)), not a profile; make one of it (whittle generate \(shown) -o PROFILE), or name it "
        + "with --trace"
    } else {
      return nil
    }
  }

  /// What is said of the file in place of what is wrong with it as a profile.
  func finding(at path: String) -> Finding {
    Finding(
      .noProfile, .error,
      at: SourceLocation(
        file: path, position: JSON.Position(offset: 0, line: 1, column: 1), path: .root), message)
  }
}
