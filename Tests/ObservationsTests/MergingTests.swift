import Findings
import JSON
import Observations
import Syscalls
import TestSupport
import Testing

/// A run with one observation per name, made up for the test.
///
/// - Parameter path: of the log; its last part is the run's name.
func run(
  _ id: String, _ calls: [(name: String, count: Int)], losses: Int = 0, path: String? = nil,
  digits: Int = 32
) -> Run {
  let path = path ?? "\(id).log"
  var ledger = Ledger()
  if losses > 0 {
    ledger.add(.malformedLine, count: losses, at: SourceLocation(file: path, line: 7))
  }
  return Run(
    id: String(repeating: "0", count: digits - id.utf8.count) + id,
    name: path.split(separator: "/").last.map(String.init) ?? path, formats: ["strace"],
    lines: 100, processes: 1,
    observations: calls.map { name, count in
      var outcomes = Outcomes()
      outcomes.add(.returned, count: count)
      return Observation(
        key: ObservationKey(architecture: .x86_64, call: SyscallReference(parsing: name)),
        count: count,
        outcomes: outcomes, first: SourceLocation(file: path, line: 1))
    }.sorted { $0.key < $1.key }, ledger: ledger)
}

@Suite struct MergingTests {
  let a = Observations(runs: [run("a", [("read", 3), ("socket", 1)])])
  let b = Observations(runs: [run("b", [("read", 4)], losses: 2)])
  let c = Observations(runs: [run("c", [("#9999", 1)])], unread: ["c.gz"])

