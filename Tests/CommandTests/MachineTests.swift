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
  /// modify_ldt.
  private static let segment = records("c000003e", [154])

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
      arguments: "generate arm64.log --arch x86_64 -o p.json",
      messages: [
        "note: the runs were recorded on aarch64, and the profile is for x86_64: 5 calls have the same name there"
      ], architectures: ["SCMP_ARCH_X86_64"]),
    Case(
      arguments: "generate phone.strace --arch riscv64 -o p.json",
      messages: ["the runs were recorded on aarch64, and the profile is for riscv64"],
      architectures: ["SCMP_ARCH_RISCV64"]),
    Case(
      arguments: "generate amd64.log phone.strace --arch riscv64 -o p.json",
      messages: [
        "phone.strace:1: warning: the profile is for riscv64: left out are the runs of aarch64",
        "; those of x86_64 are translated",
      ], architectures: ["SCMP_ARCH_RISCV64"]),
    Case(
      arguments: "generate amd64.log --arch aarch64 -o p.json",
      messages: [
        "note: the runs were recorded on x86_64, and the profile is for aarch64: 4 calls have the same name there"
      ], architectures: ["SCMP_ARCH_AARCH64"]),
    Case(
      arguments: "generate open.strace --trace-arch x86_64 --arch riscv64 -o p.json",
      messages: ["1 is another (open: openat)"], architectures: ["SCMP_ARCH_RISCV64"]),
    Case(
      arguments: "generate amd64.log i386.log --arch aarch64 -o p.json",
      messages: [
        "i386.log:2: warning: exit_group on x86 is a call of another ABI than x86_64's own, and is not translated"
      ], architectures: ["SCMP_ARCH_AARCH64"]),
    Case(
      arguments: "generate i386.log --arch aarch64 -o p.json",
      messages: ["the runs were recorded on x86, and the profile is for aarch64: 2 calls"],
      architectures: ["SCMP_ARCH_AARCH64"]),
    Case(
      arguments: "generate segment.log --arch aarch64 -o p.json", status: 1,
      messages: ["aarch64: error: no call of the runs can be translated to this architecture"]),
    Case(
      arguments: "observe amd64.log --arch x86_64", status: 64,
      messages: [
        "--arch goes with --profile. What the logs were recorded on is --trace-arch's to say."
      ]),
    Case(
      arguments: "generate amd64.log --arch x86_64 --arch aarch64", status: 64,
      messages: ["several --arch go with -o FILE.json"]),
    Case(
      arguments: "generate amd64.log --arch x32 -o p.json", status: 64,
      messages: ["--arch x32: its programs run on x86-64", "say --arch x86_64"]),
    Case(
      arguments: "generate amd64.log --arch arm64 --arch aarch64 --drift none -o p.json",
      messages: [
        "allowed for another libc or kernel", "so that --drift none does not leave them out",
      ], architectures: ["SCMP_ARCH_AARCH64"]),
    Case(
      arguments: "verify p.json --arch x86_64 --arch aarch64", status: 64,
      messages: ["--arch stands here 2 times, and one machine is looked at."]),
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

  /// What was made from another machine's runs alone is held against these.
  @Test func translatedProfileIsVerified() throws {
    let folder = try Self.folder()
    let sign = "4021  set_tid_address(0xffff9f2e30f0)   = 4021\n"
    try folder.write(
      Array(Self.phone.replacing("4021  exit_group", with: sign + "4021  exit_group").utf8),
      to: "phone.strace")
    let made = try Command(
      ["generate", "phone.strace", "--arch", "x86_64", "-o", "p.json"], in: folder.url)
    #expect(made.status == 0, "\(made.errors)")
    // A C library of x86-64 sets a register by a call of its own.
    #expect(try folder.contents(of: "p.json").contains("\"arch_prctl\""))
    let verified = try Command(["verify", "p.json", "--trace", "phone.strace"], in: folder.url)
    #expect(verified.status == 0, "\(verified.errors)")
    #expect(
      verified.errors.contains(
        "p.json: note: the runs were recorded on aarch64, and are replayed as x86_64 would make them"
      ),
      "\(verified.errors)")
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

  /// One file for each machine, each with the runs as they were recorded, and each is verified for its own.
  @Test(arguments: ["aarch64", "riscv64", "ppc64le", "s390x", "arm", "x86"])
  func eachMachineHasItsOwnFile(_ architecture: String) throws {
    let folder = try Self.folder()
    let made = try Command(
      ["generate", "amd64.log", "--arch", "x86_64", "--arch", architecture, "-o", "p.json"],
      in: folder.url)
    #expect(made.status == 0, "\(made.errors)")
    #expect(try !folder.names.contains("p.json"))
    #expect(made.errors.contains("p.\(architecture).json: for \(architecture)"))
    for name in ["x86_64", architecture] {
      let evidence = try folder.contents(of: "p.\(name).observations.json")
      #expect(evidence.contains(#""architecture": "x86_64""#))
      let verified = try Command(["verify", "p.\(name).json"], in: folder.url)
      #expect(verified.status == 0, "\(verified.errors)")
      #expect(verified.output.contains("within the baseline, open for all 4 observations"))
      #expect(verified.output.contains("calls on \(name)"))
      #expect(!verified.errors.contains("[unused]"), "\(verified.errors)")
    }
    let why = try Command(
      ["explain", "p.\(architecture).json", "openat", "--arch", architecture], in: folder.url)
    #expect(why.output.contains("observed once in 1 run, first at amd64.log:3"), "\(why.output)")
  }

  #if arch(x86_64)
    /// libseccomp adds the machine's own ABI to a list that lacks it.
    @Test func listWithoutThisMachinesABIIsNotForAnotherMachine() throws {
      let folder = try Self.folder()
      try folder.write(
        #"""
        {"defaultAction": "SCMP_ACT_ERRNO", "defaultErrnoRet": 1, "architectures": ["SCMP_ARCH_X86"],
         "syscalls": [{"names": ["read", "kexec_file_load"], "action": "SCMP_ACT_ALLOW"}]}
        """#, to: "p.json")
      let verified = try Command(["verify", "p.json"], in: folder.url)
      #expect(verified.status == 1)
      #expect(verified.errors.contains("x86_64 kexec_file_load(): allow, in the baseline errno 1"))
      let other = try Command(["verify", "p.json", "--arch", "x86"], in: folder.url)
      #expect(!other.errors.contains("kexec_file_load(): allow"), "\(other.errors)")
    }

    /// What was made for one is verified for it, with a word of this machine.
    @Test func profileForA32BitMachineIsNotForThisOne() throws {
      let folder = try Self.folder()
      let made = try Command(
        ["generate", "amd64.log", "--arch", "x86", "-o", "p.json"], in: folder.url)
      #expect(made.status == 0)
      let verified = try Command(["verify", "p.json"], in: folder.url)
      #expect(verified.status == 0)
      #expect(verified.errors.contains("note: is verified as a profile for x86;"))
    }
  #endif

  /// The root of an image for the other machine: what its programs can call is allowed ahead there, and on the
  /// machine of the logs nothing is.
  @Test func rootOfAnotherArchitectureIsTold() throws {
    let folder = try Self.folder()
    // mov x8, #77 (tee); svc #0; ret
    let code: [UInt8] = [
      0xa8, 0x09, 0x80, 0xd2, 0x01, 0x00, 0x00, 0xd4, 0xc0, 0x03, 0x5f, 0xd6,
    ]
    let program = MadeELF(isProgram: true, exports: [("main", { _ in code })], machine: 183)
    try folder.write(program.bytes, to: "root/app")
    try folder.write(
      "7 execve(\"/app\", [\"app\"], 0x7ffd1c6f3a48 /* 4 vars */) = 0\n7 brk(NULL) = 0x5\n"
        + "7 open(\"/x\", O_RDONLY) = 3\n7 exit_group(0) = ?\n7 +++ exited with 0 +++\n",
      to: "app.strace")
    let observed = try Command(
      ["observe", "app.strace", "--trace-arch", "x86_64", "--root", "root", "-o", "o.json"],
      in: folder.url)
    #expect(
      observed.errors.contains(
        "root: warning: is the root of a machine of aarch64, and not of x86_64"),
      "\(observed.errors)")
    let own = try Command(["generate", "o.json", "-o", "own.json"], in: folder.url)
    #expect(
      own.errors.contains("warning: what programs can call is known of aarch64 alone"),
      "\(own.errors)")
    let other = try Command(
      ["generate", "o.json", "--arch", "aarch64", "-o", "other.json"], in: folder.url)
    #expect(other.status == 0, "\(other.errors)")
    #expect(other.errors.contains("1 call allowed ahead"), "\(other.errors)")
    #expect(try folder.contents(of: "other.json").contains("\"tee\""))
    // In one step, and for the machine that is meant.
    let once = try Command(
      [
        "generate", "app.strace", "--trace-arch", "x86_64", "--arch", "aarch64", "--root", "root",
        "-o", "once.json",
      ], in: folder.url)
    #expect(once.status == 0 && !once.errors.contains("root: warning"), "\(once.errors)")
    #expect(try folder.contents(of: "once.json") == folder.contents(of: "other.json"))
  }

  @Test func traceOfAnotherMachineIsOneFinding() throws {
    let folder = try Self.folder()
    _ = try Command(["generate", "amd64.log", "-q", "-o", "p.json"], in: folder.url)
    let command = try Command(
      [
        "verify", "p.json", "--trace", "amd64.log", "--trace", "arm64.log", "--trace",
        "phone.strace",
      ], in: folder.url)
    #expect(command.status == 1)
    let findings = command.errors.split(separator: "\n").filter { $0.contains("error: ") }
    #expect(findings.count == 1 && findings[0].hasSuffix("[other-machine]"), "\(command.errors)")
    #expect(
      findings[0].hasPrefix("arm64.log:1: error: 2 runs with 13 calls were recorded on aarch64"))
  }

  private static func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let files = [
      "amd64.log": amd64, "arm64.log": arm64, "i386.log": i386, "segment.log": segment,
      "phone.strace": phone,
      "quiet.strace": "77    read(3, \"x\", 1) = 1\n77    exit_group(0)                     = ?\n",
      "open.strace": "77    open(\"/x\", O_RDONLY) = 3\n",
    ]
    for (name, text) in files { _ = try folder.write(Array(text.utf8), to: name) }
    return folder
  }
}
