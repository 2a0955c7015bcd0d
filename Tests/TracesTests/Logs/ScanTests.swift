import Audit
import CScan
import Logs
import Strace
import TestSupport
import Testing
import Traces

/// The maps that are made of text, beside what the words of `scan.h` say byte by byte.
@Suite struct ScanTests {
  private static let sizes = [0, 1, 2, 3, 5, 17]

  @Test(arguments: 0..<60) func marksAreThoseOfTheirDefinition(seed: UInt64) {
    var generator = Seeded(seed)
    let text = Self.text(words: Self.sizes.randomElement(using: &generator)!, using: &generator)
    for vectors in SCAN_PORTABLE.rawValue...scan_best().rawValue {
      // SAFETY: text and map are that many words long.
      let marks = unsafe Self.map(of: text) {
        unsafe scan_marks($0, $1, $2, scan_vectors(rawValue: vectors))
      }
      #expect(marks == Self.map(Self.marks(of: text)), "by vectors \(vectors)")
    }
  }

  @Test(arguments: 0..<20) func textIsScannedAsItsDefinitionSays(seed: UInt64) {
    var generator = Seeded(seed)
    var text = Self.text(words: 5, using: &generator)
    if seed % 2 == 0 { text = text.map { $0 > 0x2c ? $0 : 0x20 } }
    let padded = text + [UInt8](repeating: 0, count: 128)
    for start in text.indices {
      let rest = padded[start...]
      let end = rest.firstIndex { $0 < 0x20 || $0 == UInt8(ascii: "(") }! - start
      let blanks = Array(rest.indices.lazy.filter { padded[$0] == 0x20 }.prefix(8))
      let other = rest.firstIndex { $0 < UInt8(ascii: "-") && $0 != 0x20 }!
      let areFound = blanks.count == 8 && blanks[7] < min(other, start + 256)
      let offsets = areFound ? blanks.reversed().reduce(0) { $0 << 8 | UInt64($1 - start) } : 0
      let digits = rest.prefix(16).prefix { "0123456789abcdef".utf8.contains($0) }
      // SAFETY: there are zeros behind the text.
      let isSame = unsafe padded.withUnsafeBufferPointer { padded in
        let text = unsafe padded.baseAddress! + start
        return unsafe scan_text(text) == end && scan_blanks(text) == offsets
          && scan_hexadecimal(text) == digits.count
      }
      guard isSame else {
        Issue.record("\(padded[start...])")
        return
      }
    }
  }

  /// Mostly of bytes that have a meaning, some of them in runs.
  private static func text(words: Int, using generator: inout Seeded) -> [UInt8] {
    let meaningful = Array("\"\"\"\\\\\n()<>*+,'-;=/?".utf8) + [0, 0x0d, 0x1b, 0x1f, 0x20, 0xff]
    var text: [UInt8] = []
    while text.count < 64 * words {
      let byte =
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: UInt8.random(in: 0...255, using: &generator)
        case 1: UInt8(ascii: "a")
        default: meaningful.randomElement(using: &generator)!
        }
      let isRun = Int.random(in: 0..<8, using: &generator) == 0
      text += repeatElement(byte, count: isRun ? .random(in: 1...130, using: &generator) : 1)
    }
    return Array(text.prefix(64 * words))
  }

  private static func marks(of text: [UInt8]) -> [Bool] {
    var isInString = false
    var isEscaped = false
    return text.map { byte in
      defer { isEscaped = byte == UInt8(ascii: "\\") && !isEscaped }
      if byte < 0x20 {
        if byte == UInt8(ascii: "\n") { isInString = false }
        return true
      }
      if byte == UInt8(ascii: "\""), !isEscaped { isInString.toggle() }
      return !isInString && "()*+<>\\".utf8.contains(byte)
    }
  }

  private static func map(_ bits: [Bool]) -> [UInt64] {
    stride(from: 0, to: bits.count, by: 64).map { start in
      (0..<64).reduce(0) { $0 | (bits[start + $1] ? 1 << UInt64($1) : 0) }
    }
  }

  private static func map(
    of text: [UInt8], by scan: (UnsafePointer<UInt8>?, Int, UnsafeMutablePointer<UInt64>?) -> Void
  ) -> [UInt64] {
    var map = [UInt64](repeating: 0, count: text.count / 64)
    // SAFETY: text and map are that many words long.
    unsafe text.withUnsafeBufferPointer { text in
      unsafe map.withUnsafeMutableBufferPointer { map in
        unsafe scan(text.baseAddress, map.count, map.baseAddress)
      }
    }
    return map
  }
}
