import Foundation
import TestSupport
import Testing

/// What users see, held against the files of `Golden`; `scripts/update-golden` writes them anew.
@Suite struct GoldenTests {
  /// One file: a command line, what was run before it, the files that it leaves, and the one that is its
  /// standard input.
  struct Sample: Sendable, CustomTestStringConvertible {
    let name: String
    let arguments: [String]
    let before: [[String]]
    let leaves: [String]
    let input: String?

    var testDescription: String { name }

    init(
      _ name: String, _ arguments: String, after before: [String] = [], leaves: [String] = [],
      input: String? = nil
    ) {
      self.name = name
      self.arguments = arguments.split(separator: " ").map(String.init)
      self.before = before.map { $0.split(separator: " ").map(String.init) }
      self.leaves = leaves
      self.input = input
    }
  }

  /// The same environment on every machine.
  private static let here = "--arch x86_64 --kernel 6.18"
  private static let generated =
    "generate -q run-1.strace run-2.strace --allow-loss 50 -o server.json \(here)"

  private static let canary = "generate -q run-1.strace --mode canary -o canary.json \(here)"

  static let samples: [Sample] =
    [
      "record", "observe", "generate", "verify", "diff", "explain", "try", "baseline", "reach",
      "convert", "report", "lint",
    ].map {
      Sample("help-\($0)", "help \($0)")
    } + [
      Sample("help", "help"), Sample("no-command", ""),
      Sample("usage-error", "verify"),
      Sample("observe", "observe run-1.strace run-2.strace --trace-arch x86_64"),
      Sample("observe-json", "observe run-1.strace run-2.strace --json --trace-arch x86_64"),
      Sample("observe-loss", "observe damaged.strace --trace-arch x86_64"),
      Sample("observe-missing", "observe missing.strace --trace-arch x86_64"),
      Sample("observe-follow", "observe --follow -", input: "refusals.audit"),
      Sample(
        "observe-follow-json", "observe --follow - --profile canary.json --json -q --arch x86_64",
        after: [canary], input: "refusals.audit"),
      Sample(
        "observe-canary", "observe refusals.audit --profile canary.json --arch x86_64",
        after: [canary]),
      Sample(
        "observe-no-canary",
        "observe refusals.audit --profile loose.json --arch x86_64 -o seen.json"),
      Sample(
        "generate", "generate run-1.strace run-2.strace -o server.json \(here)",
        leaves: ["server.json", "server.observations.json"]),
      Sample("generate-json", "generate run-1.strace -o server.json --json \(here)"),
      Sample("generate-strict", "generate run-2.strace -o server.json --strict \(here)"),
      Sample("generate-loss", "generate damaged.strace -o server.json \(here)"),
      Sample(
        "generate-other", "generate run-1.strace -o server.json \(here)", after: [generated]),
      Sample(
        "generate-canary-update",
        "generate run-1.strace refusals.audit -o canary.json --update \(here)", after: [canary]),
      Sample("verify", "verify server.json \(here)", after: [generated]),
      Sample("verify-json", "verify server.json --json \(here)", after: [generated]),
      Sample("verify-loose", "verify loose.json --trace run-1.strace \(here)"),
      Sample("verify-loose-json", "verify loose.json --trace run-1.strace --json \(here)"),
      Sample(
        "verify-sarif", "verify server.json --format sarif -q \(here)", after: [generated]),
      Sample(
        "verify-junit", "verify loose.json --trace run-1.strace --format junit -q \(here)"),
      Sample(
        "verify-github", "verify loose.json --trace run-1.strace --format github -q \(here)"),
      Sample(
        "verify-markdown",
        "verify loose.json server.json --trace run-1.strace --format markdown -o summary.md -q \(here)",
        after: [generated], leaves: ["summary.md"]),
      Sample(
        "verify-fail-on", "verify server.json --fail-on outside-baseline \(here)",
        after: [generated]),
      Sample(
        "verify-warn-on", "verify server.json --warn-on looser-than-baseline \(here)",
        after: [generated]),
      Sample("verify-invalid", "verify run-1.strace \(here)"),
      Sample("lint", "lint compose.yaml"),
      Sample("lint-json", "lint compose.yaml --json -q"),
      Sample("lint-markdown", "lint compose.yaml --format markdown -q"),
      Sample("lint-github", "lint compose.yaml --format github -q"),
      Sample("lint-bad", "lint run-1.strace damaged.strace missing.yaml"),
      Sample(
        "report-markdown", "report server.json --format markdown \(here)", after: [generated]),
      Sample("diff", "diff docker@28.5 docker \(here)"),
      Sample("diff-json", "diff docker@28.5 docker --json \(here)"),
      Sample("diff-same", "diff docker docker \(here)"),
      Sample(
        "explain",
        "explain server.json openat socket(AF_ALG,SOCK_SEQPACKET,0) clone3 reboot ptrace personality \(here)",
        after: [generated]),
      Sample(
        "explain-json", "explain server.json openat socket(AF_ALG,SOCK_SEQPACKET,0) --json \(here)",
        after: [generated]),
      Sample("explain-baseline", "explain docker socket(0x100000028) \(here)"),
      Sample("reach", "reach /app /plugin.so --root image --kit shell"),
      Sample("reach-json", "reach /app --root image --json"),
      Sample("reach-files", "reach /app --root image --list-files"),
      Sample("reach-bad", "reach /app /gone /pipe /old /text --root image"),
      Sample("harden", "harden docker --native-only -o hardened.json \(here)"),
      Sample("harden-bad", "harden docker --arguments none"),
      Sample(
        "explain-argument", "explain server.json ioctl(0,TIOCSTI) ioctl \(here)",
        after: [generated]),
      Sample("baseline", "baseline"),
      Sample("baseline-json", "baseline --json"),
      Sample("baseline-resolved", "baseline docker --resolved --cap-drop ALL \(here)"),
    ]

