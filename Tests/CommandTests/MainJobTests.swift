import Foundation
import TestSupport
import Testing

@Suite struct MainJobTests {
  @Test func logsFromAPipeAndFromAFileGiveTheSameObservations() throws {
    let folder = try TemporaryFolder()
    try folder.write(plainLog, to: "log")
    let file = try Command(["observe", "--json", "log"], in: folder.url)
    let pipe = try Command(["observe", "--json", "-"], in: folder.url, input: plainLog)
    #expect(file.status == 0)
    #expect(
      file.output.replacing("\"log", with: "\"-").replacing("log:", with: "-:") == pipe.output)
    #expect(file.output.contains("\"openat\": 1"))
  }

  @Test func filesMayComeInAnyOrderAndMoreThanOnce() throws {
    let folder = try TemporaryFolder()
    try folder.write(plainLog, to: "one.log")
    try folder.write(plainLog.replacing("exit_group(0)", with: "exit(0)"), to: "two.log")
    let there = try Command(["generate", "one.log", "two.log"], in: folder.url)
    let back = try Command(["generate", "two.log", "one.log", "two.log"], in: folder.url)
    #expect(there.status == 0, "\(there.errors)")
    #expect(there.output == back.output)
    #expect(
      try Command(["observe", "--json", "one.log", "two.log"], in: folder.url).output
        == Command(["observe", "--json", "two.log", "one.log"], in: folder.url).output)
  }

  @Test func observingObservationFilesMergesThem() throws {
    let folder = try TemporaryFolder()
    try folder.write(plainLog, to: "one.log")
    try folder.write(plainLog + "getpid() = 5\n", to: "two.log")
    for name in ["one", "two"] {
      #expect(
        try Command(["observe", "\(name).log", "-o", "\(name).json"], in: folder.url).status == 0)
    }
    let merged = try Command(["observe", "--json", "one.json", "two.json"], in: folder.url)
    let again = try Command(
      ["observe", "--json", "two.json", "one.log", "one.json"], in: folder.url)
    #expect(merged.status == 0, "\(merged.errors)")
    #expect(merged.output == again.output)
    #expect(merged.output.contains("\"openat\": 2"))
  }

  @Test func verifyFindsTheEvidenceBesideTheProfileAndWhatItLacks() throws {
    let folder = try TemporaryFolder()
    try folder.write(plainLog, to: "log")
    #expect(try Command(["generate", "log", "-o", "p.json"], in: folder.url).status == 0)
    let good = try Command(["verify", "p.json"], in: folder.url)
    #expect(good.status == 0, "\(good.errors)")
    #expect(good.output.contains("within the baseline, open for all"))

    try folder.write(plainLog + "fchdir(3) = 0\n", to: "later.log")
    let poor = try Command(["verify", "p.json", "--trace", "later.log"], in: folder.url)
    #expect(poor.status == 1)
    #expect(poor.errors.contains("later.log:8: error: x86_64 fchdir()"), "\(poor.errors)")
  }

  /// What was seen to run and will not is told by name, and is an error for the strict.
  @Test func callsOutsideTheBaselineAreNamed() throws {
    let folder = try TemporaryFolder()
    let process = plainLog.split(separator: "\n").map { "77 \($0)\n" }.joined()
    try folder.write(
      process + #"77 mount("none", "/mnt", "tmpfs", 0, NULL) = 0"# + "\n"
        + "77 syscall_0x1f4(0x1) = 0\n77 madeupcall(1) = 0\n", to: "log")
    let generated = try Command(["generate", "log", "-o", "p.json"], in: folder.url)
    #expect(generated.status == 0, "\(generated.errors)")
    let lines = generated.errors.split(separator: "\n").filter {
      $0.hasSuffix("[outside-baseline]")
    }
    #expect(lines.map { $0.prefix(14) } == ["log:8: warning", "log:9: warning", "log:10: warnin"])
    let verified = try Command(["verify", "p.json"], in: folder.url)
    #expect(verified.status == 0)
    #expect(
      verified.output.contains(
        "; 9 observations: 6 open, 3 outside the baseline: #500, madeupcall, mount;"),
      "\(verified.output)")
    #expect(try Command(["verify", "p.json", "-q"], in: folder.url).errors.isEmpty)
    for arguments in [["verify", "p.json"], ["generate", "log", "-o", "s.json"]] {
      let strict = try Command(arguments + ["--strict"], in: folder.url)
      #expect(strict.status == 1)
      #expect(strict.errors.contains("error: "))
    }
    #expect(try !folder.names.contains("s.json"))
  }

  @Test func nothingIsCalledVerifiedWithoutEvidence() throws {
    let folder = try TemporaryFolder()
    try folder.write(plainLog, to: "log")
    #expect(try Command(["generate", "log", "-o", "p.json"], in: folder.url).status == 0)
    try FileManager.default.removeItem(at: folder.url.appending(path: "p.observations.json"))
    try FileManager.default.createSymbolicLink(
      atPath: folder.url.appending(path: "p.observations.json").path,
      withDestinationPath: "nowhere")
    let verified = try Command(["verify", "p.json"], in: folder.url)
    #expect(verified.status == 0)
    #expect(verified.errors.contains("nothing was replayed"), "\(verified.errors)")
    let strict = try Command(["verify", "p.json", "--strict", "-q"], in: folder.url)
    #expect(strict.status == 1)
    #expect(strict.errors.contains("[no-evidence]"), "\(strict.errors)")
  }

  @Test func everyNamedProfileStandsInTheJSON() throws {
    let folder = try TemporaryFolder()
    try folder.write(plainLog, to: "log")
    #expect(try Command(["generate", "log", "-o", "good.json"], in: folder.url).status == 0)
    try folder.write(#"{"defaultAction": "SCMP_ACT_EPERM"}"#, to: "bad.json")
    let verified = try Command(
      ["verify", "--json", "bad.json", "none.json", "good.json"], in: folder.url)
    #expect(verified.status == 2)
    let reports =
      try JSONSerialization.jsonObject(with: Data(verified.output.utf8)) as? [[String: Any]]
    #expect(reports?.map { $0["profile"] as? String } == ["bad.json", "none.json", "good.json"])
    #expect(reports?.map { $0["passes"] as? Bool } == [false, false, true])
    let findings = reports?.flatMap { $0["findings"] as? [[String: Any]] ?? [] }
    #expect(findings?.map { $0["kind"] as? String } == ["invalid", "invalid"])
    let told = verified.errors.split(separator: "\n").filter { !$0.hasPrefix("docker: note: ") }
    #expect(told.count == 2)
    #expect(told.allSatisfy { $0.hasSuffix("[invalid]") })
  }

  @Test func mistypedCallIsToldOnce() throws {
    let folder = try TemporaryFolder()
    try folder.write(plainLog, to: "log")
    #expect(try Command(["generate", "log", "-o", "p.json"], in: folder.url).status == 0)
    let profile = try folder.contents(of: "p.json")
    try folder.write(profile.replacing("\"brk\"", with: "\"brkk\""), to: "p.json")
    let warnings = try Command(["verify", "p.json"], in: folder.url).errors
      .split(separator: "\n").filter { $0.contains("brkk") }
    #expect(warnings.count == 1)
    #expect(warnings.first?.hasSuffix("did you mean brk? [unknown-syscall]") == true)
  }

  @Test func namesThatAProgramChoseReachNoTerminalUnescaped() throws {
    let folder = try TemporaryFolder()
    let name = "evil\u{1b}[2J\u{202e}.log"
    try folder.write(plainLog, to: name)
    for arguments in [["observe", name], ["generate", name], ["observe", name, "--json"]] {
      let command = try Command(arguments, in: folder.url)
      #expect(command.status == 0)
      #expect(!(command.output + command.errors).unicodeScalars.contains { $0 == "\u{1b}" })
      #expect(!(command.output + command.errors).unicodeScalars.contains { $0 == "\u{202e}" })
    }
  }
}
