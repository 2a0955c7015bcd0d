import Logs
import Observations
import Syscalls
import TestSupport
import Testing
import Traces

/// On what machine a log was recorded. Headers and addresses are those of recordings on such machines.
@Suite struct StraceMachineTests {
  struct Machine: CustomTestStringConvertible, Sendable {
    let architecture: Architecture
    /// Lines of process 77 before and after two calls that every machine has.
    let lines: [String]

    var testDescription: String { "\(architecture): \(lines[0].prefix(90))" }
  }

  static let told = [
    // The loader reads a library's header: `e_machine` is the 19th byte.
    Machine(
      architecture: .aarch64,
      lines: [#"read(3, "\177ELF\2\1\1\3\0\0\0\0\0\0\0\0\3\0\267\0\1\0\0\0\360"..., 832) = 832"#]),
    Machine(
      architecture: .arm,
      lines: [
        #"read(3, "\177ELF\1\1\1\0\0\0\0\0\0\0\0\0\3\0(\0\1\0\0\0\0y\1\0004\0\0\0"..., 512) = 512"#
      ]),
    Machine(
      architecture: .riscv64,
      lines: [
        #"read(3</usr/lib/libc.so>, "\177ELF\2\1\1\0\0\0\0\0\0\0\0\0\3\0\363\0\1\0"..., 960) = 960"#
      ]),
    Machine(
      architecture: .s390x,
      lines: [
        #"read(3, "\x7f\x45\x4c\x46\x02\x02\x01\x03\x00\x00\x00\x00\x00\x00\x00\x00\x00\x03\x00\x16"..., 832) = 832"#
      ]),
    Machine(
      architecture: .ppc64le,
      lines: [#"pread64(3, "\177ELF\2\1\1\3\0\0\0\0\0\0\0\0\3\0\25\0\1\0"..., 64, 0) = 64"#]),
    Machine(
      architecture: .ppc64,
      lines: [#"read(3, "\177ELF\2\2\1\3\0\0\0\0\0\0\0\0\0\3\0\25\0\0"..., 832) = 832"#]),
    Machine(
      architecture: .loongarch64,
      lines: [#"read(3, "\177ELF\2\1\1\0\0\0\0\0\0\0\0\0\3\0\2\1\1\0"..., 832) = 832"#]),
    Machine(
      architecture: .mipsel64,
      lines: [#"read(3, "\177ELF\2\1\1\0\0\0\0\0\0\0\0\0\3\0\10\0\1\0"..., 832) = 832"#]),
    Machine(
      architecture: .mips,
      lines: [#"read(3, "\177ELF\1\2\1\0\0\0\0\0\0\0\0\0\0\3\0\10\0\0"..., 512) = 512"#]),
    // The second half of a call shows it as well.
    Machine(
      architecture: .aarch64,
      lines: [
        "read(3,  <unfinished ...>",
        #"<... read resumed>"\177ELF\2\1\1\3\0\0\0\0\0\0\0\0\3\0\267\0\1"..., 832) = 832"#,
      ]),
    // Names and numbers of one table.
    Machine(architecture: .riscv64, lines: ["riscv_flush_icache(0x2aabc000, 0x2aabd000, 0) = 0"]),
    Machine(architecture: .s390x, lines: ["s390_pci_mmio_read(0, NULL, 0) = 0"]),
    Machine(architecture: .s390x, lines: ["[ 288] openat(AT_FDCWD, \"/x\", O_RDONLY) = 3"]),
    // What only i386 and x86-64 have, or what no newer ABI has.
    Machine(architecture: .x86_64, lines: ["arch_prctl(ARCH_SET_FS, 0x4c83c0) = 0"]),
    // Where the stack and the libraries lie.
    Machine(architecture: .aarch64, lines: ["brk(NULL) = 0xaaaaf1a3d000"]),
    Machine(architecture: .aarch64, lines: ["brk(NULL) = 0x5587a04000"]),
    Machine(architecture: .aarch64, lines: ["set_tid_address(0x7f9a49d0f0) = 77"]),
    Machine(
      architecture: .riscv64, lines: [#"execve("/x", ["x"], 0x3fffb2d1a8 /* 9 vars */) = 0"#]),
    Machine(architecture: .s390x, lines: ["mmap(NULL, 4096, PROT_READ, 0, 3, 0) = 0x3ffa5b2d000"]),
    Machine(architecture: .x86_64, lines: ["futex(0x7f7c3a1b9a10, FUTEX_WAKE_PRIVATE, 1) = 0"]),
    // What the loader is called, what uname says, and what the folders of libraries are called.
    Machine(
      architecture: .loongarch64,
      lines: [#"openat(AT_FDCWD, "/lib64/ld-linux-loongarch-lp64d.so.1", O_RDONLY) = 3"#]),
    Machine(
      architecture: .aarch64,
      lines: [#"openat(AT_FDCWD, "/etc/ld-musl-aarch64.path", O_RDONLY|O_CLOEXEC) = 3"#]),
    Machine(
      architecture: .ppc64le,
      lines: [
        #"uname({sysname="Linux", nodename="x", release="6.1", version="1", machine="ppc64le"}) = 0"#
      ]),
    Machine(
      architecture: .ppc64le,
      lines: [
        #"execve("/x", ["x"], 0x7fffd3b1a8d8 /* 9 vars */) = 0"#,
        #"openat(AT_FDCWD, "/lib/powerpc64le-linux-gnu/libc.so.6", O_RDONLY) = 3"#,
      ]),
  ]

  @Test(arguments: told) func isTakenFromWhatTheLogTells(machine: Machine) throws {
    let hasNumber = machine.lines[0].hasPrefix("[")
    let common = ["getpid() = 77", "close(3) = 0"].map {
      hasNumber ? "[\($0.hasPrefix("c") ? "   6" : "  20")] \($0)" : $0
    }
    let lines = [common[0]] + machine.lines + [common[1]]
    let text = lines.map { "77    \($0)\n" }.joined()
    for assumed in [Architecture.x86_64, .aarch64, .riscv64] {
      let recording = try Recording(text, format: "strace", assuming: assumed)
      #expect(
        Set(recording.run.observations.map(\.key.architecture)) == [machine.architecture])
    }
  }

  /// The ledger says what is a guess, and with which loss.
  @Test(arguments: [
    // Nothing, or what several machines have.
    ("write(1, \"x\", 1) = 1", "x86_64", ["guessed-architecture 1"]),
    ("futex(0x7fffd3b1a8d8, FUTEX_WAKE_PRIVATE, 1) = 0", "x86_64", ["guessed-architecture 1"]),
    ("brk(NULL) = 0x10034f40000", "ppc64le", ["guessed-architecture 1"]),
    // A program may look into those of other machines.
    (
      #"read(3, "\177ELF\2\1\1\3\0\0\0\0\0\0\0\0\3\0\267\0\1\0\0\0\360"..., 4096) = 4096"#
        + "\n77    brk(NULL) = 0x5617df99d000", "x86_64", []
    ),
    // What one table has alone, and addresses of another machine.
    (
      "riscv_flush_icache(0x5617df99d000, 0x5617df99d100, 0) = 0", "riscv64",
      ["guessed-architecture 1"]
    ),
  ])
  func guessIsTold(line: String, architecture: String, ledger: [String]) throws {
    let recording = try Recording("77    getpid() = 77\n77    \(line)\n", format: "strace")
    #expect(Set(recording.run.observations.map(\.key.architecture.rawValue)) == [architecture])
    #expect(recording.ledger == ledger)
  }

  private func run(
    _ text: String, recordedOn told: Architecture?, assuming assumed: Architecture = .x86_64
  ) throws -> Run {
    let folder = try TemporaryFolder()
    var options = TraceOptions()
    options.recordedOn = told
    options.assumedArchitecture = assumed
    let path = try folder.write(Array(text.utf8), to: "log")
    return try TraceSet(reading: [path], options: options).observations.runs[0]
  }

  @Test(arguments: [
    ("77    getpid() = 77\n", Architecture.aarch64, [:] as [Ledger.Kind: Int]),
    ("read\nwrite\n", .aarch64, [.namesOnly: 2]),
    ("77    open(\"/x\", O_RDONLY) = 3\n", .riscv64, [.architectureMismatch: 1]),
    // An arm process may run there; a 64-bit one makes no 32-bit calls.
    ("77    open(\"/x\", O_RDONLY) = 3\n", .arm, [:]),
    // The log says otherwise: the user's word is taken, and that is a loss.
    ("77    brk(NULL) = 0xaaaaf1a3d000\n", .x86_64, [.architectureMismatch: 1]),
  ])
  func usersWordIsNoGuess(
    log: String, architecture: Architecture, ledger: [Ledger.Kind: Int]
  ) throws {
    let run = try run(log, recordedOn: architecture)
    #expect(Set(run.observations.map(\.key.architecture)) == [architecture])
    #expect(run.ledger.entries.mapValues(\.count) == ledger)
  }

  @Test func wideProcessesOfArmMakeNoNarrowCalls() throws {
    let run = try run(
      "77    brk(NULL) = 0xaaaaf1a3d000\n77    open(\"/x\", O_RDONLY) = 3\n", recordedOn: nil)
    #expect(Set(run.observations.map(\.key.architecture)) == [.aarch64])
    #expect(run.ledger.entries[.architectureMismatch]?.count == 1)
  }

  /// `--arch x86` with `strace -n`: 59 is execve on x86-64, and olduname on i386.
  @Test(arguments: [nil, Architecture.x86]) func numbersAreBelievedBeforeWords(
    told: Architecture?
  ) throws {
    let run = try run(
      "77    [  59] execve(\"/x\", [\"x\"], 0x1 /* 4 vars */) = 0\n", recordedOn: told,
      assuming: .x86)
    #expect(run.observations.map(\.key.architecture) == [.x86_64])
    #expect((run.ledger.entries[.architectureMismatch] == nil) == (told == nil))
  }

  /// One file of `strace -ff` tells it for all.
  @Test(arguments: [("1", "2"), ("2", "1")]) func oneFileTellsItForTheRun(
    files: (telling: String, other: String)
  ) throws {
    let folder = try TemporaryFolder()
    let paths = [
      try folder.write(
        Array("brk(NULL) = 0xaaaaf1a3d000\nfaccessat(3, \"x\", R_OK) = 0\n".utf8),
        to: "log.\(files.telling)"),
      try folder.write(
        Array("read(3, \"x\", 1) = 1\nclose(3) = 0\n".utf8), to: "log.\(files.other)"),
    ]
    let recording = try Recording(reading: paths)
    #expect(
      recording.counts == [
        "aarch64 brk": 1, "aarch64 faccessat": 1, "aarch64 read": 1, "aarch64 close": 1,
      ])
  }

  /// Lines wait no longer than 64, or a log without signs would be held as a whole.
  @Test func signsThatComeLateAreStillChecked() throws {
    let quiet = String(repeating: "77    read(3, \"x\", 1) = 1\n", count: 100)
    let recording = try Recording(
      quiet + "77    riscv_flush_icache(NULL, NULL, 0) = 0\n", format: "strace")
    #expect(recording.counts == ["x86_64 read": 100, "x86_64 riscv_flush_icache": 1])
    #expect(recording.ledger == ["architecture-mismatch 1", "guessed-architecture 1"])
  }
}
