import Audit
import JSON
import TestSupport
import Testing

@Suite struct FlatObjectTests {
  private static let line = #"""
    {"__CURSOR":"s=06;i=1","_TRANSPORT":"audit","_AUDIT_TYPE":"1300","_AUDIT_ID":"7","MESSAGE":"SYSCALL arch=c000003e comm=\"a\\b\" key=(null)"}
    """#

  private func bytes(_ text: String) -> FlatObject? { FlatObject(Array(text.utf8)) }

  @Test func valuesAreTheTextsOfTheMembers() throws {
    let object = try #require(bytes(Self.line))
    let message = try #require(object.value(of: "MESSAGE"))
    #expect(
      String(decoding: message, as: UTF8.self) == #"SYSCALL arch=c000003e comm="a\b" key=(null)"#)
    #expect(object.value(of: "_PID") == nil)
  }

  @Test(arguments: [
    "", "{", "{}", #"{"a":"b"} "#, #"{"a":"b",}"#, #"{"a":"b","a":"c"}"#, #"{"a":1}"#,
    #"{"a":"b"}}"#, #"{"a" :"b"}"#, #"{"a":"\u0041"}"#, #"{"a":"ä"}"#, #"{"a":"b"#, #"{"a":"\x"}"#,
    #"{"a\n":"b"}"#, #"["a"]"#, "{\"a\":\"\u{1}\"}", #"{"a":{"b":"c"}}"#,
  ])
  func whateverElseThereIsIsLeftToTheJSONReader(_ text: String) {
    #expect(bytes(text) == nil)
  }

  /// Whatever is taken, the JSON reader takes, and reads alike.
  @Test func takesNothingThatTheJSONReaderReadsOtherwise() throws {
    var random = Seeded(11)
    let letters = Array(#"{}[]:,"\ab1 _tnu/é"#.utf8) + [0x00, 0x0a, 0x7f, 0xff]
    var taken = 0
    for _ in 0..<20_000 {
      var text = Array(Self.line.utf8)
      for _ in 0..<Int.random(in: 0...2, using: &random) {
        let position = Int.random(in: 0..<text.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: text[position] = letters.randomElement(using: &random) ?? 0
        case 1: text.remove(at: position)
        default: text.insert(letters.randomElement(using: &random) ?? 0, at: position)
        }
      }
      guard let object = FlatObject(text) else { continue }
      taken += 1
      let members = try Node(parsing: text).members()
      for member in members {
        #expect(try object.value(of: member.key) == Array(member.value.string().utf8))
      }
    }
    #expect(taken > 5000)
  }
}
