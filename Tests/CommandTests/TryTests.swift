import Foundation
import Testing

enum Trials {
  static let refusesUnshare = """
    {"defaultAction": "SCMP_ACT_ALLOW", "syscalls": [
      {"names": ["unshare"], "action": "SCMP_ACT_ERRNO", "errnoRet": 1}]}
    """

  static let arePossible: Bool = {
    guard let profile = try? TemporaryFile(refusesUnshare) else { return false }
    return (try? Command("try", profile.path, "--", "true"))?.status == 0
  }()
}

@Suite(
  .enabled(if: Trials.arePossible, "this kernel, or a sandbox, refuses user notification"),
  .timeLimit(.minutes(1)))
struct TryTests {
  private let profile: TemporaryFile
  private let caller = Command.program("Caller").path

  init() throws { profile = try TemporaryFile(Trials.refusesUnshare) }

  @Test func denialsGoToStandardErrorAndTheStatusIsTheCommands() throws {
    let run = try Command(
      "try", profile.path, "--", "sh", "-c", "unshare -U true 2> /dev/null; echo done; exit 5")
    #expect(run.status == 5)
    #expect(run.output == "done\n")
    #expect(
      run.messages.contains(#/unshare\[\d+\]: unshare\(0x10000000, .*\) = EPERM\n/#),
      "\(run.messages)")
    #expect(run.messages.hasSuffix("1 denial, of 1 call\n"))
  }

  @Test func optionsAfterTheTerminatorAreTheCommands() throws {
    let run = try Command("try", profile.path, "-q", "--", "echo", "--json", "-q", "--", "--help")
    #expect(run.status == 0)
    #expect(run.output == "--json -q -- --help\n")
    #expect(run.messages.isEmpty)
  }

  @Test func commandWithoutTerminatorIsAUsageError() throws {
    #expect(try Command("try", profile.path, "true").status == 64)
    #expect(try Command("try", profile.path).status == 64)
    #expect(try Command("try", profile.path, "--").status == 64)
  }

  @Test func reportIsWrittenForMachines() throws {
    let report = try TemporaryFile()
    let run = try Command(
      "try", profile.path, "--json", "-o", report.path, "--", "unshare", "-U", "true")
    #expect(run.status == 1)
    #expect(run.output.isEmpty)
    let json = try JSONSerialization.jsonObject(with: Data(report.text.utf8)) as? [String: Any]
    let denials = try #require(json?["denials"] as? [[String: Any]])
    #expect(json?["exitStatus"] as? Int == 1)
    #expect(denials.count == 1)
    #expect(denials.first?["process"] as? String == "unshare")
    #expect(denials.first?["syscall"] as? String == "unshare")
    #expect(denials.first?["errno"] as? String == "EPERM")
    #expect((denials.first?["arguments"] as? [String])?.first == "0x10000000")
  }

  @Test func commandThatIsNotThere() throws {
    let run = try Command("try", profile.path, "--", "no-such-command")
    #expect(run.status == 127)
    #expect(run.messages == "no-such-command: error: no such command\n")
    #expect(try Command("try", profile.path, "--", "/etc/passwd").status == 126)
  }

  @Test func profileThatCannotBeTried() throws {
    let hopeless = try TemporaryFile(
      """
      {"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [
        {"names": ["read"], "action": "SCMP_ACT_ALLOW"}]}
      """)
    let run = try Command("try", hopeless.path, "--", "true")
    #expect(run.status == 2)
    #expect(run.messages.contains("answers errno 1 to execve"))
    #expect(try Command("try", hopeless.path + ".not", "--", "true").status == 2)
  }

  @Test func killedCommandHas128AndTheSignal() throws {
    let run = try Command("try", profile.path, "--", "sh", "-c", "kill -KILL $$")
    #expect(run.status == 137)
  }

  @Test(arguments: [SIGTERM, SIGINT]) func signalsReachTheCommand(_ signal: Int32) throws {
    let run = try Command("try", profile.path, "--", caller, "await") { process in
      kill(process.processIdentifier, signal)
    }
    #expect(run.output == "ready\n")
    #expect(run.status == 42)
  }

  /// The kernel has room for one listener.
  @Test func trialWithinATrialSaysWhy() throws {
    let run = try Command(
      "try", profile.path, "--", Command.program("whittle").path, "try", profile.path, "--", "true")
    #expect(run.status == 2)
    #expect(run.messages.contains("EBUSY"))
  }
}
