import Foundation
import TestSupport
import Testing

/// What users see of conditions that do not bind.
@Suite struct BindingTests {
  private let folder: TemporaryFolder
  private let log = """
    1 execve("/bin/true", ["true"], 0x7ffc /* 1 var */) = 0
    1 socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = 3
    1 ioctl(0, TCGETS, {c_iflag=0}) = 0
    1 brk(NULL) = 0x55d0c8a3b000
    1 exit_group(0) = ?
    1 +++ exited with 0 +++

    """

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(log, to: "log")
  }

  private func whittle(_ arguments: String...) throws -> Command {
    try Command(arguments + ["--arch", "x86_64", "--kernel", "6.18"], in: folder.url)
  }

  @Test func findingOnDockersDefaultCanBePastedIntoExplain() throws {
    try folder.write(try whittle("baseline", "docker", "--resolved").output, to: "docker.json")
    let verified = try whittle("verify", "docker.json")
    #expect(verified.status == 0)
    #expect(verified.output.contains("; stops 141 of 239 known weaknesses (baseline 141)"))
    let witness = "x86_64 socket(0x100000028: the kernel takes AF_VSOCK, ...)"
    #expect(verified.errors.contains("  for example \(witness): allow, in the baseline allow\n"))
    #expect(try whittle("verify", "docker.json", "--strict", "-q").status == 1)

    for subject in ["docker.json", "docker"] {
      let explained = try whittle("explain", subject, witness)
      #expect(explained.status == 0)
      #expect(
        explained.output.contains(
          "socket(0x100000028: the kernel takes AF_VSOCK) on x86_64: allow\n"))
      #expect(
        explained.output.contains(
          "  kernel    does what the conditions refuse: they do not bind\n"))
      #expect(!explained.output.contains("on x86:"))
    }
    #expect(
      try whittle("explain", "docker", "x86_64 socket(AF_VSOCK)").output.contains(
        "  kernel    does this when called as \(witness): the conditions do not bind\n"))
  }

  @Test func findingsTellTheirPlacesAndWitnessesInFields() throws {
    let text = """
      {"defaultAction": "SCMP_ACT_ERRNO", "architectures": ["SCMP_ARCH_X86_64"], "syscalls": [
        {"names": ["socket"], "action": "SCMP_ACT_ALLOW",
         "args": [{"index": 0, "value": 40, "op": "SCMP_CMP_NE"}]},
        {"names": ["reaad"], "action": "SCMP_ACT_ALLOW"}]}
      """
    try folder.write(text, to: "p.json")
    let output = Data(try whittle("verify", "p.json", "--json").output.utf8)
    let reports = try JSONSerialization.jsonObject(with: output) as? [[String: Any]]
    let findings = reports?.first?["findings"] as? [[String: Any]] ?? []
    func finding(_ kind: String) throws -> [String: Any] {
      try #require(findings.first { $0["kind"] as? String == kind })
    }
    let unknown = try finding("unknown-syscall")
    #expect(unknown["rule"] as? String == "unknown-name")
    #expect(unknown["file"] as? String == "p.json")
    #expect(unknown["line"] as? Int == 4)
    #expect(unknown["column"] as? Int == 14)
    #expect(unknown["path"] as? String == "/syscalls/1/names/0")
    let unbound = try finding("condition-does-not-bind")
    #expect(unbound["line"] as? Int == 2)
    #expect(unbound["column"] as? Int == 3)
    #expect(unbound["path"] as? String == "/syscalls/0")
    #expect(unbound["arguments"] as? [Int] == [0])
    let witness = try #require((unbound["witnesses"] as? [[String: Any]])?.first)
    #expect(witness["architecture"] as? String == "x86_64")
    #expect(witness["syscall"] as? String == "socket")
    #expect(witness["nr"] as? Int == 41)
    #expect(
      witness["args"] as? [String] == ["0x100000028"] + Array(repeating: "0x0", count: 5))
    #expect(witness["verdict"] as? String == "allow")
    #expect(witness["baseline"] as? String == "allow")
    #expect(
      witness["text"] as? String
        == "x86_64 socket(0x100000028: the kernel takes AF_VSOCK, ...): allow, in the baseline allow"
    )
  }

  @Test func generatedProfileBindsAndTheBaselineIsToldOnce() throws {
    #expect(try whittle("generate", "log", "-o", "a.json").status == 0)
    #expect(try whittle("generate", "log", "-o", "b.json").status == 0)
    let verified = try whittle("verify", "a.json", "b.json")
    #expect(verified.status == 0)
    let told = verified.errors.split(separator: "\n").filter {
      $0.contains("[condition-does-not-bind]")
    }
    #expect(told.count == 1, "\(verified.errors)")
    #expect(told.allSatisfy { $0.hasPrefix("docker: note: ") })

    let explained = try whittle("explain", "a.json", "x86_64 socket(0x100000028)")
    #expect(explained.output.contains("AF_VSOCK) on x86_64: errno 1\n"))
    #expect(explained.output.contains("  kernel    no register makes it do this\n"))
    let served = try whittle("explain", "a.json", "x86_64 socket(0x100000002, SOCK_STREAM, 0)")
    #expect(served.output.contains("AF_INET, SOCK_STREAM, 0x0) on x86_64: allow\n"))
    #expect(served.output.contains("  kernel    does this, as the conditions mean\n"))

    let difference = try whittle("diff", "docker", "a.json")
    #expect(difference.output.contains("socket(the kernel reads domain = AF_ALG or = AF_VSOCK)"))
    #expect(difference.output.contains("x86_64 socket(0x100000026: the kernel takes AF_ALG, ...)"))
  }

  @Test func conditionsThatCannotBeRewrittenAreSaidAndStay() throws {
    let resolved = try whittle("baseline", "docker@20.10", "--resolved").output
    let twice = """
          "names": ["ioctl"], "action": "SCMP_ACT_ALLOW", "args": [
            { "index": 0, "value": 99, "op": "SCMP_CMP_NE" },
            { "index": 1, "value": 21522, "op": "SCMP_CMP_NE" }]
      """
    let rest = resolved.replacing("\"ioctl\",\n", with: "")
    let start = try #require(rest.firstRange(of: "\"syscalls\": [\n"))
    try folder.write(
      rest[..<start.upperBound] + "    {\n\(twice)\n    },\n" + rest[start.upperBound...],
      to: "base.json")
    let made = try whittle("generate", "log", "-o", "p.json", "--baseline", "base.json")
    #expect(made.status == 0, "\(made.errors)")
    #expect(
      made.errors.contains(
        "base.json: warning: the conditions on ioctl do not bind the kernel, and are kept, since 128 "
          + "rules of masked bits do not say the same: a0 != 0x63 and a1 != 0x5412\n"))
    #expect(
      made.errors.contains(
        #/p.json:\d+:\d+: warning: /syscalls/\d+: The conditions on ioctl do not bind/#))
    let strict = try whittle(
      "generate", "log", "-o", "q.json", "--baseline", "base.json", "--strict")
    #expect(strict.status == 1)
    #expect(!FileManager.default.fileExists(atPath: folder.url.appending(path: "q.json").path))
  }

  #if arch(x86_64)
    /// No socket is opened: the profile refuses both, and Docker's own condition lets them pass.
    @Test(
      .enabled(if: Trials.arePossible, "this kernel, or a sandbox, refuses user notification"),
      arguments: [
        ("0x100000028", "AF_VSOCK"), ("0x100000026", "AF_ALG"), ("0xffffffff00000028", "AF_VSOCK"),
      ])
    func kernelRefusesRegistersThatItWouldCut(_ register: String, _ family: String) throws {
      let observed = try Command(["observe", "log", "-o", "seen.json"], in: folder.url)
      #expect(observed.status == 0)
      try folder.write(log + everyCall, to: "log")
      #expect(try whittle("generate", "log", "-o", "p.json").status == 0)
      let run = try Command(
        ["try", "p.json", "--", Command.built("Caller").path, "call", "41", register, "1", "0"],
        in: folder.url)
      #expect(run.status == 1, "\(run.errors)")
      #expect(
        run.errors.contains(
          "socket(\(register): the kernel takes \(family), SOCK_STREAM, 0x0) = EPERM\n"),
        "\(run.errors)")
    }

    /// What the caller's C library needs to start.
    private var everyCall: String {
      [
        "brk", "mmap", "openat", "read", "close", "newfstatat", "fstat", "pread64", "mprotect",
        "munmap", "arch_prctl", "set_tid_address", "set_robust_list", "rseq", "prlimit64", "access",
      ].map { "1 \($0)() = 0\n" }.joined()
    }
  #endif
}