  /// Of two ways to a call the shorter one stays, whichever comes first.
  @Test func reachesAreUnited() throws {
    var (first, second) = (a, b)
    first.reach = ProgramReach(
      files: [.init(path: "/bin/x", size: 3, digest: "ab")],
      calls: [
        .x86_64: [
          "mkdir": .init("a longer way"), "read": .init("r", by: .scripts),
          "link": .init("l", by: .execTools),
        ]
      ])
    second.reach = ProgramReach(
      files: [.init(path: "/bin/y", size: 4, digest: "cd")],
      calls: [
        .x86_64: [
          "mkdir": .init("short"), "read": .init("a surer way"), "link": .init("m", by: .image),
        ],
        .x86: ["write": .init("w")],
      ])
    let both = try first.union(second)
    #expect(both.fileBytes == (try second.union(first)).fileBytes)
    #expect(
      both.reach.calls == [
        .x86_64: [
          "mkdir": .init("short"), "read": .init("a surer way"), "link": .init("m", by: .image),
        ],
        .x86: ["write": .init("w")],
      ])
    #expect(both.reach.files.count == 2)
    #expect(try both.union(first) == both)
    #expect(try Observations(decoding: both.fileBytes) == both)
  }

  /// Files without the member are of the first release that had a reach, and keep their bytes.
  @Test func reachWithoutMechanismsIsThatOfProgramsThatRan() throws {
    var observations = a
    observations.reach = ProgramReach(
      files: [.init(path: "/bin/x", size: 3, digest: "ab")],
      calls: [.x86_64: ["mkdir": .init("w"), "read": .init("r")]])
    #expect(!String(decoding: observations.fileBytes, as: UTF8.self).contains(#""by""#))
    let read = try Observations(decoding: observations.fileBytes)
    #expect(read == observations && read.fileBytes == observations.fileBytes)
    observations.reach.formUnion(
      ProgramReach(calls: [.x86_64: ["link": .init("l", by: .execShell)]]))
    let text = String(decoding: observations.fileBytes, as: UTF8.self)
    #expect(text.contains(#""exec-shell": ["link"]"#))
    #expect(try Observations(decoding: observations.fileBytes) == observations)
  }

  /// What could not be told of programs stands in the ledger, again and again, and is no loss.
  @Test func gapsOfAReachAreCountedAndKept() throws {
    var (first, second) = (a, b)
    let ledger = (try first.union(second)).ledger
    first.reach = ProgramReach(
      gaps: [
        .init(path: "/bin/x", kind: .unresolvedSite, count: 3),
        .init(path: "/bin/y", kind: .unreadProgram, count: 1),
      ])
    second.reach = ProgramReach(
      gaps: [
        .init(path: "/bin/x", kind: .unresolvedSite, count: 3),
        .init(path: "/bin/a", kind: .unresolvedSite, count: 4),
      ])
    let both = try first.union(second)
    #expect(both.fileBytes == (try second.union(first)).fileBytes)
    #expect(try Observations(decoding: both.fileBytes) == both)
    #expect(both.ledger.entries[.unresolvedSite]?.count == 7)
    #expect(both.ledger.entries[.unresolvedSite]?.places.map(\.file) == ["/bin/a", "/bin/x"])
    #expect(both.ledger.entries[.unreadProgram]?.count == 1)
    #expect(both.ledger.losses == ledger.losses)
  }

  @Test(arguments: [
    (#""unread-program""#, #""luck""#, "/reach/gaps/0/kind: is none of unresolved-site, "),
    (#""count": 1"#, #""count": 0"#, "/reach/gaps/0/count: is no number above 0"),
    (#""reader": 1"#, #""reader": 2"#, "/reach/reader: is not the version"),
    (#""mkdir""#, #""no_such_call""#, "/reach/calls/x86_64/no_such_call: is of a call"),
    (#""neighbours""#, #""luck""#, "/reach/by/x86_64/luck: is none of run, neighbours"),
    (#""sha256""#, #""md5""#, "/reach/files/0"),
  ])
  func reachOfAnotherFormIsRefused(_ old: String, _ new: String, _ message: String) throws {
    var observations = a
    observations.reach = ProgramReach(
      files: [.init(path: "/bin/x", size: 3, digest: "ab")],
      calls: [
        .x86_64: ["mkdir": .init("w"), "rmdir": .init("r", by: .neighbours)]
      ], gaps: [.init(path: "/bin/z", kind: .unreadProgram, count: 1)])
    let text = String(decoding: observations.fileBytes, as: UTF8.self)
    #expect(text.contains(old))
    let error = #expect(throws: ObservationFileError.self) {
      try Observations(decoding: Array(text.replacing(old, with: new).utf8))
    }
    #expect(error?.message.hasPrefix(message) ?? false, "\(error?.message ?? "")")
  }

  /// A text that ends in an escape, within what is passed over.
  @Test(arguments: [
    #"{"whittleObservations": 2, "runs": [{"id": "\"#, #"{"runs": ["\"#, #"{"runs": [""#,
  ])
  func cutTextIsAnErrorWithItsPlace(_ text: String) {
    let error = #expect(throws: ObservationFileError.self) {
      try Observations(decoding: Array(text.utf8))
    }
    #expect(error?.position.line == 1)
  }

  /// `99999999999999999` calls of a table: more than a file of observations holds.
  @Test func countsAreBounded() throws {
    var table = ObservationTable()
    let call = SyscallReference(parsing: "read")
    for line in 1...3 {
      let slot = table.enter(
        call, on: .x86_64, arguments: .init(), file: "log", line: line, count: 1 << 40)
      table.conclude(slot, .returned, count: 1 << 40)
    }
    var ledger = Ledger()
    ledger.add(.namesOnly, count: 1 << 40, at: SourceLocation(file: "log", line: 1))
    ledger.add(.namesOnly, count: 1 << 40, at: nil)
    let observations = Observations(runs: [
      Run(
        id: String(repeating: "0", count: 32), name: "log", formats: ["strace-summary"], lines: 3,
        processes: 0, observations: table.folded().observations, ledger: ledger)
    ])
    #expect(observations.events == Observation.maximumCount)
    #expect(try Observations(decoding: observations.fileBytes) == observations)
  }

  @Test func mergingDoesNotDependOnOrderGroupingOrRepetition() throws {
    let all = try a.union(b).union(c)
    #expect(all == (try c.union(a.union(b))))
    #expect(all == (try b.union(c).union(a).union(b)))
    #expect(all.fileBytes == (try c.union(b).union(a).fileBytes))
    #expect(try a.union(a) == a)
    #expect(try a.union(Observations()) == a)
    #expect(try Observations().union(c) == c)
  }

  /// One recording that was read under several paths, two of which Swift holds for equal texts.
  @Test func readingThatStaysDoesNotDependOnTheOrder() throws {
    let paths = ["b/log", "a/z", "b/a/log", "caf\u{e9}/log", "cafe\u{301}/log", "-"]
    let readings = paths.map {
      Observations(
        runs: [run("a", [("read", 3), ("socket", 1)], losses: 1, path: $0)], unread: [$0])
    }
    let others = [a, b, c].map { Observations(runs: $0.runs.map(\.former), unread: $0.unread) }
    var generator = Seeded(7)
    let expected = try Self.merge((readings + others)[...]).fileBytes
    for _ in 0..<50 {
      let shuffled = (readings + others + Array(readings.prefix(2))).shuffled(using: &generator)
      let cut = Int.random(in: 0...shuffled.count, using: &generator)
      let halves = try Self.merge(shuffled[..<cut]).union(Self.merge(shuffled[cut...]))
      #expect(try Self.merge(shuffled[...]).fileBytes == expected)
      #expect(halves.fileBytes == expected)
    }
  }

  private static func merge(_ parts: ArraySlice<Observations>) throws -> Observations {
    try parts.reduce(Observations()) { try $0.union($1) }
  }

  @Test(arguments: [
    run("a", [("read", 3), ("bind", 1)]), run("a", [("read", 4), ("socket", 1)]),
    run("a", [("read", 3), ("socket", 1)], losses: 1), run("a", [("read", 3)]),
  ])
  func oneIDWithOtherContentIsAnError(other: Run) throws {
    let places = ["b.json", "a.json"].map { SourceLocation(file: $0, line: 3) }
    for runs in [[a.runs[0], other], [other, a.runs[0]]] {
      let error = try #require(throws: RunConflict.self) {
        try Observations(
          merging: zip(runs, places).map { RecordedRun($0, at: $1) }, unread: [])
      }
      #expect(error.places == places.reversed())
    }
  }

  /// Ids were shorter once: the log's new reading takes the place of the one in an earlier file.
  @Test func runOfVersion1IsTheRunThatIsReadAnew() throws {
    let former = Observations(runs: [a.runs[0].former, b.runs[0].former])
    let merged = try former.union(a)
    #expect(merged.runs.map(\.id) == [b.runs[0].former.id, a.runs[0].id].sorted())
    #expect(try merged.union(former) == merged)
    #expect(a.missing(of: former).map(\.id) == [b.runs[0].former.id])
    // Both are recordings of their own: nothing says that they are one.
    let twins = Observations(runs: [
      run("1", [("read", 3)], digits: 16), run("2", [("read", 3)], digits: 16),
    ])
    #expect(twins.runs.count == 2)
    #expect(try twins.union(twins) == twins)
  }

  @Test func totalsSumRunsUpAndCountThem() throws {
    let totals = try a.union(b).totals
    let read = try #require(totals.first { $0.observation.key.call.description == "read" })
    #expect(read.observation.count == 7)
    #expect(read.runs == 2)
    #expect(read.observation.outcomes.returned == 7)
    #expect(read.observation.first == SourceLocation(file: "a.log", line: 1))
  }

  @Test func lossesAreHeldAgainstAllThatMayHaveBeenCalled() throws {
    #expect(a.lossPercent() == 0)
    #expect(abs(b.lossPercent() - 100 * 2.0 / 6.0) < 1e-9)
    #expect(try c.union(c).lossPercent() == 50)
  }
}

extension Run {
  /// The run as a file of version 1 holds it.
  var former: Run {
    Run(
      id: String(id.suffix(16)), name: name, formats: formats, lines: lines, processes: processes,
      observations: observations, ledger: ledger)
  }
}
