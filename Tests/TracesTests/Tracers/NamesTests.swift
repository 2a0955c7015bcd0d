import Logs
import Observations
import Testing
import Traces

/// Lists of names, as pipes and scripts leave them.
@Suite struct NamesTests {
  struct List: CustomTestStringConvertible {
    let text: String
    let counts: [String: Int]
    var ledger: [String] = []

    var testDescription: String { text }
  }

  @Test(arguments: [
    List(text: "     11 openat\n     42 read\n", counts: ["openat": 11, "read": 42]),
    List(text: "openat 11\nread\t42\n", counts: ["openat": 11, "read": 42]),
    List(text: "openat: 11\nread: 42\n", counts: ["openat": 11, "read": 42]),
    List(text: #"["openat", "read"]"#, counts: ["openat": 1, "read": 1]),
    List(text: "[\n  \"openat\",\n  \"read\"\n]\n", counts: ["openat": 1, "read": 1]),
    List(text: "\"openat\",\"read\"\n'close'\n", counts: ["openat": 1, "read": 1, "close": 1]),
    List(text: "- openat\n- read\n", counts: ["openat": 1, "read": 1]),
    List(text: "  0 openat\n  3 read\n", counts: ["read": 3]),
    // Which name a number counts must be clear.
    List(
      text: "read\n1 write\n3 openat close\n4\n",
      counts: ["read": 1, "write": 1, "openat": 1, "close": 1],
      ledger: ["malformed-line 2"]),
    List(
      text: "read\n\"wri\nclose\n", counts: ["read": 1, "close": 1], ledger: ["malformed-line 1"]),
  ])
  func namesAndCounts(_ list: List) throws {
    let recording = try Recording(list.text, format: "names")
    let counts = Dictionary(
      uniqueKeysWithValues: list.counts.map { ("x86_64 \($0.key)", $0.value) })
    #expect(recording.counts == counts)
    #expect(
      recording.ledger == list.ledger + [
        "guessed-architecture 1", "names-only \(counts.values.reduce(0, +))",
      ])
  }

  @Test(arguments: [
    "     11 openat\n     42 read\n      1 execve\n", "[\"openat\", \"read\"]\n",
    "- openat\n- read\n",
    "openat, read\n",
  ])
  func listsAreRecognized(_ text: String) throws {
    #expect(try Recording(text).run.formats == ["names"])
  }

  /// `uniq -c` of two names, one of them misspelt, is a list; without numbers it may be any text.
  @Test func listWithCountsMayHoldMisspeltNames() throws {
    let recording = try Recording("     11 openat\n     42 raed\n")
    #expect(recording.counts == ["x86_64 openat": 11, "x86_64 raed": 42])
    #expect(
      recording.ledger == ["guessed-architecture 1", "unknown-name 42", "names-only 53"])
    for text in ["openat\nraed\n", "11 openat\n42 raed\n3 wrtie\n", "11 GET\n12 openat/x\n"] {
      #expect(throws: TraceError.self) { try Recording(text) }
    }
  }

  /// Names in a profile, an operator's YAML or code are not what a program called.
  @Test(arguments: [
    #"{"syscalls": [{"names": ["read", "write", "openat", "close", "brk", "mmap", "munmap", "futex"]}]}"#,
    "names:\n- read\n- write\n- openat\n- close\n",
    "syscalls = [\"read\", \"write\", \"openat\"]\n",
  ])
  func otherTextsWithNamesAreNot(_ text: String) throws {
    #expect(throws: TraceError.self) { try Recording(text) }
  }

  @Test(arguments: [
    (
      "77 14:28:33.038295400 0 runc:[2:INIT] (4711) > openat dirfd=-100(AT_FDCWD) mode=0\n",
      "sysdig"
    ),
    (
      "I1121 12:00:00.000000       1 strace.go:567] [   1:   1] app E openat(AT_FDCWD /app, 0x0)\n",
      "gVisor"
    ),
  ])
  func otherTracersAreNamed(_ line: String, _ name: String) throws {
    let error = #expect(throws: TraceError.self) { try Recording(line) }
    #expect(error?.problem.contains(name) == true)
    #expect(error?.isForeign == false)
  }
}
