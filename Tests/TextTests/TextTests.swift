import Testing
import Text

@Suite struct TextTests {
  @Test func foreignTextIsPrintedHarmlessly() {
    #expect("a\u{1b}[31m\n\u{202e}b".escapedForTerminal == #"a\u001b[31m\n\u202eb"#)
    #expect(#"a"\b"#.quotedForTerminal == #""a\"\\b""#)
    #expect(String(repeating: "x", count: 1000).quotedForTerminal.count == 83)
  }

  /// What GitHub's runner would take for a command (actions/runner, `ActionCommand.cs`): it trims a line and
  /// looks for `::`, or looks for `##[` anywhere in it.
  @Test(arguments: [
    ("::error::x", #"\u003a:error::x"#), ("  ::add-mask::x", #"  \u003a:add-mask::x"#),
    ("a::b", "a::b"), ("log ##[error]x", #"log \u0023#[error]x"#),
    ("###[group]", #"#\u0023#[group]"#), ("#[derive]", "#[derive]"),
    ("\u{85}::error::x", #"\u0085::error::x"#),
  ])
  func foreignTextIsNoCommandOfARunner(text: String, printed: String) {
    #expect(text.escapedForTerminal == printed)
  }

  /// A name may begin with a combining character, which makes one `Character` with the slash before it.
  @Test func pathsAreDividedAtEverySlash() {
    #expect("/a//\u{301}b/c/".slashed == ["a", "\u{301}b", "c"])
    #expect("a/\u{301}/../b".pathComponents == ["a", "b"])
  }

  @Test func countsAreWords() {
    #expect([0, 1, 2].map { $0.counting("run") } == ["0 runs", "1 run", "2 runs"])
    #expect(2.counting("process", "processes") == "2 processes")
    #expect([1, 17].map(\.times) == ["once", "17 times"])
  }

  @Test func nearestNameIsWithinAThirdOfItsLength() {
    let names = ["openat", "openat2", "read"]
    #expect(nearest("opneat", among: names) == "openat")
    #expect(nearest("OPENAT2", among: names) == "openat2")
    #expect(nearest("write", among: names) == nil)
    #expect(nearest("", among: names) == nil)
  }
}
