internal import Logs

/// Walks the `key=value` fields of a record; a value in quotes is one value, whatever it holds.
///
/// Ends where the fields begin that auditd adds (`log_format = ENRICHED`): those are read from the
/// numbers by a table that may be older than the kernel, or wrong
/// (`SYSCALL=unknown-syscall(-1)` of every SECCOMP record, audit 3.0.9).
struct AuditFields {
  struct Field {
    let key: Int
    let keyLength: Int
    /// Without its quotes.
    let value: Range<Int>
    let isQuoted: Bool
    /// Whether something follows the value, or its closing quote is there: where a line is cut,
    /// `syscall=5` may have been `syscall=59`.
    let isWhole: Bool
  }

  /// Divides the fields of the kernel from those that auditd adds.
  static let enrichmentSeparator: UInt8 = 0x1d

  private var position: Int
  /// Where the kernel's fields end.
  let end: Int
  /// Whether something follows the last field.
  private let isFollowed: Bool

  init(of line: Span<UInt8>, at range: Range<Int>) {
    position = range.lowerBound
    if let separator = line.firstIndex(of: Self.enrichmentSeparator, from: position),
      separator < range.upperBound
    {
      end = separator
      isFollowed = true
    } else {
      end = range.upperBound
      isFollowed = false
    }
  }

  mutating func next(in line: Span<UInt8>) -> Field? {
    while position < end {
      let key = position
      var byte = line[position]
      while byte != UInt8(ascii: "="), byte != .space {
        position += 1
        guard position < end else { return nil }
        byte = line[position]
      }
      position += 1
      // A word without `=` belongs to a label (`subj=docker-default (enforce)`) or to a message.
      guard byte == UInt8(ascii: "=") else { continue }
      let keyLength = position - 1 - key
      guard position < end else {
        return Field(
          key: key, keyLength: keyLength, value: end..<end, isQuoted: false, isWhole: isFollowed)
      }
      let first = line[position]
      let isQuoted = first == .quote || first == UInt8(ascii: "'")
      let start = isQuoted ? position + 1 : position
      let stop = min(end, line.firstIndex(of: isQuoted ? first : .space, from: start) ?? end)
      position = stop + 1
      return Field(
        key: key, keyLength: keyLength, value: start..<stop, isQuoted: isQuoted,
        isWhole: stop < end || isFollowed && !isQuoted)
    }
    return nil
  }
}

extension UInt8 {
  /// 0 to 15; `nil` for what is no hexadecimal digit of the kernel's, which prints them in lower case.
  var kernelHexDigit: UInt8? {
    if isDigit { return self &- 0x30 }
    let letter = self &- 0x61
    return letter < 6 ? letter + 10 : nil
  }
}

extension Span<UInt8> {
  /// The hexadecimal number at `start` in the kernel's lower-case digits, and where it ends.
  ///
  /// Shippers drop the separator before auditd's own fields, which begin with a capital:
  /// `code=0x7ffc0000AUID="unset"` is 0x7ffc0000.
  func kernelHexadecimal(at start: Int) -> (value: UInt64, end: Int)? {
    var position = start
    var value: UInt64 = 0
    while position < count, let digit = self[position].kernelHexDigit {
      guard value >> 60 == 0 else { return nil }
      value = value << 4 | UInt64(digit)
      position += 1
    }
    return position == start ? nil : (value, position)
  }

  /// A digest of the bytes (FNV-1a), never 0.
  func digest(_ range: Range<Int>) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for position in range { hash = (hash ^ UInt64(self[position])) &* 0x100_0000_01b3 }
    return hash | 1
  }
}
