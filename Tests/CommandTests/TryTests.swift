import Foundation
import TestSupport
import Testing

enum Trials {
  static let refusesUnshare = """
    {"defaultAction": "SCMP_ACT_ALLOW", "syscalls": [
      {"names": ["unshare"], "action": "SCMP_ACT_ERRNO", "errnoRet": 1}]}
    """

  static let arePossible: Bool = {
    guard let folder = try? TemporaryFolder() else { return false }
    try? folder.write(refusesUnshare, to: "profile.json")
    return (try? Command(["try", "profile.json", "--", "true"], in: folder.url))?.status == 0
  }()
}

@Suite(
  .enabled(if: Trials.arePossible, "this kernel, or a sandbox, refuses user notification"),
  .timeLimit(.minutes(1)))
struct TryTests {
  private let folder: TemporaryFolder
  private let caller = Command.built("Caller").path

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(Trials.refusesUnshare, to: "profile.json")
  }

  /// `whittle try` with these arguments.
  private func attempt(
    _ arguments: String..., whileRunning: ((Process) -> Void)? = nil
  ) throws -> Command {
    try Command(["try"] + arguments, in: folder.url, whileRunning: whileRunning)
  }

  @Test func denialsGoToStandardErrorAndTheStatusIsTheCommands() throws {
    let run = try attempt(
      "profile.json", "--", "sh", "-c", "unshare -U true 2> /dev/null; echo done; exit 5")
    #expect(run.status == 5)
    #expect(run.output == "done\n")
    #expect(
      run.errors.contains(#/unshare\[\d+\]: unshare\(CLONE_NEWUSER\) = EPERM\n/#),
      "\(run.errors)")
    #expect(run.errors.hasSuffix("1 denial, of 1 call\n"))
  }

  private func whittleObservations() throws -> String {
    try Command(["observe", "-", "--json"], in: folder.url, input: plainLog).output
  }

  @Test func profileIsNotReplacedByAReport() throws {
    let run = try attempt("profile.json", "-o", "profile.json", "--", "true")
    #expect(run.status == 2)
    #expect(run.errors.contains("profile.json: error: is a profile, and is left as it is"))
    #expect(try folder.contents(of: "profile.json") == Trials.refusesUnshare)
    for (name, text) in [("log", plainLog), ("seen.json", try whittleObservations())] {
      try folder.write(text, to: name)
      #expect(try attempt("profile.json", "-o", name, "--", "true").status == 2)
      #expect(try folder.contents(of: name) == text)
    }
    for _ in 1...2 {
      #expect(try attempt("profile.json", "-o", "report", "--", "unshare", "-U").status == 1)
    }
    #expect(try folder.contents(of: "report").contains("unshare"))
  }

  @Test func optionsAfterTheTerminatorAreTheCommands() throws {
    let run = try attempt("profile.json", "-q", "--", "echo", "--json", "-q", "--", "--help")
    #expect(run.status == 0)
    #expect(run.output == "--json -q -- --help\n")
    #expect(run.errors.isEmpty)
  }

  @Test func commandWithoutTerminatorIsAUsageError() throws {
    #expect(try attempt("profile.json", "true").status == 64)
    #expect(try attempt("profile.json").status == 64)
    #expect(try attempt("profile.json", "--").status == 64)
  }

  @Test func reportIsWrittenForMachines() throws {
    let run = try attempt(
      "profile.json", "--json", "-o", "report.json", "--", "unshare", "-U", "true")
    #expect(run.status == 1)
    #expect(run.output.isEmpty)
    let json =
      try JSONSerialization.jsonObject(with: Data(try folder.contents(of: "report.json").utf8))
      as? [String: Any]
    let denials = try #require(json?["denials"] as? [[String: Any]])
    #expect(json?["exitStatus"] as? Int == 1)
    #expect(denials.count == 1)
    #expect(denials.first?["process"] as? String == "unshare")
    #expect(denials.first?["syscall"] as? String == "unshare")
    #expect(denials.first?["errno"] as? String == "EPERM")
    #expect((denials.first?["arguments"] as? [String])?.first == "0x10000000")
  }

  @Test func commandThatIsNotThere() throws {
    let run = try attempt("profile.json", "--", "no-such-command")
    #expect(run.status == 127)
    #expect(run.errors == "no-such-command: error: no such command\n")
    #expect(try attempt("profile.json", "--", "/etc/passwd").status == 126)
  }

  @Test func profileThatCannotBeTried() throws {
    try folder.write(
      """
      {"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [
        {"names": ["read"], "action": "SCMP_ACT_ALLOW"}]}
      """, to: "hopeless.json")
    let run = try attempt("hopeless.json", "--", "true")
    #expect(run.status == 2)
    #expect(run.errors.contains("answers errno 1 to execve"))
    #expect(try attempt("no-such.json", "--", "true").status == 2)
  }

  @Test func killedCommandHas128AndTheSignal() throws {
    let run = try attempt("profile.json", "--", "sh", "-c", "kill -KILL $$")
    #expect(run.status == 137)
  }

  @Test(arguments: ["TRAP", "KILL", "KILL_THREAD", "KILL_PROCESS"])
  func callThatEndedTheCommandIsTold(action: String) throws {
    try folder.write(
      Trials.refusesUnshare.replacing(
        #"SCMP_ACT_ERRNO", "errnoRet": 1"#, with: "SCMP_ACT_\(action)\""),
      to: "profile.json")
    let run = try attempt("profile.json", "--", "unshare", "-U", "true")
    #expect(run.status == 128 + SIGSYS)
    #expect(run.errors.contains("killed by signal 31, SIGSYS: unshare(CLONE_NEWUSER)"))
  }

  @Test(arguments: [SIGTERM, SIGINT]) func signalsReachTheCommand(_ signal: Int32) throws {
    let run = try attempt("profile.json", "--", caller, "await") { process in
      kill(process.processIdentifier, signal)
    }
    #expect(run.output == "ready\n")
    #expect(run.status == 42)
  }

  /// The kernel has room for one listener.
  @Test func trialWithinATrialSaysWhy() throws {
    let run = try attempt(
      "profile.json", "--", Command.built("whittle").path, "try", "profile.json", "--", "true")
    #expect(run.status == 2)
    #expect(run.errors.contains("EBUSY"))
  }
}