  static let trials: [Sample] = [
    Sample("try", "try no-unshare.json -- ./Caller call 272 0x10000000"),
    Sample("try-json", "try no-unshare.json --json -- ./Caller call 272 0x10000000"),
  ]

  @Test(arguments: samples) func output(_ sample: Sample) throws { try compare(sample) }

  @Test(
    .enabled(if: Trials.arePossible, "this kernel, or a sandbox, refuses user notification"),
    arguments: trials)
  func outputOfTrials(_ sample: Sample) throws { try compare(sample) }

  @Test func everyFileHasASample() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: Self.golden.path)
    let names = (Self.samples + Self.trials).map { "\($0.name).txt" }
    #expect(Set(files).subtracting(names) == ["inputs"])
    #expect(Set(names).count == names.count)
  }

  @Test(arguments: [
    ("generate-json", "GenerateJSON"), ("verify-json", "VerifyJSON"),
    ("verify-loose-json", "VerifyJSON"), ("diff-json", "DiffJSON"), ("explain-json", "ExplainJSON"),
    ("try-json", "TryJSON"), ("baseline-json", "BaselineJSON"),
    ("reach-json", "ReachJSON"), ("lint-json", "LintJSON"), ("observe-follow-json", "FollowJSON"),
  ])
  func pageTellsEveryMember(_ sample: String, _ page: String) throws {
    let printed = try String(
      contentsOf: Self.golden.appending(path: "\(sample).txt"), encoding: .utf8)
    let text = try String(
      contentsOf: Command.package.appending(path: "Sources/whittle/whittle.docc/\(page).md"),
      encoding: .utf8)
    // Members that are named for an architecture or an index have a digit.
    let members = Set(printed.matches(of: /"([A-Za-z]+)":/).map { String($0.1) })
    #expect(!members.isEmpty)
    #expect(members.filter { !text.contains("`\($0)`") } == [])
  }

  private static let golden = Command.package.appending(path: "Tests/CommandTests/Golden")
  private static let isUpdate = ProcessInfo.processInfo.environment["WHITTLE_UPDATE_GOLDEN"] != nil

  private func compare(_ sample: Sample) throws {
    let now = try Self.transcript(of: sample)
    let file = Self.golden.appending(path: "\(sample.name).txt")
    if Self.isUpdate { try Data(now.utf8).write(to: file) }
    let expected = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    if now != expected {
      Issue.record(
        """
        Golden/\(sample.name).txt (-) is not what is printed now (+); \
        if that is meant: scripts/update-golden
        \(Self.difference(from: expected, to: now))
        """)
    }
  }

  /// The command line, the exit status, both streams and the files that were left.
  private static func transcript(of sample: Sample) throws -> String {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let inputs = golden.appending(path: "inputs")
    for name in try FileManager.default.contentsOfDirectory(atPath: inputs.path) {
      try FileManager.default.copyItem(at: inputs.appending(path: name), to: folder / name)
    }
    try FileManager.default.createSymbolicLink(
      at: folder / "Caller", withDestinationURL: Command.built("Caller"))
    if sample.arguments.contains("image") { try makeImage(folder / "image") }
    for arguments in sample.before { _ = try Command(arguments, in: folder.url) }
    let input = try sample.input.map { try folder.contents(of: $0) }
    let command = try Command(sample.arguments, in: folder.url, input: input ?? "")
    var text = "$ whittle \(sample.arguments.joined(separator: " "))\n"
    text += "exit status \(command.status)\n"
    text += section("standard output", command.output)
    text += section("standard error", command.errors)
    for name in sample.leaves {
      text += section(name, (try? folder.contents(of: name)) ?? "(not there)\n")
    }
    return text
  }

  /// A root with a program, what it needs, and what is no program.
  private static func makeImage(_ root: URL) throws {
    var program = MadeELF.program(["puts", "dlopen"], needed: ["libc.so.6", "libgone.so.1"])
    program.texts = ["/opt/app/plugins"]
    let plugin = MadeELF(
      soname: "late.so",
      exports: [("f", { _ in MadeELF.call(39) + [0x8b, 0x07, 0x0f, 0x05, 0xc3] })])
    let files: [String: [UInt8]] = [
      "app": program.bytes, "plugin.so": MadeELF.program(["open"]).bytes,
      "opt/app/plugins/late.so": plugin.bytes, "old": MadeELF(isProgram: true, machine: 40).bytes,
      "text": Array("echo\n".utf8), "lib/ld.so": MadeELF.loader.bytes,
      "usr/lib/libc.so.6": MadeELF.library.bytes, "usr/bin/sh": MadeELF.program(["system"]).bytes,
    ]
    for (name, bytes) in files {
      let file = root.appending(path: name)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(bytes).write(to: file)
    }
    try FileManager.default.createSymbolicLink(
      atPath: root.appending(path: "bin").path, withDestinationPath: "usr/bin")
    // SAFETY: mkfifo reads the path alone.
    _ = unsafe mkfifo(root.appending(path: "pipe").path, 0o600)
  }

  private static func section(_ title: String, _ text: String) -> String {
    text.isEmpty ? "" : "--- \(title)\n\(masked(text))"
  }

  /// What is not the same on every machine is an N: counts and positions of instructions, which
  /// depend on libseccomp's version, that version, and numbers of processes.
  private static func masked(_ text: String) -> String {
    text
      .replacing(/(\d+)( instructions)/) { "N\($0.2)" }
      .replacing(/(\(baseline )[\d.]+, \d+\)/) { "\($0.1)N, N)" }
      .replacing(/(instructions \(baseline )\d+/) { "\($0.1)N" }
      .replacing(/(cost: )[\d.N]+( instructions a call, )\d+/) { "\($0.1)N\($0.2)N" }
      .replacing(/(instruction )\d+/) { "\($0.1)N" }
      .replacing(/("(?:instructions?|baselineInstructions|worst|pid)": )\d+/) { "\($0.1)N" }
      .replacing(/(libseccomp )\d+(?:\.\d+)+/) { "\($0.1)N" }
      .replacing(/\*\*[\d.]+(\*\* filter instructions a call \()[\d.]+/) { "**N\($0.1)N" }
      .replacing(/(\| (?:Instructions of the filter|Executed [^|]*) \| )[\d.]+ \| [\d.]+/) {
        "\($0.1)N | N"
      }
      .replacing(/(Caller)\[\d+\]/) { "\($0.1)[N]" }
  }

  /// The lines that differ, with their numbers.
  private static func difference(from old: String, to new: String) -> String {
    let lines = [old, new].map { $0.split(separator: "\n", omittingEmptySubsequences: false) }
    let changes = lines[1].difference(from: lines[0]).map { change in
      switch change {
      case .remove(let line, let text, _): (line, "- \(line + 1): \(text)")
      case .insert(let line, let text, _): (line, "+ \(line + 1): \(text)")
      }
    }
    return changes.sorted { $0.0 < $1.0 }.map(\.1).joined(separator: "\n")
  }
}
