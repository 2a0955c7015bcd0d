/// The beginnings of the logs that envelopes tell apart.
package struct SourceSamples {
  /// Lines out of their envelopes, by container or stream.
  package private(set) var bySource: [[UInt8]: [UInt8]] = [:]
  /// All lines, in their order.
  package private(set) var joined: [UInt8] = []
  /// Every source, sorted.
  package var names: [[UInt8]] {
    bySource.keys.sorted { $0.lexicographicallyPrecedes($1) }
  }

  /// Whose each line is, where the whole file was looked at.
  package private(set) var owners: LineOwners?

  private var opener: LineOpener
  private var lines = 0

  /// Bytes of each source.
  private static let sampleSize = 1 << 16
  /// A file with more sources is not one test's; lines of further ones are counted as others'.
  private static let sourceLimit = 1 << 10

  private init(_ envelopes: [Envelope]) { opener = LineOpener(envelopes) }

  /// Opens the lines of `sample`, the last of which may not be whole.
  package init(opening sample: Span<UInt8>, _ envelopes: [Envelope]) {
    self.init(envelopes)
    add(sample, keepsAll: true)
    addRests()
  }

  /// Opens the lines of a file, from the beginning to the end.
  package init(
    ofFile path: String, _ envelopes: [Envelope], _ options: TraceOptions, _ block: LineBlock
  ) throws(TraceError) {
    self.init(envelopes)
    owners = LineOwners()
    let lines = try LineBuffer(path: path, options: options)
    while try lines.fill(block) != nil {
      let bytes = block.bytes
      add(bytes.span.extracting(..<block.count), keepsAll: false)
    }
    addRests()
  }

  private mutating func add(_ text: Span<UInt8>, keepsAll: Bool) {
    var start = 0
    while start < text.count {
      let end = text.firstIndex(of: .newline, from: start) ?? text.count
      lines += 1
      // What may be a part of a line changes what follows, for each log.
      let isWhole = opener.isAtRest
      let outcome = opener.open(text.extracting(text.line(start..<end)), number: lines)
      add(outcome, keepsAll: keepsAll)
      if owners != nil { noteOwner(of: outcome, isWhole: isWhole && opener.isAtRest) }
      start = end + 1
    }
  }

  private mutating func noteOwner(of outcome: LineOpener.Outcome, isWhole: Bool) {
    guard isWhole, case .line(let line) = outcome else {
      owners?.append(nil, isKept: false)
      return
    }
    owners?.append(line.source, isKept: bySource[line.source] != nil)
  }

  private mutating func addRests() {
    while let outcome = opener.takeRest() { add(outcome, keepsAll: true) }
  }

  private mutating func add(_ outcome: LineOpener.Outcome, keepsAll: Bool) {
    guard case .line(let line) = outcome else { return }
    let text = line.bytes + [.newline]
    if keepsAll { joined += text }
    if let size = bySource[line.source]?.count {
      if size < Self.sampleSize { bySource[line.source]? += text }
    } else if bySource.count < Self.sourceLimit {
      bySource[line.source] = text
    }
  }
}
