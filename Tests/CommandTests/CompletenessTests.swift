import Foundation
import TestSupport
import Testing

/// What `observe` and `generate` say of how much the runs have shown.
@Suite struct CompletenessCommandTests {
  private let folder: TemporaryFolder

  /// Sixty runs of one program; the eighth waits for a child, the tenth renames and unlinks.
  init() throws {
    folder = try TemporaryFolder()
    for index in 0..<60 {
      var lines = [#"execve("/bin/a", ["a"], 0x7ffd1c6f3a48 /* 4 vars */) = 0"#, "brk(NULL) = 0x5"]
      lines += .init(repeating: "getpid() = 1", count: index + 1)
      if index == 7 { lines.append("wait4(-1, NULL, 0, NULL) = 7") }
      if index == 9 { lines += [#"unlink("a") = 0"#, #"rename("b", "a") = 0"#] }
      lines += ["exit_group(0) = ?", "+++ exited with 0 +++", ""]
      try folder.write(lines.joined(separator: "\n"), to: "run-\(index)")
    }
  }

  private func whittle(_ arguments: String...) throws -> Command {
    try Command(arguments + ["--trace-arch", "x86_64"], in: folder.url)
  }

  private func names(_ range: Range<Int>) -> [String] { range.map { "run-\($0)" } }

  private func observe(_ range: Range<Int>, _ more: String...) throws -> Command {
    try Command(["observe"] + names(range) + ["--trace-arch", "x86_64"] + more, in: folder.url)
  }

  @Test(arguments: [
    (
      0..<4,
      "completeness: too few runs to say how much they have not shown: 4 runs, and 5 are the least"
    ),
    (
      0..<12,
      "completeness: 7 system calls seen in 12 runs; if future runs resemble these, up to 54 % of them (95 % "
        + "upper bound) need a call that these do not show"
    ),
    (
      0..<60,
      "completeness: 7 system calls seen in 60 runs; if future runs resemble these, about 3 % of them need a "
        + "call that these do not show (95 % upper bound 13 %); expect about 2 more calls in the next 60 runs, "
        + "and no more than 3 in the next 30"
    ),
  ])
  func sentenceEndsWithTheLimit(_ range: Range<Int>, _ sentence: String) throws {
    let run = try observe(range)
    #expect(
      run.errors.contains(sentence + "; what the runs never use is not covered\n"),
      "\(run.errors)")
    let drivers =
      "completeness: 2 runs show calls that no other run shows: run-7 (wait4); run-9 (rename, unlink)"
    #expect(run.errors.contains(drivers) == (range.upperBound > 9), "\(run.errors)")
  }

  @Test func weakSamplesAreTold() throws {
    let errors = try observe(0..<60).errors
    #expect(errors.contains("completeness: warning: all runs begin with one command line"))
    #expect(errors.contains("completeness: warning: no run sends or handles a signal"))
  }

  @Test func gateHoldsTheBound() throws {
    #expect(try observe(0..<60, "-q", "--max-novelty", "0.15").status == 0)
    let over = try observe(0..<60, "-q", "--max-novelty", "12%")
    #expect(over.status == 1)
    #expect(
      over.errors.hasPrefix(
        "error: of future runs, up to 13 % (95 % upper bound) need a call that these 60 runs do not show, and "
          + "the limit is 12 %."), "\(over.errors)")
    let few = try Command(
      ["generate", "run-0", "run-1", "-o", "p.json", "--max-novelty", "0.5"], in: folder.url)
    #expect(few.status == 1 && few.errors.contains("too few runs"))
    #expect(!(try folder.names.contains("p.json")))
    for wrong in ["5", "0", "-1", "x", "101%", "nan"] {
      #expect(try observe(0..<1, "--max-novelty=\(wrong)").status == 64)
    }
  }

  @Test func labelsStayWithTheirRuns() throws {
    let labelled = try observe(
      0..<12, "--label", "start=run-1*", "--label", "b=run-3", "-o", "o.json")
    #expect(labelled.status == 0, "\(labelled.errors)")
    let merged = try whittle("observe", "o.json", "run-20")
    #expect(merged.errors.contains("completeness of b: too few runs"), "\(merged.errors)")
    #expect(merged.errors.contains("completeness of start: too few runs"))
    #expect(merged.errors.contains("seen in 9 runs"))
    let absent = try observe(0..<2, "--label", "stop=run-9*")
    #expect(absent.status == 64)
    #expect(
      absent.errors.contains("--label stop=run-9*: no run has this name, id or path"),
      "\(absent.errors)")
    #expect(try observe(0..<2, "--label", "stop").status == 64)
    let both = try observe(0..<2, "--label", "a=run-0", "--label", "b=run-*")
    #expect(both.errors.contains("note: run-0 has 2 labels, a, b: it counts as a run of each"))
  }

  @Test func oneRecordingUnderTwoNamesCountsOnce() throws {
    try FileManager.default.copyItem(at: folder / "run-3", to: folder / "copy")
    let run = try whittle("observe", "run-3", "copy", "run-4", "-o", "o.json")
    #expect(
      run.errors.contains("note: copy and run-3 are one recording; it counts as one run\n"),
      "\(run.errors)")
    #expect(run.errors.contains("2 runs, "))
    // The evidence beside its own log is no mistake.
    #expect(!(try whittle("observe", "run-4", "o.json").errors.contains("are one recording")))
  }

  @Test func jsonHasTheNumbers() throws {
    let json = try #require(
      try JSONSerialization.jsonObject(with: Data(observe(0..<60, "--json").output.utf8))
        as? [String: Any])
    let completeness = try #require(json["completeness"] as? [String: Any])
    let stratum = try #require((completeness["strata"] as? [[String: Any]])?.first)
    #expect(stratum["runs"] as? Int == 60)
    #expect(abs((stratum["novelty"] as? Double ?? 0) - 0.0333) < 0.0001)
    #expect(abs((stratum["upperBound"] as? Double ?? 0) - 0.133) < 0.001)
    #expect((stratum["contributions"] as? [Any])?.count == 2)
  }
}
