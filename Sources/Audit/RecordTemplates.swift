internal import Logs
internal import Syscalls

/// A part of a record that ``RawRecordParser`` has read once: where the same bytes stand again, they say the same.
struct RecordTemplate {
  var count = 0
  /// Where its text is kept.
  var start = 0
  /// What it says, as far as it does.
  var process: UInt32 = 0
  var token = AuditTokenCache.Token()
  var names: RecordNames?
}

/// The templates of one part of records that were met lately.
struct RecordTemplates {
  private static let limit = 512
  /// Those that share a hash; more of them replace each other.
  private static let ways = 4
  private static let sets = 32

  // Of no size before the first one is kept: there are logs of a few lines.
  private var bytes: [UInt8] = []
  private var templates: [RecordTemplate] = []
  private var latest = 0
  private var replaced = 0

  subscript(place: Int) -> RecordTemplate {
    @inline(__always) _read { yield templates[place] }
  }

  /// The place of the template that stands at `position`.
  @inline(__always)
  mutating func find(
    _ text: BlockText, at position: Int, hash: @autoclosure () -> UInt64
  ) -> Int? {
    guard !templates.isEmpty else { return nil }
    return stands(latest, text, position) ? latest : findOther(text, position, hash())
  }

  private mutating func findOther(_ text: BlockText, _ position: Int, _ hash: UInt64) -> Int? {
    let first = Self.set(hash)
    for place in first..<(first &+ Self.ways) where stands(place, text, position) {
      latest = place
      return place
    }
    return nil
  }

  @inline(__always)
  private func stands(_ place: Int, _ text: BlockText, _ position: Int) -> Bool {
    let template = templates[place]
    return template.count > 0
      && text.holds(bytes, from: template.start, count: template.count, at: position)
  }

  @inline(__always)
  private static func set(_ hash: UInt64) -> Int {
    Int(truncatingIfNeeded: (hash &* 0x9e37_79b9_7f4a_7c15) >> 59) &* ways
  }

  /// Keeps a template for `text` and returns its place, if that is not too long.
  mutating func insert(
    _ template: RecordTemplate, for text: ArraySlice<UInt8>, hash: UInt64
  ) -> Int? {
    guard text.count == template.count, 1...Self.limit ~= text.count else { return nil }
    if templates.isEmpty {
      templates = .init(repeating: RecordTemplate(), count: Self.ways * Self.sets)
    }
    replaced = (replaced + 1) % Self.ways
    latest = Self.set(hash) + replaced
    let start = templates[latest].count > 0 ? templates[latest].start : bytes.count
    if start == bytes.count { bytes.append(contentsOf: repeatElement(0, count: Self.limit)) }
    bytes.replaceSubrange(start..<(start + text.count), with: text)
    templates[latest] = template
    templates[latest].start = start
    return latest
  }
}

/// The beginnings of lines up to the time, `type=SYSCALL msg=audit(`, as ``RecordHeader`` has read them once.
struct RecordHeads {
  struct Head {
    /// The first two and the last two words, with all of up to 31 bytes.
    fileprivate var words = SIMD4<UInt64>(repeating: .max)
    var count = 31
    var kind = PlainRecord.Kind.other
  }

  private var heads = [Head](repeating: Head(), count: 64)

  /// The head of the line at `start`.
  @inline(__always)
  mutating func find(_ text: BlockText, at start: Int) -> Head? {
    let head = heads[Self.place(text, start)]
    return head.words == Self.words(text, start, head.count) ? head : make(text, at: start)
  }

  @inline(__always)
  private static func place(_ text: BlockText, _ start: Int) -> Int {
    Int(truncatingIfNeeded: (text.word(at: start &+ 5) &* 0x9e37_79b9_7f4a_7c15) >> 58)
  }

  @inline(__always)
  private static func words(_ text: BlockText, _ start: Int, _ count: Int) -> SIMD4<UInt64> {
    SIMD4(
      text.word(at: start), text.word(at: start &+ 8), text.word(at: start &+ count &- 15),
      text.word(at: start &+ count &- 8))
  }

  @inline(never)
  private mutating func make(_ text: BlockText, at start: Int) -> Head? {
    guard text.holds("type=", at: start) else { return nil }
    var blank = start + 5
    while blank < start + 20, text.byte(at: blank) != .space { blank += 1 }
    let count = blank + 11 - start
    // Most dates of `ausearch -i` have a mark behind two digits: 11/29/2026.
    guard text.holds(" msg=audit(", at: blank), text.byte(at: start + count + 2).isDigit,
      19...31 ~= count,
      // No head with its stamp is longer.
      let header = RecordHeader(in: text.copy(start..<(start + 80)).span, at: 0),
      !header.id.isInterpreted
    else { return nil }
    let kind: PlainRecord.Kind
    switch header.kind {
    case .syscall: kind = .returned
    case .seccomp: kind = .entered
    case .companion: kind = .companion
    default: return nil
    }
    let head = Head(words: Self.words(text, start, count), count: count, kind: kind)
    heads[Self.place(text, start)] = head
    return head
  }
}
