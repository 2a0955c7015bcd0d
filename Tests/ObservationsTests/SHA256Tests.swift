import CDigest
import Foundation
import Observations
import TestSupport
import Testing

@Suite struct SHA256Tests {
  private static func hexadecimal(_ bytes: [UInt8]) -> String {
    var hash = SHA256()
    hash.update(bytes)
    return hash.finish().map { String(format: "%02x", $0) }.joined()
  }

  /// FIPS 180-2, appendix B, and NIST's "SHA_All" examples.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (
      "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqr"
        + "lmnopqrsmnopqrstnopqrstu",
      "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
    ),
    (
      String(repeating: "a", count: 1_000_000),
      "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
    ),
  ])
  func publishedExamplesComeOut(text: String, hash: String) {
    #expect(Self.hexadecimal(Array(text.utf8)) == hash)
  }

  /// Lengths around those at which the padding takes another block.
  @Test(arguments: [1, 55, 56, 57, 63, 64, 65, 119, 120, 128, 1000])
  func sha256sumAgrees(length: Int) throws {
    let folder = try TemporaryFolder()
    let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 * 167 + length) }
    try folder.write(bytes, to: "bytes")
    let command = try Command(
      ["bytes"], of: URL(filePath: "/usr/bin/sha256sum"), in: folder.url)
    #expect(command.output == Self.hexadecimal(bytes) + "  bytes\n")
  }

  @Test func piecesGiveTheHashOfTheWhole() {
    let bytes = (0..<300).map { UInt8(truncatingIfNeeded: $0) }
    var hash = SHA256()
    for start in stride(from: 0, to: 300, by: 7) {
      hash.update(Array(bytes[start..<min(start + 7, 300)]))
    }
    var whole = SHA256()
    whole.update(bytes)
    #expect(hash.finish() == whole.finish())
  }

  /// Processors that have no instructions for it must not differ.
  @Test(arguments: [1, 2, 3, 17]) func bothWaysAgree(_ blocks: Int) {
    let bytes = (0..<(64 * blocks)).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 6) }
    let start = (0..<8).map { UInt32(truncatingIfNeeded: $0 &* 0x9e37_79b9) }
    var (fast, portable) = (start, start)
    unsafe digest_blocks(&fast, bytes, blocks)
    unsafe digest_blocks_portable(&portable, bytes, blocks)
    #expect(fast == portable && fast != start)
  }
}
