import Audit
import JSON
import TestSupport
import Testing

@Suite struct JSONTapeTests {
  private static let line = #"""
    {"ID":"1.0:7","MESSAGE":"SYSCALL comm=\"a\\b\" key=(null)","SYSCALL":{"syscall":59,"exit":-2,"key":null,"ARGV":["0x1f","0x0"],"ok":true},"PATH":[{"name":"/é"},{"name":"\u00e9\ud83d\ude00"}],"n":[1.5e+3,[],{}]}
    """#

  /// A text and its tape; `nil` where it is no object.
  private struct Object {
    let text: [UInt8]
    private(set) var tape = JSONTape()

    init?(_ text: [UInt8]) {
      self.text = text
      guard tape.read(text.span) else { return nil }
    }

    func member(_ name: StaticString, of place: Int = JSONTape.root) -> Int? {
      tape.member(name, of: place, in: text.span)
    }

    func string(_ place: Int) -> String? {
      tape.bytes(place, in: text.span).map { String(decoding: $0, as: UTF8.self) }
    }
  }

  @Test func valuesAreFoundByTheirKeysAndOrder() throws {
    let object = try #require(Object(Array(Self.line.utf8)))
    let message = try #require(object.member("MESSAGE"))
    #expect(object.tape.kind(message) == .escapedText)
    #expect(object.tape.range(message) == nil)
    #expect(object.string(message) == #"SYSCALL comm="a\b" key=(null)"#)
    let call = try #require(object.member("SYSCALL"))
    let vector = try #require(object.member("ARGV", of: call))
    let register = try #require(object.tape.first(in: vector))
    #expect(object.string(register) == "0x1f")
    let second = try #require(object.tape.next(after: register, in: vector))
    #expect(object.tape.next(after: second, in: vector) == nil)
    #expect(object.member("_PID") == nil)
    #expect(object.member("name", of: message) == nil)
  }

  @Test(arguments: [
    "", "{", "[]", "1", #"{"a":"b",}"#, #"{"a":"b","a":"c"}"#, #"{"a":01}"#, #"{"a":"b"}}"#,
    #"{"a":"b"#, #"{"a":"\x"}"#, "{\"a\n\":1}", "{\"a\":\"\u{1}\"}", #"{"a":"\ud800"}"#,
    #"{"a":nul}"#, #"{"a" "b"}"#, #"{"\u0061":1,"a":2}"#, #"{"é":1,"é":2}"#,
  ])
  func whatIsNoObjectIsRefused(_ text: String) {
    #expect(Object(Array(text.utf8)) == nil)
  }

  /// Takes what the JSON reader takes, nothing else, and reads the same.
  @Test func agreesWithTheJSONReader() throws {
    var random = Seeded(11)
    let letters = Array(#"{}[]:,"\ab1 _tnu/é.-eE+"#.utf8) + [0x00, 0x0a, 0x7f, 0xff]
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
      let node = (try? Node(parsing: text)).flatMap { (try? $0.members()) == nil ? nil : $0 }
      let object = Object(text)
      #expect((object == nil) == (node == nil), "\(String(decoding: text, as: UTF8.self))")
      guard let node, let object else { continue }
      taken += 1
      #expect(describe(JSONTape.root, of: object) == describe(node))
    }
    #expect(taken > 5000)
  }

  private func describe(_ place: Int, of object: Object) -> String {
    let tape = object.tape
    var items: [String] = []
    var next = tape.first(in: place)
    while let item = next {
      items.append(describe(item, of: object))
      next = tape.next(after: item, in: place)
    }
    return switch tape.kind(place) {
    case .object: "{\(items.joined(separator: ","))}"
    case .array: "[\(items.joined(separator: ","))]"
    case .word: "word"
    case .number, .text, .escapedText:
      object.string(place) ?? ""
    }
  }

  private func describe(_ node: Node) -> String {
    switch node.content {
    case .object(let members): "{\(members.map { describe($0.value) }.joined(separator: ","))}"
    case .array(let elements): "[\(elements.map(describe).joined(separator: ","))]"
    case .null, .bool: "word"
    case .number(let number): number.text
    case .string(let text): text
    }
  }
}
