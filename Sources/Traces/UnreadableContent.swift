internal import Audit
internal import JSON
internal import Logs
internal import Strace

/// Says of a file that no format recognises what it seems to be, and what to do.
struct UnreadableContent {
  let explanation: String
  /// Whether it is perhaps no log at all, rather than one that cannot be read.
  let isForeign: Bool

  /// - Parameter isTruncated: whether the sample is all that is left of compressed data.
  init(of sample: Span<UInt8>, isTruncated: Bool, forced: TraceFormat?) {
    if let damage = Self.damage(of: sample, isTruncated: isTruncated) {
      explanation = damage
      isForeign = false
    } else if let complaint = TracerComplaint(in: sample) ?? Self.wrappedComplaint(in: sample) {
      explanation = Self.words(for: complaint)
      isForeign = false
    } else if let tracer = OtherTracer(of: sample) {
      // A recording, though not one of ours: in a folder of logs it is missing.
      explanation = tracer.explanation
      isForeign = false
    } else if let cut = Self.cutJSON(sample) {
      explanation = cut
      // Of a list of names, some are missing.
      isForeign = sample.hasPrefix("{")
    } else if let spread = Self.spreadJSON(sample) {
      explanation = spread
      isForeign = false
    } else if sample.firstRange(of: "\n    _TRANSPORT=") != nil {
      explanation =
        "is `journalctl -o verbose`; use `journalctl -o json`, or `-o cat` of what one service printed"
      isForeign = false
    } else if let prefix = UnknownPrefix(in: sample, forced: forced) {
      explanation = prefix.explanation
      isForeign = false
    } else {
      explanation = Self.foreignKind(of: sample)
      isForeign = true
    }
  }

  private static func damage(of sample: Span<UInt8>, isTruncated: Bool) -> String? {
    if isTruncated { return "is gzip data cut short before anything of use; record it anew" }
    if sample.isEmpty { return "is empty: nothing was recorded, so nothing can be said of it" }
    if !sample.containsLine(where: { !$0.isEmpty }) { return "holds only empty lines" }
    if sample.skip(0, from: 0) == sample.count {
      return "holds only NUL bytes, as a crash leaves them; record it anew"
    }
    if let compression = Compression(magic: (0..<min(sample.count, 6)).map { sample[$0] }) {
      return "is compressed twice, inside with \(compression); decompress it first"
    }
    if isUTF32(sample) {
      return "is UTF-32 text; convert it first: iconv -f UTF-32 -t UTF-8"
    }
    if isUTF16(sample) {
      return "is UTF-16 text; convert it first: iconv -f UTF-16 -t UTF-8"
    }
    return nil
  }

  /// A sample of this size or more may be a part of what the file holds.
  private static let largestWhole = 1 << 16

  /// Where the text is an array or an object of JSON that ends early, what is to be said of it.
  ///
  ///     ["read","wri
  private static func cutJSON(_ sample: Span<UInt8>) -> String? {
    guard sample.count < largestWhole, sample.hasPrefix("[") || sample.hasPrefix("{") else {
      return nil
    }
    do {
      _ = try JSON.Node(parsing: sample.indices.map { sample[$0] })
      return nil
    } catch {
      guard error.kind == .unexpectedEnd else { return nil }
      return "is JSON text that ends early, at line \(error.position.line), column "
        + "\(error.position.column): it was cut off, and names may be missing; write it anew"
    }
  }

  /// Where the text is JSON whose objects go over several lines, and a log's lines are among its strings, what is to
  /// be said of it.
  private static func spreadJSON(_ sample: Span<UInt8>) -> String? {
    let start = sample.skip(from: 0) { $0 == .space || $0 == .newline || $0 == .carriageReturn }
    guard sample.hasPrefix("[", at: start) || sample.hasPrefix("{", at: start) else { return nil }
    let strings = Envelope.strings(ofJSON: sample)
    for format in [TraceFormat.strace, .audit] where format.linesRecognized(strings.span) >= 3 {
      return
        "holds lines of the format \"\(format.name)\" in JSON objects that go over several lines; put each "
        + "object on a line, for example with jq -c . or, out of a list, with jq -c '.[]', and read the result"
    }
    return nil
  }

  /// What strace says in the envelopes that the lines are in; its name with a colon looks like one more.
  private static func wrappedComplaint(in sample: Span<UInt8>) -> TracerComplaint? {
    guard let wrapped = WrappedRecognition(of: sample, forced: .strace, above: 0) else {
      return nil
    }
    for depth in 1...wrapped.envelopes.count {
      let inner = SourceSamples(opening: sample, Array(wrapped.envelopes.prefix(depth))).joined
      if let complaint = TracerComplaint(in: inner.span) { return complaint }
    }
    return nil
  }

  private static func words(for complaint: TracerComplaint) -> String {
    switch complaint {
    case .refused: refusal
    case .other:
      "holds nothing but messages of strace, and no system call: read them, and record anew"
    }
  }

  /// For a log in which strace says that it was not permitted to trace.
  static let refusal =
    "holds strace's complaint that it is not permitted to ptrace, and no system call: "
    + TracerComplaint.wayOut

  private static func foreignKind(of sample: Span<UInt8>) -> String {
    if sample.hasPrefix("\u{7f}ELF") { return "is a program, not a log" }
    if sample.firstIndex(of: 0, from: 0) != nil { return "is binary, not a text log" }
    if sample.hasPrefix("NODE,EVENT,DATE,") || sample.firstRange(of: ",EVENT,DATE,TIME,") != nil {
      return
        "is `ausearch --format csv`, which names no calls; use `ausearch --raw` or the log itself"
    }
    if sample.hasPrefix("At ") {
      return "looks like `ausearch --format text`, which names no calls; use `ausearch --raw`"
    }
    return "is of no format that whittle reads ("
      + TraceFormat.all.map(\.name).joined(separator: ", ")
      + "); name one with --input-format if it is one all the same"
  }

  /// Whether three of four bytes are NULs, the same ones in each character.
  private static func isUTF32(_ sample: Span<UInt8>) -> Bool {
    guard sample.count >= 16 else { return false }
    // The byte order mark is no ASCII character.
    let offsets = 4..<16
    return [0, 3].contains { letter in
      offsets.allSatisfy { (sample[$0] == 0) == ($0 & 3 != letter) }
    }
  }

  private static func isUTF16(_ sample: Span<UInt8>) -> Bool {
    if sample.count >= 2 {
      if sample[0] == 0xff && sample[1] == 0xfe { return true }
      if sample[0] == 0xfe && sample[1] == 0xff { return true }
    }
    guard sample.count >= 16 else { return false }
    var zeros = [0, 0]
    for offset in 0..<16 where sample[offset] == 0 { zeros[offset & 1] += 1 }
    return zeros == [0, 8] || zeros == [8, 0]
  }
}
