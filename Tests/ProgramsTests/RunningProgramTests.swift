import Foundation
import Programs
import Syscalls
import TestSupport
import Testing

/// Programs of this machine, run under strace: what they did, they must be able to do.
@Suite(.enabled(if: Tracer.isUsable, "needs strace, and to be allowed to trace"))
struct RunningProgramTests {
  struct Run: Sendable, CustomTestStringConvertible {
    let program: String
    let arguments: [String]

    init(_ program: String, _ arguments: String...) {
      self.program = program
      self.arguments = arguments
    }

    var testDescription: String { program }
  }

  private static let runs = [
    Run("ls", "-laR", "/etc/apt"), Run("sort", "/etc/passwd"),
    Run("bash", "-c", "for i in 1 2; do echo $i | cat; done; ulimit -n; sleep 0.1 & wait"),
    Run("python3", "-c", "import threading, json, socket; threading.Thread(target=print).start()"),
    Run("curl", "-s", "--max-time", "1", "http://127.0.0.1:9/"),
    Run("tar", "-cf", "/dev/null", "/etc/apt"), Run("perl", "-e", "print sort glob '/etc/*'; fork"),
  ].filter { Machine.has($0.program) }

  /// Calls that the kernel makes for a program, or that are made before it begins.
  private static let exceptions: [String: String] = [
    "execve": "made by strace, to start the program",
    "restart_syscall": "made by the kernel, in place of a call that a signal interrupted",
  ]

  @Test(arguments: runs) func whatRanIsInReach(_ run: Run) throws {
    let folder = try TemporaryFolder()
    let log = folder / "log"
    // By its path: a folder of a user's own may have a script of that name.
    let program = try #require(Machine.path(of: run.program))
    _ = try Machine.output(
      of: "strace", ["-f", "-o", log.path, program] + run.arguments, in: folder.url)
    let trace = Tracer.Log(try String(contentsOf: log, encoding: .utf8))
    #expect(!trace.programs.isEmpty)
    let reach = Reach(of: trace.programs, opening: trace.opened, in: DiskTree())
    let missing = trace.calls.subtracting(reach.names).subtracting(Self.exceptions.keys)
    #expect(missing == [])
    // It would prove nothing if everything were in reach, such as what no C library has a function for.
    let unreachable: Set = ["kexec_load", "lookup_dcookie", "landlock_restrict_self", "io_cancel"]
    #expect(!unreachable.isSubset(of: reach.names))
  }
}
