import Findings
import JSON
import Observations
import Syscalls
import Testing

@Suite struct ObservationFileTests {
  private var everything: Observations {
    var outcomes = Outcomes()
    outcomes.add(.returned, count: 2)
    outcomes.add(.failed(errno: 38))
    outcomes.add(.failed(errno: 3000))
    outcomes.add(.denied)
    outcomes.add(.unknown)
    var ledger = Ledger()
    ledger.add(.lostEvents, count: 17, at: SourceLocation(file: "a:b/\u{1b}[31m.log", line: 3))
    let observation = Observation(
      key: ObservationKey(
        architecture: .x86, call: .known(Syscall("socket")!),
        arguments: ArgumentValues([0: 1, 2: .max])),
      count: 6, outcomes: outcomes, first: SourceLocation(file: "a:b/\u{1b}[31m.log", line: 12))
    return Observations(runs: [
      Run(
        id: "00000000000000aa", name: "a", formats: ["audit", "strace"], lines: 12, processes: 3,
        observations: [observation], ledger: ledger)
    ]).union(
      Observations(runs: [run("b", [("frobnicate", 1), ("#451", 2)])], unread: ["c/\u{1b}.gz"]))
  }

  @Test func whatIsWrittenIsReadBackTheSame() throws {
    let bytes = everything.fileBytes
    let read = try Observations(decoding: try Node(parsing: bytes))
    #expect(read == everything)
    #expect(read.fileBytes == bytes)
  }

  @Test func namesFromLogsNeverReachTheFileUnescaped() {
    #expect(!everything.fileBytes.contains(0x1b))
  }

  struct Damage {
    let old: String, new: String, complaint: String
  }

  @Test(arguments: [
    Damage(
      old: "\"whittleObservations\": 1", new: "\"whittleObservations\": 2", complaint: "version"),
    Damage(old: "\"read\": 3", new: "\"read\": 4", complaint: "changed by hand"),
    Damage(old: "\"count\": 3", new: "\"count\": -3", complaint: "a count"),
    Damage(old: "\"count\": 3", new: "\"count\": 30", complaint: "fewer calls"),
    Damage(old: "\"x86_64\", \"syscall\"", new: "\"x87\", \"syscall\"", complaint: "architecture"),
    Damage(old: "\"returned\": 3", new: "\"retired\": 3", complaint: "outcome"),
    Damage(old: "a.log:1", new: "a.log", complaint: "line number"),
    Damage(old: "\"lines\": 100", new: "\"lines\": 100, \"more\": 1", complaint: "unknown key"),
    Damage(old: "\"id\": \"0", new: "\"id\": \"z", complaint: "hexadecimal"),
  ])
  func changedFilesAreRefusedWithTheReason(_ damage: Damage) throws {
    let text = Observations(runs: [run("a", [("read", 3)])]).json.fileText
    let changed = text.replacing(damage.old, with: damage.new)
    try #require(changed != text)
    let node = try Node(parsing: Array(changed.utf8))
    let error = try #require(throws: JSONError.self) {
      try Observations(decoding: node)
    }
    #expect(error.description.contains(damage.complaint), "\(error)")
  }
}
