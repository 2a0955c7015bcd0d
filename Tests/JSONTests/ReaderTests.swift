import JSON
import Testing
import Text

@Suite struct ReaderTests {
  struct Refusal: CustomTestStringConvertible {
    let text: String
    let kind: SyntaxError.Kind
    let place: String

    init(_ text: String, _ kind: SyntaxError.Kind, _ place: String) {
      self.text = text
      self.kind = kind
      self.place = place
    }

    var testDescription: String { text.quotedForTerminal }
  }

  @Test(arguments: [
    Refusal("", .empty, "1:1"),
    Refusal(" \n ", .empty, "2:2"),
    Refusal("\u{feff}{}", .byteOrderMark, "1:1"),
    Refusal("{} // why", .comment, "1:4"),
    Refusal("[1, /* two */ 2]", .comment, "1:5"),
    Refusal("# why\n{}", .comment, "1:1"),
    Refusal("[1,\n 2,\n]", .trailingComma, "2:3"),
    Refusal(#"{"a": 1,}"#, .trailingComma, "1:8"),
    Refusal("{}\n{}", .trailingText, "2:1"),
    Refusal("[1, 2", .unexpectedEnd, "1:6"),
    Refusal(#"{"a": "b"#, .unexpectedEnd, "1:9"),
    Refusal(#"{"a""#, .unexpectedEnd, "1:5"),
    Refusal(#"["\"#, .unexpectedEnd, "1:4"),
    Refusal("[1 2]", .unexpectedCharacter, "1:4"),
    Refusal("{a: 1}", .unexpectedCharacter, "1:2"),
    Refusal("[,]", .unexpectedCharacter, "1:2"),
    Refusal("[nul]", .unexpectedCharacter, "1:2"),
    Refusal("[NaN]", .unexpectedCharacter, "1:2"),
    Refusal("['a']", .unexpectedCharacter, "1:2"),
    Refusal("[\"a\u{1}\"]", .controlCharacter, "1:4"),
    Refusal("[\"a\nb\"]", .controlCharacter, "1:4"),
    Refusal(#"["\x41"]"#, .invalidEscape, "1:3"),
    Refusal(#"["é\u12g4"]"#, .invalidEscape, "1:4"),
    Refusal(#"["\ud800"]"#, .loneSurrogate, "1:3"),
    Refusal(#"["\ud800\u0041"]"#, .loneSurrogate, "1:3"),
    Refusal(#"["\udc00"]"#, .loneSurrogate, "1:3"),
    Refusal("[01]", .invalidNumber, "1:2"),
    Refusal("[0x10]", .invalidNumber, "1:2"),
    Refusal("[-]", .invalidNumber, "1:2"),
    Refusal("[1.]", .invalidNumber, "1:2"),
    Refusal("[1e]", .invalidNumber, "1:2"),
    Refusal(#"{"a": 1, "b": {"c": 1,\#n "c": 2}}"#, .duplicateKey, "2:2"),
    Refusal(#"{"a": 1, "\u0061": 2}"#, .duplicateKey, "1:10"),
  ])
  func malformedTextIsRefusedAtItsPlace(_ row: Refusal) {
    let error = #expect(throws: SyntaxError.self) { try Node(parsing: Array(row.text.utf8)) }
    #expect(error?.kind == row.kind)
    #expect(error?.position.description == row.place)
  }

  @Test func duplicateKeysAreToldWithBothPlaces() {
    let error = #expect(throws: SyntaxError.self) {
      try Node(parsing: Array("{\"a\": 1,\n \"a\": 2}".utf8))
    }
    #expect(error?.description.hasPrefix("2:2: the key \"a\" stands twice") == true)
    #expect(error?.message.contains("first at 1:2") == true)
  }

  @Test(arguments: [
    [0xff], [0x22, 0xc0, 0x80, 0x22], [0x22, 0xed, 0xa0, 0x80, 0x22], [0x22, 0xe2],
  ])
  func invalidUTF8IsRefused(_ bytes: [UInt8]) {
    let error = #expect(throws: SyntaxError.self) { try Node(parsing: bytes) }
    #expect(error?.kind == .invalidUTF8)
  }

  @Test func nestingAndSizeAreBounded() {
    let deep = [UInt8](repeating: UInt8(ascii: "["), count: 20_000)
    #expect(throws: SyntaxError.self) { try Node(parsing: deep) }
    let allowed = String(repeating: "[", count: 128) + String(repeating: "]", count: 128)
    #expect(throws: Never.self) { try Node(parsing: Array(allowed.utf8)) }
    let error = #expect(throws: SyntaxError.self) {
      try Node(parsing: Array("[1, 2]".utf8), maximumSize: 5)
    }
    #expect(error?.kind == .tooLarge)
    #expect(error?.message.contains("larger than 5 bytes") == true)
  }

  @Test(arguments: [
    (#"{"a": 1, "rows": [1, "]\"[", {"b": [2, {}]}], "c": {"rows": [7]}}"#, 3),
    (#"{"rows": [ ]}"#, 0), (#"{"rows": [[]]}"#, 1),
  ])
  func elementsReadOneByOneAreThoseOfTheWhole(text: String, count: Int) throws {
    let bytes = Array(text.utf8)
    let whole = try Node(parsing: bytes).value("rows").elements()
    var (root, elements) = try DeferredElements.parsing(bytes, at: "rows", maximumSize: 1000)
    #expect(try root.value("rows").elements().isEmpty)
    for expected in whole {
      let node = try #require(try elements?.next())
      #expect("\(node)" == "\(expected)")
    }
    #expect(whole.count == count)
    #expect(try elements?.next() == nil)
    #expect(try elements?.next() == nil)
    #expect(try DeferredElements.parsing(bytes, at: "none", maximumSize: 1000).elements == nil)
  }

  /// The same place and the same words, wherever the damage is.
  @Test func textThatIsReadInTwoStepsIsRefusedAsTheWholeIs() {
    let text = Array(#"{"a": [1], "rows": [{"x": [1, "y"]}, 2, [3]], "b": "c"}"#.utf8)
    for place in text.indices {
      for change in [
        text[..<place] + [], text[..<place] + text[(place + 1)...],
        text[..<place] + [UInt8(ascii: "]")] + text[(place + 1)...],
      ] {
        let bytes = Array(change)
        let whole = Result { try Node(parsing: bytes) }
        let steps = Result {
          var (root, elements) = try DeferredElements.parsing(bytes, at: "rows", maximumSize: 1000)
          while try elements?.next() != nil {}
          return root
        }
        switch (whole, steps) {
        case (.success, .success): break
        case (.failure(let one), .failure(let other)): #expect("\(one)" == "\(other)")
        default: Issue.record("\(String(decoding: bytes, as: UTF8.self))")
        }
      }
    }
  }

  @Test func everyPrefixOfATextIsRefusedWithoutACrash() {
    let text = Array(#"{"a": [1, -2.5e+3, true, null, "x\u00e9\ud83d\ude00"], "b": {}}"#.utf8)
    for length in 0..<text.count {
      #expect(throws: SyntaxError.self) { try Node(parsing: Array(text[..<length])) }
    }
    #expect(throws: Never.self) { try Node(parsing: text) }
  }

  @Test func integersAreKeptBitForBit() throws {
    let text = "[18446744073709551615, 9007199254740993, -9223372036854775808, 1.0, 1e3, -0]"
    let numbers = try Node(parsing: Array(text.utf8)).elements()
    #expect(try numbers[0].integer(UInt64.self) == .max)
    #expect(try numbers[1].integer(UInt64.self) == 9_007_199_254_740_993)
    #expect(try numbers[2].integer(Int64.self) == .min)
    #expect(throws: JSONError.self) { try numbers[0].integer(Int64.self) }
    #expect(throws: JSONError.self) { try numbers[3].integer(Int.self) }
    #expect(throws: JSONError.self) { try numbers[4].integer(Int.self) }
    #expect(try numbers[5].integer(Int.self) == 0)
    #expect(throws: JSONError.self) { try numbers[5].integer(UInt.self) }
  }

  @Test func valuesKnowWhereTheyStand() throws {
    let root = try Node(parsing: Array("{\n  \"é\": [1, {\"a/b~\": null}]\n}".utf8))
    let list = try root.value("é")
    let inner = try list.elements()[1].value("a/b~")
    #expect(list.position.description == "2:8")
    #expect(inner.position.description == "2:21")
    #expect(inner.path.description == "/é/1/a~1b~0")
    #expect(root.path.description == "/")
  }

  @Test func surrogatePairsAndEscapesBecomeText() throws {
    let node = try Node(parsing: Array(#""\ud83d\ude00\u00e9\n\/\b""#.utf8))
    #expect(try node.string() == "😀é\n/\u{8}")
  }

  @Test func errorsOfReadersNameThePathAndTheExpectation() throws {
    let root = try Node(parsing: Array(#"{"runs": [{"name": null}], "x\u001b": 1}"#.utf8))
    let name = try root.value("runs").elements()[0].value("name")
    let mismatch = #expect(throws: JSONError.self) { try name.string() }
    #expect(mismatch?.description == "1:20: /runs/0/name: expected a string, found null")
    let missing = #expect(throws: JSONError.self) { try root.value("version") }
    #expect(missing?.description == #"1:1: /: the key "version" is missing"#)
    let unknown = #expect(throws: JSONError.self) { try root.allowOnly(keys: ["runs"]) }
    #expect(unknown?.description == #"1:28: /: unknown key "x\u001b"; known are "runs""#)
  }
}
