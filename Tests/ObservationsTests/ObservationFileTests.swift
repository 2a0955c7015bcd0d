import Findings
import Foundation
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
    var orphans = Outcomes()
    orphans.add(.failed(errno: 9), count: 3)
    let orphaned = Observation(
      key: observation.key.withoutArguments, count: 1, outcomes: orphans,
      first: SourceLocation(file: "other.log", line: 2))
    func run(_ digit: String, _ observations: [Observation]) -> Run {
      Run(
        id: String(repeating: digit, count: 32), name: digit, formats: ["audit", "strace"],
        lines: 12, processes: 3, observations: observations, ledger: ledger)
    }
    return Observations(
      runs: [
        run("a", [observation]), run("c", [orphaned]),
        run("d", [observation, orphaned].sorted { $0.key < $1.key }),
        ObservationsTests.run("b", [("frobnicate", 1), ("#451", 2)]),
        ObservationsTests.run("b", [("read", 1)], digits: 16),
      ], unread: ["c/\u{1b}.gz"])
  }

  @Test func whatIsWrittenIsReadBackTheSame() throws {
    let bytes = everything.fileBytes
    let read = try Observations(decoding: bytes)
    #expect(read == everything)
    #expect(read.fileBytes == bytes)
  }

  @Test func callWithoutAnEndIsWrittenAsOneOfUnknownEnd() throws {
    let key = ObservationKey(architecture: .x86_64, call: .known(Syscall("read")!))
    let observation = Observation(
      key: key, count: 3, outcomes: Outcomes(), first: SourceLocation(file: "log", line: 1))
    let run = Run(
      id: String(repeating: "a", count: 32), name: "log", formats: ["strace"], lines: 3,
      processes: 1, observations: [observation], ledger: Ledger())
    let read = try Observations(decoding: Observations(runs: [run]).fileBytes)
    #expect(read.totals[0].observation.count == 3)
    #expect(read.totals[0].observation.outcomes.unknown == 3)
  }

  @Test func namesFromLogsNeverReachTheFileUnescaped() {
    #expect(!everything.fileBytes.contains(0x1b))
  }

  /// An oracle that knows nothing of ours reads the file, which an earlier whittle wrote.
  @Test func version1IsReadAndNothingOfItIsLost() throws {
    let bytes = try Self.version1()
    let file = try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
    let expected = try #require(file["runs"] as? [[String: Any]])
    let read = try Observations(decoding: bytes)
    let rewritten = try Observations(decoding: read.fileBytes)
    #expect(rewritten == read)
    #expect(rewritten.fileBytes == read.fileBytes)
    #expect(try read.union(rewritten).fileBytes == read.fileBytes)
    for (run, expected) in zip(rewritten.runs, expected) {
      #expect(run.id == expected["id"] as? String)
      #expect(run.name == expected["name"] as? String)
      #expect(run.formats == expected["formats"] as? [String])
      #expect(run.lines == expected["lines"] as? Int)
      #expect(run.processes == expected["processes"] as? Int)
      let observations = try #require(expected["observations"] as? [[String: Any]])
      try #require(run.observations.count == observations.count)
      for (observation, expected) in zip(run.observations, observations) {
        #expect(observation.key.architecture.rawValue == expected["architecture"] as? String)
        #expect(observation.key.call.description == expected["syscall"] as? String)
        #expect(observation.count == expected["count"] as? Int)
        #expect(observation.first.description == expected["first"] as? String)
        let arguments = expected["arguments"] as? [String: UInt64] ?? [:]
        #expect(observation.key.arguments.indices.map(String.init) == arguments.keys.sorted())
        for index in observation.key.arguments.indices {
          #expect(observation.key.arguments[index] == arguments["\(index)"])
        }
        let outcomes = try #require(expected["outcomes"] as? [String: Int])
        #expect(observation.outcomes.returned == outcomes["returned"] ?? 0)
        #expect(observation.outcomes.unknown == outcomes["unknown"] ?? 0)
        #expect(observation.outcomes.total == outcomes.values.reduce(0, +))
        #expect(
          Set(observation.outcomes.failures.keys.map { KernelConstants.shared.name(ofErrno: $0) })
            == Set(outcomes.keys).subtracting(["returned", "unknown"]))
      }
    }
    #expect(rewritten.runs.count == expected.count)
  }

  private static func version1() throws -> [UInt8] {
    Array(
      try Data(
        contentsOf: URL(filePath: #filePath).deletingLastPathComponent()
          .appending(path: "Samples/version-1.json")))
  }

  /// Each run of the test is one more of the same, under another name and with other numbers.
  @Test func replicasTakeATenthOfWhatTheyTookInVersion1() throws {
    let bytes = try Self.version1()
    let runs = try Observations(decoding: bytes).runs
    let copies = 100
    let replicas = runs.flatMap { run in
      (0..<copies).map { copy in
        Run(
          id: String(run.id.prefix(13)) + String(100 + copy), name: run.name, formats: run.formats,
          lines: run.lines + copy, processes: run.processes,
          observations: run.observations.map { observation in
            var more = observation
            more.count += copy
            more.outcomes.add(.returned, count: copy)
            more.first = SourceLocation(
              file: observation.first.file, line: observation.first.line + copy)
            return more
          }, ledger: run.ledger)
      }
    }
    let written = Observations(runs: replicas).fileBytes
    #expect(written.count * 10 < bytes.count * copies)
    #expect(try Observations(decoding: written).runs == replicas.sorted { $0.id < $1.id })
  }

  /// Nothing but losses is something to tell. Nothing at all is what merging leaves as it was, and version 1
  /// had no such file.
  @Test(arguments: [
    #"{"whittleObservations": 1, "totals": {}, "unread": ["b", "a"], "runs": []}"#,
    #"{"whittleObservations": 2, "totals": {}, "unread": ["b", "a"], "observations": [], "sets": {}, "runs": []}"#,
  ])
  func lossesWithoutRunsAreRead(text: String) throws {
    let read = try Observations(decoding: Array(text.utf8))
    #expect(read.unread == ["a", "b"])
    #expect(read.ledger.losses == 2)
    #expect(try Observations(decoding: read.fileBytes) == read)
    let nothing = Array(text.replacing(#""b", "a""#, with: "").utf8)
    if text.contains("2,") {
      #expect(try Observations(decoding: nothing) == Observations())
    } else {
      #expect(throws: ObservationFileError.self) { try Observations(decoding: nothing) }
    }
  }

  /// `jq -S` and editors change the order of members.
  @Test func membersMayComeInAnyOrder() throws {
    let object = try JSONSerialization.jsonObject(with: Data(everything.fileBytes))
    let sorted = try JSONSerialization.data(withJSONObject: object, options: .sortedKeys)
    #expect(try #require(String(data: sorted, encoding: .utf8)).hasPrefix(#"{"observations""#))
    #expect(try Observations(decoding: Array(sorted)) == everything)
  }

  struct Damage {
    let old: String, new: String, complaint: String
  }

  @Test(arguments: [
    Damage(
      old: "\"whittleObservations\": 2", new: "\"whittleObservations\": 3", complaint: "version"),
    Damage(
      old: "\"whittleObservations\": 2", new: "\"whittleObservations\": 1",
      complaint: "unknown key \"observations\""),
    Damage(old: "\"read\": 3", new: "\"read\": 4", complaint: "changed by hand"),
    Damage(old: "[3,5]", new: "[-3,5]", complaint: "a count"),
    Damage(old: "[3,5]", new: "[99999999999999,5]", complaint: "a count"),
    Damage(old: "[3,5]", new: "[3]", complaint: "as many values as the set"),
    Damage(old: "[3,5]", new: "[3,[5,1]]", complaint: "no more numbers"),
    Damage(old: "\"first\": [1,1]", new: "\"first\": [1,1,1]", complaint: "as many values"),
    Damage(old: "\"x86_64\", \"syscall\"", new: "\"x87\", \"syscall\"", complaint: "architecture"),
    Damage(old: "[\"returned\"]", new: "[\"retired\"]", complaint: "outcome"),
    Damage(
      old: "[\"returned\"]", new: "[\"returned\", \"returned\"]", complaint: "one outcome twice"),
    Damage(old: "a.log:7", new: "a.log", complaint: "line number"),
    Damage(old: "\"lines\": 100", new: "\"lines\": 100, \"more\": 1", complaint: "unknown key"),
    Damage(old: "\"id\": \"0", new: "\"id\": \"z", complaint: "hexadecimal"),
    Damage(old: "\"id\": \"0", new: "\"id\": \"", complaint: "hexadecimal"),
    Damage(old: "\"set\": \"", new: "\"set\": \"x", complaint: "is none of /sets"),
    Damage(old: "\": [0,1]", new: "\": [1,0]", complaint: "ascending"),
    Damage(old: "\": [0,1]", new: "\": [0,2]", complaint: "places of /observations"),
    Damage(old: "\"files\": [\"a.log\"]", new: "\"files\": []", complaint: "one file"),
    Damage(
      old: "\"first\": [1,1]", new: "\"first\": [1,1], \"firstFiles\": [0,1]",
      complaint: "no place of /files"),
    Damage(old: "[1,1]", new: "[1,1", complaint: "a comma or"),
    Damage(old: "[1,1]", new: "[1,1}", complaint: "a comma or"),
    Damage(old: "\"runs\": [", new: "\"runs\": [1, ", complaint: "/runs/0: expected an object"),
  ])
  func changedFilesAreRefusedWithTheReason(_ damage: Damage) throws {
    let text = String(
      decoding: Observations(runs: [run("a", [("read", 3), ("socket", 5)], losses: 1)]).fileBytes,
      as: UTF8.self)
    let changed = text.replacing(damage.old, with: damage.new)
    try #require(changed != text)
    let error = try #require(throws: ObservationFileError.self) {
      try Observations(decoding: Array(changed.utf8))
    }
    #expect(error.message.contains(damage.complaint), "\(error)")
  }

  @Test(arguments: [
    Damage(
      old: "\"count\": 2,", new: "\"count\": -2,", complaint: "a count"),
    Damage(old: "\"count\": 2,", new: "\"count\": 20000,", complaint: "fewer calls"),
    Damage(old: "\"returned\":", new: "\"retired\":", complaint: "outcome"),
    Damage(old: "run-1.strace.gz:", new: "run-1.strace.gz", complaint: "line number"),
    Damage(old: "\"ledger\": {}", new: "\"ledger\": {}, \"more\": 1", complaint: "unknown key"),
    Damage(old: "\"id\": \"", new: "\"id\": \"0", complaint: "hexadecimal"),
  ])
  func changedFilesOfVersion1AreRefusedWithTheReason(_ damage: Damage) throws {
    let text = String(decoding: try Self.version1(), as: UTF8.self)
    let changed = text.replacing(damage.old, with: damage.new)
    try #require(changed != text)
    let error = try #require(throws: ObservationFileError.self) {
      try Observations(decoding: Array(changed.utf8))
    }
    #expect(error.message.contains(damage.complaint), "\(error)")
  }
}
