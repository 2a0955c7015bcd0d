import Foundation
import TestSupport
import Testing

/// Observation files, and inputs of which some cannot be read.
@Suite struct EvidenceTests {
  /// The bound is said once, in words; no value of Swift's stands in a message.
  @Test(arguments: [["verify", "great"], ["diff", "great", "docker"]])
  func aProfileBeyondAllBoundsIsToldInWords(_ arguments: [String]) throws {
    let folder = try TemporaryFolder()
    try folder.write([], to: "great")
    try #require(unsafe truncate((folder / "great").path, 17 << 20) == 0)
    let command = try Command(arguments, in: folder.url)
    #expect(command.status == 2)
    #expect(
      command.errors.contains(
        "great: error: is larger than 16 MiB, which is the most that is read"),
      "\(command.errors)")
  }

  /// One empty log beside good ones is what it is in a folder that holds it.
  @Test func anEmptyLogBesideOthersIsALoss() throws {
    let folder = try TemporaryFolder()
    try folder.write(plainLog, to: "logs/good")
    try folder.write("", to: "logs/empty")
    let named = try Command(["observe", "logs/good", "logs/empty", "--json"], in: folder.url)
    let inFolder = try Command(["observe", "logs", "--json"], in: folder.url)
    #expect(named.status == 1)
    #expect(named.output == inFolder.output)
    #expect(named.errors == inFolder.errors)
    #expect(
      named.errors.contains("logs/empty: warning: is empty: nothing was recorded"),
      "\(named.errors)")
    let refused = try Command(
      ["generate", "logs/good", "logs/empty", "-o", "p.json"], in: folder.url)
    #expect(refused.status == 1)
    #expect(try folder.names == ["logs"])
    let allowed = try Command(
      ["generate", "logs/good", "logs/empty", "-o", "p.json", "--allow-loss", "20"], in: folder.url)
    #expect(allowed.status == 0, "\(allowed.errors)")
    #expect(try folder.contents(of: "p.observations.json").contains("\"logs/empty\""))
  }

  /// Losses alone can be merged, and make no profile.
  @Test func observationsOfLossesAloneAreNeutral() throws {
    let folder = try TemporaryFolder()
    try folder.write(plainLog, to: "log")
    try folder.write(
      #"{"whittleObservations": 1, "totals": {}, "unread": ["x"], "runs": []}"#, to: "losses")
    #expect(try Command(["observe", "losses", "-o", "a.json"], in: folder.url).status == 1)
    #expect(try Command(["observe", "log", "a.json", "-o", "b.json"], in: folder.url).status == 1)
    #expect(
      try Command(["observe", "b.json", "losses", "--json"], in: folder.url).output
        == folder.contents(of: "b.json"))
    let generated = try Command(
      ["generate", "a.json", "-o", "p.json", "--allow-loss", "100"], in: folder.url)
    #expect(generated.status == 2)
    #expect(generated.errors.contains("error: no run was read"), "\(generated.errors)")
  }

  @Test func oneIDWithOtherContentIsAnErrorThatNamesBothPlaces() throws {
    let folder = try TemporaryFolder()
    for (name, log) in [("a", plainLog), ("b", plainLog + "socket(AF_INET, SOCK_STREAM, 0) = 3\n")]
    {
      try folder.write(log, to: "\(name).log")
      #expect(
        try Command(["observe", "\(name).log", "-o", "\(name).json"], in: folder.url).status == 0)
    }
    func id(_ name: String) throws -> String {
      let match = try folder.contents(of: name).firstMatch(of: /"id": "([0-9a-f]{32})"/)
      return String(try #require(match).1)
    }
    try folder.write(
      folder.contents(of: "b.json").replacing(id("b.json"), with: id("a.json")), to: "b.json")
    for arguments in [["observe", "a.json", "b.json"], ["generate", "b.json", "a.json"]] {
      let command = try Command(arguments, in: folder.url)
      #expect(command.status == 2)
      #expect(
        command.errors.contains(#/a\.json:\d+:\d+: error: run [0-9a-f]{32} /#), "\(command.errors)")
      #expect(command.errors.contains(#/ at b\.json:\d+:\d+: /#), "\(command.errors)")
    }
  }

  /// Evidence of version 1 is replaced by what its logs give today, and not lost to anything else.
  @Test(arguments: [1, 2])
  func evidenceOfVersion1GivesWayToItsOwnLogsAlone(calls: Int) throws {
    let folder = try TemporaryFolder()
    try folder.write("7 getpid() = 7\n", to: "log")
    let former = """
      {
        "whittleObservations": 1, "totals": { "x86_64": { "getpid": \(calls) } },
        "runs": [
          {
            "id": "0123456789abcdef", "name": "run-1", "formats": ["strace"], "lines": 1,
            "processes": 1, "ledger": {},
            "observations": [
              {
                "architecture": "x86_64", "syscall": "getpid", "count": \(calls),
                "outcomes": { "returned": \(calls) }, "first": "there/run-1:1"
              }
            ]
          }
        ]
      }
      """
    try folder.write(former, to: "seen.json")
    let command = try Command(
      ["observe", "log", "--trace-arch", "x86_64", "-o", "seen.json"], in: folder.url)
    if calls == 1 {
      #expect(command.status == 0, "\(command.errors)")
      #expect(try folder.contents(of: "seen.json").contains("\"whittleObservations\": 2"))
    } else {
      #expect(command.status == 1)
      #expect(command.errors.contains("holds 1 run not among what was read (run-1)"))
      #expect(try folder.contents(of: "seen.json") == former)
    }
  }
}
