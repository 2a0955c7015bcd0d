/// Takes lines out of envelopes, and puts the parts of divided ones together.
struct LineOpener {
  struct Line {
    let source: [UInt8]
    let bytes: [UInt8]
    /// Of the file's lines, the one where it begins.
    let number: Int
  }

  enum Outcome {
    case line(Line)
    /// A line that is not in the envelope, or one of somebody else's in it.
    case foreign([UInt8])
    /// What only the platform writes, and does not write like this.
    case damaged
    /// Part of a line, or nothing.
    case nothing
  }

  private struct Part {
    var bytes: [UInt8]
    let number: Int
  }

  private struct PartKey: Hashable {
    let layer: Int
    let source: [UInt8]
  }

  private let envelopes: [Envelope]
  /// The beginnings of lines that are not whole yet.
  private var parts: [PartKey: Part] = [:]
  /// The bytes of all of them.
  private var heldBytes = 0

  /// More logs than write into one file at once: further beginnings of lines are damage.
  private static let partsKept = 1 << 10

  init(_ envelopes: [Envelope]) { self.envelopes = envelopes }

  /// Whether no line waits for its last part.
  var isAtRest: Bool { parts.isEmpty }

  mutating func open(_ line: Span<UInt8>, number: Int) -> Outcome {
    open(line, number, layer: 0, source: [])
  }

  /// A line whose last part never came, as far as it goes; `nil` where there is none.
  mutating func takeRest() -> Outcome? {
    guard
      let (key, part) = parts.min(by: {
        ($0.key.layer, $0.value.number) < ($1.key.layer, $1.value.number)
      })
    else { return nil }
    remove(key)
    return open(part.bytes.span, part.number, layer: key.layer + 1, source: key.source)
  }

  private mutating func open(
    _ line: Span<UInt8>, _ number: Int, layer: Int, source: [UInt8]
  ) -> Outcome {
    guard layer < envelopes.count else {
      return .line(Line(source: source, bytes: line.bytesCopied, number: number))
    }
    let envelope = envelopes[layer]
    guard let wrapped = envelope.open(line) else {
      if line.isEmpty { return .nothing }
      return envelope.isAlone ? .damaged : .foreign(line.bytesCopied)
    }
    let separator: [UInt8] = source.isEmpty || wrapped.source.isEmpty ? [] : [.space]
    let source = source + separator + wrapped.source
    switch wrapped.content {
    case .nothing: return .nothing
    case .foreign(let text): return .foreign(line.extracting(text).bytesCopied)
    case .otherObject: return .foreign(JSONLine.strings(in: line))
    case .missing: return .damaged
    case .kernelText(let text):
      // As the kernel's log is printed, so that its messages are known as its own.
      let bytes = Array("[    0.000000] ".utf8) + line.extracting(text).bytesCopied
      return open(bytes.span, number, layer: layer + 1, source: source)
    case .text(let text):
      if wrapped.isPartial == false, parts.isEmpty {
        return open(line.extracting(text), number, layer: layer + 1, source: source)
      }
      return join(
        line.extracting(text).bytesCopied, number, layer, source,
        isPartial: wrapped.isPartial ?? false)
    case .string(let text):
      guard let bytes = line.unescaped(text) else { return .damaged }
      return open(bytes, number, layer, source, isPartial: wrapped.isPartial)
    case .bytes(let bytes):
      return open(bytes, number, layer, source, isPartial: wrapped.isPartial)
    }
  }

  /// A text of an object, which may hold any bytes.
  private mutating func open(
    _ text: [UInt8], _ number: Int, _ layer: Int, _ source: [UInt8], isPartial: Bool?
  ) -> Outcome {
    var bytes = text
    let isEnded = bytes.last == .newline
    if isEnded { bytes.removeLast() }
    // `"a\ntype=SECCOMP …"`: a line of a log holds neither; a program's message may.
    if bytes.contains(where: { $0 == .newline || $0 == 0 }) { return .foreign(bytes) }
    return join(
      bytes, number, layer, source, isPartial: isPartial ?? (envelopes[layer].endsLines && !isEnded)
    )
  }

  @discardableResult
  private mutating func remove(_ key: PartKey) -> Part? {
    let part = parts.removeValue(forKey: key)
    heldBytes -= part?.bytes.count ?? 0
    return part
  }

  /// Adds a part to those before it, and opens the line when it is whole.
  private mutating func join(
    _ bytes: [UInt8], _ number: Int, _ layer: Int, _ source: [UInt8], isPartial: Bool
  ) -> Outcome {
    let key = PartKey(layer: layer, source: source)
    if isPartial {
      guard parts[key] != nil || parts.count < Self.partsKept,
        heldBytes + bytes.count <= LineBuffer.lineLimit
      else {
        remove(key)
        return .damaged
      }
      parts[key, default: Part(bytes: [], number: number)].bytes += bytes
      heldBytes += bytes.count
      return .nothing
    }
    guard let part = remove(key) else {
      return open(bytes.span, number, layer: layer + 1, source: source)
    }
    return open((part.bytes + bytes).span, part.number, layer: layer + 1, source: source)
  }
}
