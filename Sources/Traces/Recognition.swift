internal import Logs
internal import Strace

/// What a text is recognised as.
struct Recognition {
  let format: TraceFormat
  /// How many of its lines are of the format, and how many there are, not counting empty ones.
  let recognized: Int
  let lines: Int

  /// The format that recognises most lines of `sample`; `nil` where none recognises any.
  ///
  /// A log whose first page is strace's to the last line is taken for strace's: of many small files,
  /// looking at the rest would cost more than reading it.
  ///
  /// - Parameter forced: the only format that is asked, if there is one.
  init?(of sample: Span<UInt8>, forced: TraceFormat?) {
    if forced == nil, let end = sample.endOfFirstPage, case let page = sample.extracting(..<end),
      case let lines = page.countLines(where: { !$0.isEmpty }), lines > 0,
      TraceFormat.strace.linesRecognized(page) == lines
    {
      self.init(format: .strace, recognized: lines, lines: lines)
      return
    }
    let lines = sample.countLines { !$0.isEmpty }
    var best: (format: TraceFormat, lines: Int)?
    for format in forced.map({ [$0] }) ?? TraceFormat.all {
      let recognized = format.linesRecognized(sample)
      if recognized > best?.lines ?? 0 { best = (format, recognized) }
      if recognized >= lines { break }
    }
    guard let best,
      forced != nil || OtherTracer.linesRecognized(in: sample) <= best.lines
    else { return nil }
    self.init(format: best.format, recognized: best.lines, lines: lines)
  }

  private init(format: TraceFormat, recognized: Int, lines: Int) {
    self.format = format
    self.recognized = recognized
    self.lines = lines
  }

  var isWhole: Bool { recognized >= lines }

  /// Whether of a hundred lines `share` are the format's, of those that are not between its lines by their nature,
  /// such as the stacks of `strace -k`.
  func makesUp(_ share: Int, of sample: Span<UInt8>) -> Bool {
    if recognized * 100 >= share * lines { return true }
    let foreign = sample.countLines { !$0.isEmpty && format.isForeign($0) }
    return recognized * 100 >= share * (recognized + foreign)
  }

  /// Whether no envelope needs to be tried: inside of one that most lines are in, the few others would have to
  /// be recognised besides all that are recognised as they stand.
  var isNearlyWhole: Bool { recognized * 10 >= lines * 9 }

  /// The number of other lines, where the text is a document that quotes a log rather than one: where
  /// they are more than the log's, longer than all that is left, or fence it in as code.
  ///
  /// Where a traced program's words stand between the tracer's lines, they may be more as well, but a
  /// recording begins with the tracer; a document begins with words.
  func linesAround(in sample: Span<UInt8>) -> Int? {
    guard !isWhole, format.linesRecognized(sample.extracting(sample.firstLine)) == 0 else {
      return nil
    }
    var bytes = 0
    let foreign = sample.countLines { line in
      guard !line.isEmpty, format.isForeign(line) else { return false }
      bytes += line.count + 1
      return true
    }
    return foreign > recognized || 2 * bytes > sample.count || isFenced(in: sample) ? foreign : nil
  }

  /// Whether most lines of a block of code in Markdown are the log's: they are quoted, however many.
  private func isFenced(in sample: Span<UInt8>) -> Bool {
    var block: Int?
    var start = 0
    while start < sample.count {
      let end = sample.firstIndex(of: .newline, from: start) ?? sample.count
      if sample.hasPrefix("```", at: start) {
        if let begin = block, begin < start, case let text = sample.extracting(begin..<start),
          2 * format.linesRecognized(text) > text.countLines(where: { !$0.isEmpty })
        {
          return true
        }
        block = block == nil ? end + 1 : nil
      }
      start = end + 1
    }
    return false
  }
}

extension Span<UInt8> {
  /// Where the whole lines among the first 4 KiB end; `nil` where there are no others.
  fileprivate var endOfFirstPage: Int? {
    let size = 1 << 12
    return count > size ? lastIndex(of: .newline, in: 0..<size) : nil
  }

  /// The first line that is not empty.
  fileprivate var firstLine: Range<Int> {
    let start = skip(from: 0) { $0 == .newline || $0 == .carriageReturn }
    return start..<(firstIndex(of: .newline, from: start) ?? count)
  }
}
