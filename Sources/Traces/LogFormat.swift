internal import Logs

/// What a text is, where it is a log that whittle reads.
package enum LogFormat {
  /// The name of the format of which most lines of a text are, in no envelope; `nil` of another text, and of a
  /// document that quotes a log.
  package static func name(recognizedIn bytes: [UInt8]) -> String? {
    let sample = bytes.span.extracting(..<min(bytes.count, sampleSize))
    guard let recognition = Recognition(of: sample, forced: nil),
      2 * recognition.recognized > recognition.lines, recognition.linesAround(in: sample) == nil
    else { return nil }
    return recognition.format.name
  }

  private static let sampleSize = 1 << 16
}
