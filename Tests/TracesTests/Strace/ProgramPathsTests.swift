import Foundation
import Logs
import Syscalls
import TestSupport
import Testing
import Traces

/// Which programs ran and which files were opened, of lines that are read in full and of plain ones.
@Suite struct ProgramPathsTests {
  /// Worked out from the text alone, half by half.
  private struct Expected {
    var executed: Set<String> = []
    var opened: Set<String> = []

    init(_ text: String) {
      var open: [Substring: (name: Substring, path: String)] = [:]
      for line in text.split(separator: "\n") {
        let process = line.prefix { $0 != " " }
        let rest = line.drop { $0 != " " }.drop { $0 == " " }
        if let begin = rest.firstMatch(of: /^(execve|openat|open)\((?:AT_FDCWD, )?"([^"\\]*)"/) {
          let call = (begin.1, String(begin.2))
          if rest.hasSuffix("<unfinished ...>") {
            open[process] = call
          } else {
            add(call, rest)
          }
        } else if rest.contains(/^<\.\.\. (execve|openat|open) resumed>/),
          let call = open.removeValue(forKey: process)
        {
          add(call, rest)
        }
      }
    }

    private mutating func add(_ call: (name: Substring, path: String), _ line: Substring) {
      guard line.contains(/\ = \d/), call.path.hasPrefix("/") else { return }
      if call.name == "execve" {
        executed.insert(call.path)
      } else if !["/proc/", "/sys/", "/dev/"].contains(where: call.path.hasPrefix) {
        opened.insert(call.path)
      }
    }
  }

  @Test(arguments: ["nginx", "postgresql", "python", "redis"], [1 << 18, 997])
  func pathsAreThoseOfTheCallsThatSucceeded(_ service: String, _ blockSize: Int) throws {
    let folder = try TemporaryFolder()
    let log = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../../traces/\(service)/run-2.strace.gz")
    let text = try Command(["-dc", log.path], of: URL(filePath: "/usr/bin/gzip"), in: folder.url)
      .output
    let expected = Expected(text)
    try folder.write(text, to: "log")
    var options = TraceOptions()
    options.blockSize = blockSize
    options.assumedArchitecture = .x86_64
    let programs = ProgramPaths()
    options.programs = programs
    let kept = try TraceSet(reading: [folder.path + "/log"], options: options).observations
    #expect(Set(programs.executed) == expected.executed)
    #expect(Set(programs.opened) == expected.opened)
    #expect(expected.executed.count > 0 && expected.opened.count > 5)
    options.programs = nil
    let plain = try TraceSet(reading: [folder.path + "/log"], options: options).observations
    #expect(kept == plain)
    #expect(!programs.sizes.isEmpty)
  }

  @Test func runtimeOutsideOfTheRootIsNoProgram() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      """
      type=SECCOMP msg=audit(1796022076.827:1871): auid=0 uid=0 gid=0 ses=1 pid=7 comm="runc:[2:INIT]" exe="/" sig=0 arch=c000003e syscall=257 compat=0 ip=0x40828e code=0x7ffc0000
      type=SECCOMP msg=audit(1796022076.901:1872): auid=0 uid=0 gid=0 ses=1 pid=7 comm="web" exe="/usr/bin/web" sig=0 arch=c000003e syscall=257 compat=0 ip=0x7f828e code=0x7ffc0000

      """, to: "log")
    let programs = ProgramPaths()
    var options = TraceOptions()
    options.programs = programs
    _ = try TraceSet(reading: [folder.path + "/log"], options: options)
    #expect(programs.executed == ["/usr/bin/web"])
  }
}
