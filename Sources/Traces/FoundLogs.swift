internal import Logs
internal import Strace

/// The logs that lie in one file: one as a rule, several where envelopes tell containers or streams apart.
struct FoundLogs {
  /// One of them.
  struct Log {
    let format: TraceFormat
    /// `nil` where its lines are not in envelopes.
    let wrapping: Wrapping?
    /// Whether files whose names differ in a number at their end belong to one run.
    let isGrouped: Bool
    /// Whether a platform writes and rotates the file, so that the next one goes on with it.
    var isRotated = false
  }

  let logs: [Log]

  /// How many lines of a hundred must be recognised: a log that is named by itself may hold much
  /// foreign text, a text that happens to lie in a folder is no log.
  private static let shareInFolders = 10

  /// Looks for logs in the file at `path`, which begins with `sample`.
  ///
  /// - Parameter samplesOf: the beginnings of what envelopes tell apart.
  init(
    in sample: Span<UInt8>, of path: String, forced: TraceFormat?, isInFolder: Bool,
    isTruncated: Bool, samplesOf: ([Envelope]) throws(TraceError) -> SourceSamples
  ) throws(TraceError) {
    let judge = Judge(path: path, forced: forced, isInFolder: isInFolder, isTruncated: isTruncated)
    let plain = Recognition(of: sample, forced: forced)
    let wrapped =
      plain?.isNearlyWhole ?? false
      ? nil : WrappedRecognition(of: sample, forced: forced, above: plain?.recognized ?? 0)
    guard let wrapped else {
      let format = try judge.format(plain, sample)
      logs = [Log(format: format, wrapping: nil, isGrouped: format.groups(sample))]
      return
    }
    let sources = try samplesOf(wrapped.envelopes)
    var formats: [(source: [UInt8], format: TraceFormat)] = []
    var refusal: TraceError?
    for source in sources.names {
      let sample = sources.bySource[source, default: []]
      let recognition = Recognition(of: sample.span, forced: forced)
      // A container or stream in which nothing is recognised is no log, even of a format that is named.
      if recognition == nil, sources.names.count > 1 { continue }
      do {
        formats.append((source, try judge.format(recognition, sample.span)))
      } catch {
        refusal = error
      }
    }
    // strace writes to standard error: what is like it on standard output is a program's.
    let tracers = formats.filter { $0.format === TraceFormat.strace }.map(\.source)
    formats.removeAll { source, format in
      format === TraceFormat.strace && source.ends(with: "stdout")
        && tracers.contains(source.dropLast(6) + Array("stderr".utf8))
    }
    if formats.isEmpty { throw refusal ?? judge.refusal(of: sources.joined.span) }
    let all = Set(formats.map(\.source))
    logs = formats.enumerated().map { index, found in
      Log(
        format: found.format,
        wrapping: Wrapping(
          envelopes: wrapped.envelopes, source: found.source, otherLogs: all,
          countsOthers: index == 0, owners: formats.count > 1 ? sources.owners : nil,
          linesRecognized: found.format.linesRecognized),
        // A number at the end is a process's where strace wrote the file itself.
        isGrouped: found.format.continuesAcrossFiles || wrapped.isRotated,
        isRotated: wrapped.isRotated)
    }
  }
}

extension [UInt8] {
  fileprivate func ends(with text: StaticString) -> Bool {
    let end = suffix(text.utf8CodeUnitCount)
    return span.equals(text, at: end.startIndex..<end.endIndex)
  }
}

/// Decides whether a text is a log, and of which format.
private struct Judge {
  let path: String
  let forced: TraceFormat?
  let isInFolder: Bool
  let isTruncated: Bool

  /// How many lines of a hundred must be recognised: a log that is named by itself may hold much
  /// foreign text, a text that happens to lie in a folder is no log.
  private static let shareInFolders = 10

  func format(
    _ recognition: Recognition?, _ sample: Span<UInt8>
  ) throws(TraceError) -> TraceFormat {
    guard let recognition,
      forced != nil || !isInFolder || recognition.makesUp(Self.shareInFolders, of: sample)
    else {
      if let forced, sample.containsLine(where: { !$0.isEmpty }),
        UnknownPrefix(in: sample, forced: forced) == nil
      {
        return forced
      }
      throw refusal(of: sample)
    }
    // By itself, a file of a format that was named is read whatever else it holds.
    if forced == nil || isInFolder, let around = recognition.linesAround(in: sample) {
      if let prefix = UnknownPrefix(in: sample, forced: recognition.format) {
        throw TraceError(path, prefix.explanation)
      }
      throw TraceError(path, explanation(recognition, around), isForeign: true)
    }
    return recognition.format
  }

  /// Why the text is no log.
  func refusal(of sample: Span<UInt8>) -> TraceError {
    let content = UnreadableContent(of: sample, isTruncated: isTruncated, forced: forced)
    return TraceError(path, content.explanation, isForeign: content.isForeign)
  }

  private func explanation(_ recognition: Recognition, _ around: Int) -> String {
    let name = recognition.format.name
    return "seems to be a document that quotes a log: of the lines at its beginning, "
      + "\(recognition.recognized) are of the format \"\(name)\" and \(around) are other text; if it is "
      + "a log all the same, \(isInFolder ? "name it by itself with" : "say") --input-format \(name)"
  }
}
