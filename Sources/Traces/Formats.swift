internal import Audit
package import Logs
internal import Strace
internal import Tracers

extension TraceFormat {
  /// Every format, in the order in which ties between them are decided.
  package static let all: [TraceFormat] = [
    .strace, .straceSummary, .audit, .auditJSON, .journalExport, .enricher, .bpftrace, .ftrace,
    .perfTrace, .names,
  ]

  /// The format with this name.
  package static func named(_ name: String) -> TraceFormat? {
    all.first { $0.name == name }
  }

  /// The format that recognises most lines of `sample`; `nil` where none recognises any.
  ///
  /// A log whose first page is strace's to the last line is taken for strace's: of many small files,
  /// looking at the rest would cost more than reading it.
  ///
  /// - Parameter share: how many lines of a hundred must be recognised: a log that is named by
  ///   itself may hold much foreign text, a text that happens to lie in a folder is no log.
  static func sniffed(from sample: Span<UInt8>, share: Int) -> TraceFormat? {
    if let end = sample.endOfFirstPage, case let page = sample.extracting(..<end),
      case let lines = page.countLines(where: { !$0.isEmpty }), lines > 0,
      strace.linesRecognized(page) == lines
    {
      return strace
    }
    let lines = sample.countLines { !$0.isEmpty }
    var best: (format: TraceFormat, lines: Int)?
    for format in all {
      let recognized = format.linesRecognized(sample)
      if recognized > best?.lines ?? 0 { best = (format, recognized) }
      if recognized >= lines { break }
    }
    guard let best, best.lines * 100 >= share * lines else { return nil }
    return best.format
  }
}

extension Span<UInt8> {
  /// Where the whole lines among the first 4 KiB end; `nil` where there are no others.
  fileprivate var endOfFirstPage: Int? {
    let size = 1 << 12
    return count > size ? lastIndex(of: .newline, in: 0..<size) : nil
  }
}
