internal import CDigest

/// The hash function of FIPS 180-4, section 6.2.
///
/// Our own, for a package of cryptography costs the build more than the rest of this room.
package struct SHA256 {
  private var state: InlineArray<8, UInt32> = [
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab,
    0x5be0_cd19,
  ]
  /// What does not fill a block of 64 bytes yet.
  private var pending: [UInt8] = []
  private var length: UInt64 = 0

  /// The hash of nothing yet.
  package init() {}

  /// Adds bytes to what is hashed.
  package mutating func update(_ bytes: [UInt8]) {
    length &+= UInt64(bytes.count)
    guard pending.isEmpty else {
      pending += bytes
      pending.removeFirst(compress(pending))
      return
    }
    pending = Array(bytes[compress(bytes)...])
  }

  /// The hash of some bytes, in hexadecimal digits.
  package static func digits(of bytes: [UInt8]) -> String {
    var hash = Self()
    hash.update(bytes)
    return hash.finish().hexadecimalDigits
  }

  /// The 32 bytes of the hash of all that was added.
  package consuming func finish() -> [UInt8] {
    let bits = length &* 8
    let zeros = (119 - pending.count) % 64
    update(
      [0x80] + [UInt8](repeating: 0, count: zeros)
        + (0..<8).map { UInt8(truncatingIfNeeded: bits >> (56 - 8 * $0)) })
    return state.indices.flatMap { index in
      (0..<4).map { UInt8(truncatingIfNeeded: state[index] >> (24 - 8 * $0)) }
    }
  }

  /// Takes in the whole blocks of 64 bytes; returns how many bytes those are.
  private mutating func compress(_ bytes: [UInt8]) -> Int {
    let blocks = bytes.count / 64
    guard blocks > 0 else { return 0 }
    var words = state.indices.map { state[$0] }
    // SAFETY: the function reads `blocks` times 64 bytes, and reads and writes eight words.
    unsafe bytes.withUnsafeBufferPointer { bytes in
      unsafe words.withUnsafeMutableBufferPointer { words in
        unsafe digest_blocks(words.baseAddress, bytes.baseAddress, blocks)
      }
    }
    for index in words.indices { state[index] = words[index] }
    return blocks * 64
  }
}

extension Sequence<UInt8> {
  /// Two lower-case digits a byte.
  package var hexadecimalDigits: String {
    let digits = Array("0123456789abcdef".utf8)
    let text = flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    return String(decoding: text, as: UTF8.self)
  }
}
