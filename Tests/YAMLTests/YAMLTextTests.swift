import JSON
import Testing
import YAML

@Suite struct YAMLTextTests {
  @Test func valuesHaveTheirPlaces() throws {
    let text = """
      # a file
      name: web
      list:
        - 1
        - true
        - "1"
      """
    let root = try #require(try YAMLText.documents(in: Array(text.utf8)).first)
    #expect(try root.value("name").string() == "web")
    let list = try root.value("list").elements()
    #expect(try list[0].integer(Int.self) == 1)
    #expect(try list[1].bool())
    #expect(try list[2].string() == "1")
    #expect(list[1].position.line == 5)
    #expect(list[1].position.column == 5)
    #expect(list[1].path.description == "/list/1")
  }

  @Test func documentsFollowEachOther() throws {
    #expect(try YAMLText.documents(in: Array("a: 1\n---\nb: 2\n".utf8)).count == 2)
    #expect(try YAMLText.documents(in: []).isEmpty)
  }

  @Test(arguments: [
    ("a: 1\na: 2\n", "stands twice"), ("a:\n\t- b\n", "cannot start any token"),
    ("a: *nowhere\n", "undefined alias"), ("? [a]\n: b\n", "a key is no text"),
    ("a: [1\n", "did not find expected"), ("a: 99999999999999999999\n", "too large"),
  ])
  func whatCannotBeReadIsTold(text: String, message: String) throws {
    let error = #expect(throws: YAMLError.self) {
      try YAMLText.documents(in: Array(text.utf8))
    }
    #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
  }

  /// Each line is ten times the one above it.
  @Test func aliasesOfAliasesEnd() throws {
    var lines = ["a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]"]
    for level in 1...12 {
      let alias = "*a\(level - 1)"
      lines.append(
        "a\(level): &a\(level) [\(Array(repeating: alias, count: 10).joined(separator: ", "))]")
    }
    let text = lines.joined(separator: "\n")
    #expect(throws: YAMLError.self) { try YAMLText.documents(in: Array(text.utf8)) }
  }

  @Test func quotedTextReadsBackAsItself() throws {
    let text = "a\"b\\c\n\u{1b}[31m\u{202e}\u{85}é#: {"
    let root = try #require(
      try YAMLText.documents(in: Array("key: \(YAMLText.quoted(text))\n".utf8)).first)
    #expect(try root.value("key").string() == text)
  }
}
