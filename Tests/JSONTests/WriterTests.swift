import JSON
import Testing

@Suite struct WriterTests {
  @Test func layoutsPutItemsWhereADiffShowsThem() {
    let value: Value = [
      "names": ["read", "write"],
      "args": .array([.object([.init("index", 0), .init("op", "SCMP_CMP_EQ")])], .inline),
      "none": [],
      "object": [:],
      "rows": .array([.array([1, 2], .inline), .object([.init("a", true)], .inline)]),
    ]
    #expect(
      value.fileText == """
        {
          "names": [
            "read",
            "write"
          ],
          "args": [{ "index": 0, "op": "SCMP_CMP_EQ" }],
          "none": [],
          "object": {},
          "rows": [
            [1, 2],
            { "a": true }
          ]
        }

        """)
    #expect(Value.array([["a": .null]]).line == #"[{ "a": null }]"#)
  }

  @Test func objectIsWrittenMemberByMemberAsItIsAsAWhole() {
    let rows: [Value] = [["a": 1], .array([1, .array([2, 3], .packed)], .packed)]
    let whole: Value = ["one": 1, "none": [], "rows": .array(rows), "object": ["a": true]]
    var writer = ObjectWriter()
    writer.add("one", 1)
    writer.add("none", [Int]()) { _ in 0 }
    writer.add("rows", rows) { $0 }
    writer.add("object", ["a": true])
    #expect(writer.finish() == whole.fileBytes)
    #expect(whole.fileText.contains("[1,[2,3]]"))
    #expect(ObjectWriter().finish() == Value.object([]).fileBytes)
  }

  @Test func filledListsStayWithinAHundredColumns() throws {
    let words = (0..<100).map { Value.string("word\($0)") }
    let value = Value.object([.init("list", .array(words, .filled))])
    let lines = value.fileText.split(separator: "\n")
    #expect(lines.allSatisfy { $0.count <= 100 })
    #expect(lines.contains { $0.count > 90 })
    #expect(try Node(parsing: value.fileBytes).value("list").elements().count == 100)
  }

  @Test func numbersKeepTheirBits() {
    #expect(
      Value.array([.integer(UInt64.max), .integer(Int64.min)]).line
        == "[18446744073709551615, -9223372036854775808]")
  }

  struct Escape {
    let text: String
    let written: String
  }

  @Test(arguments: [
    Escape(text: "plain, é, 漢, 😀", written: "plain, é, 漢, 😀"),
    Escape(text: "\"\\/", written: #"\"\\/"#),
    Escape(text: "\n\r\t\u{0}\u{1b}\u{7f}\u{9b}", written: #"\n\r\t\u0000\u001b\u007f\u009b"#),
    Escape(text: "\u{2028}\u{2029}\u{202e}\u{2066}", written: #"\u2028\u2029\u202e\u2066"#),
    Escape(text: "\u{200b}\u{feff}\u{a0}", written: #"\u200b\ufeff\u00a0"#),
    Escape(text: "\u{e0041}", written: #"\udb40\udc41"#),
  ])
  func stringsHideNothing(_ row: Escape) throws {
    let value = Value.string(row.text)
    #expect(value.line == "\"\(row.written)\"")
    #expect(try Node(parsing: Array(value.line.utf8)).string() == row.text)
  }

  @Test func everyScalarSurvivesWritingAndReading() throws {
    let scalars = (0...0x10ffff as ClosedRange<UInt32>).lazy.compactMap(Unicode.Scalar.init)
    var text = ""
    text.unicodeScalars.append(
      contentsOf: scalars.filter { $0.value < 0x3000 || $0.value % 97 == 0 })
    let read = try Node(parsing: Value.string(text).fileBytes).string()
    #expect(Array(read.unicodeScalars) == Array(text.unicodeScalars))
  }
}
