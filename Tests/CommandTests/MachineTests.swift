import Foundation
import TestSupport
import Testing

/// Logs of machines other than this one, and of several.
@Suite struct MachineTests {
  /// As `auditd` writes them.
  private static func records(_ token: String, _ numbers: [Int]) -> String {
    numbers.enumerated().map { index, number in
      "type=SECCOMP msg=audit(1700000000.100:\(500 + index)): auid=4294967295 uid=101 gid=101 "
        + "ses=4294967295 subj=unconfined pid=4711 comm=\"websrv\" exe=\"/usr/sbin/websrv\" sig=0 "
        + "arch=\(token) syscall=\(number) compat=0 ip=0x7f3a10ee51a7 code=0x7ffc0000\n"
    }.joined()
  }

  /// read, write, openat, exit_group.
  private static let amd64 = records("c000003e", [0, 1, 257, 231])
  /// openat, read, write, exit_group, statx.
  private static let arm64 = records("c00000b7", [56, 63, 64, 94, 291])
  /// read and exit_group.
  private static let i386 = records("40000003", [3, 252])

  private static let phone = #"""
    4021  execve("/usr/bin/websrv", ["websrv"], 0xffffd6f0b8a8 /* 12 vars */) = 0
    4021  brk(NULL)                         = 0xaaaaf1a3d000
    4021  openat(AT_FDCWD, "/lib/aarch64-linux-gnu/libc.so.6", O_RDONLY|O_CLOEXEC) = 3
    4021  read(3, "\177ELF\2\1\1\3\0\0\0\0\0\0\0\0\3\0\267\0\1\0\0\0\360\206\2\0\0\0\0\0"..., 832) = 832
    4021  mmap(NULL, 1826976, PROT_READ|PROT_EXEC, MAP_PRIVATE|MAP_DENYWRITE, 3, 0) = 0xffff9f000000
    4021  close(3)                          = 0
    4021  mprotect(0xffff9f19a000, 16384, PROT_READ) = 0
    4021  exit_group(0)                     = ?
    4021  +++ exited with 0 +++

    """#

  struct Case: CustomTestStringConvertible, Sendable {
    let arguments: String
    var status: Int32 = 0
    /// Of standard error.
    var messages: [String] = []
    /// Of the profile that was written; `nil` where none is.
    var architectures: [String]?

    var testDescription: String { arguments }
  }

  @Test(arguments: [
    Case(
      arguments: "generate amd64.log arm64.log -o p.json", status: 1,
      messages: [
        "aarch64 (5 calls in 1 run, first at arm64.log:1); x86_64 (4 calls in 1 run, first at amd64.log:1)",
        "say --arch aarch64 or --arch x86_64",
      ]),
    Case(
      arguments: "generate amd64.log arm64.log --arch aarch64 -o p.json",
      messages: [
        "amd64.log:1: warning: the profile is for aarch64: left out are the runs of x86_64"
      ], architectures: ["SCMP_ARCH_AARCH64"]),
    Case(
      arguments: "generate amd64.log i386.log -o p.json",
      architectures: ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86"]),
    Case(
      arguments: "generate arm64.log --arch x86_64 -o p.json", status: 1,
      messages: ["arm64.log:1: error: the profile is for x86_64, and the runs were recorded on"]),
    Case(
      arguments: "generate phone.strace --arch x86_64 -o p.json", status: 1,
      messages: ["recorded on aarch64 (8 calls"]),
    Case(
      arguments: "generate phone.strace --strict -o p.json", architectures: ["SCMP_ARCH_AARCH64"]),
    Case(
      arguments: "generate quiet.strace --arch x86_64 --strict -o p.json", status: 1,
      messages: ["quiet.strace:1: error: 1 process whose architecture the log does not tell"]),
    Case(
      arguments: "generate quiet.strace --trace-arch riscv64 --strict -o p.json",
      architectures: ["SCMP_ARCH_RISCV64"]),
    Case(
      arguments: "generate quiet.strace --arch aarch64 -o p.json",
      messages: ["[guessed-architecture]"], architectures: ["SCMP_ARCH_AARCH64"]),
    Case(
      arguments: "observe open.strace --trace-arch riscv64", status: 1,
      messages: ["loss: 1 call", "open.strace:1", "[architecture-mismatch]"]),
    Case(
      arguments: "generate amd64.log --arch mipsel -o p.json", status: 2,
      messages: ["mipsel: error: whittle does not know the numbers"]),
    Case(
      arguments: "generate phone.strace --trace-arch mips64n32 -o p.json", status: 1,
      messages: ["[architecture-mismatch]"]),
  ])
  func isHeldAgainstTheProfiles(_ sample: Case) throws {
    let folder = try Self.folder()
    let command = try Command(
      sample.arguments.split(separator: " ").map(String.init), in: folder.url)
    #expect(command.status == sample.status, "\(command.errors)")
    for message in sample.messages {
      #expect(command.errors.contains(message), "\(command.errors)")
    }
    let profile = folder.url.appending(path: "p.json")
    if let architectures = sample.architectures {
      struct Written: Decodable { let architectures: [String] }
      let written = try JSONDecoder().decode(Written.self, from: try Data(contentsOf: profile))
      #expect(written.architectures == architectures)
    } else {
      #expect(!FileManager.default.fileExists(atPath: profile.path))
    }
  }

  @Test func mergingRunsOfSeveralMachinesIsAllowed() throws {
    let folder = try Self.folder()
    let command = try Command(
      ["observe", "amd64.log", "arm64.log", "-o", "both.json"], in: folder.url)
    #expect(command.status == 0)
    let text = try String(
      contentsOf: folder.url.appending(path: "both.json"), encoding: .utf8)
    #expect(text.contains(#""aarch64": {"#) && text.contains(#""x86_64": {"#))
  }

  @Test func traceOfAnotherMachineIsOneFinding() throws {
    let folder = try Self.folder()
    _ = try Command(["generate", "amd64.log", "-q", "-o", "p.json"], in: folder.url)
    let command = try Command(
      ["verify", "p.json", "--trace", "arm64.log", "--trace", "phone.strace"], in: folder.url)
    #expect(command.status == 1)
    let findings = command.errors.split(separator: "\n").filter { $0.contains("error: ") }
    #expect(findings.count == 1 && findings[0].hasSuffix("[other-machine]"), "\(command.errors)")
    #expect(
      findings[0].hasPrefix("arm64.log:1: error: 2 runs with 13 calls were recorded on aarch64"))
  }

  private static func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let files = [
      "amd64.log": amd64, "arm64.log": arm64, "i386.log": i386, "phone.strace": phone,
      "quiet.strace": "77    read(3, \"x\", 1) = 1\n77    exit_group(0)                     = ?\n",
      "open.strace": "77    open(\"/x\", O_RDONLY) = 3\n",
    ]
    for (name, text) in files { _ = try folder.write(Array(text.utf8), to: name) }
    return folder
  }
}
