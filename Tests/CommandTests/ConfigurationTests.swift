import Foundation
import TestSupport
import Testing

/// `whittle.json`, and the folders and repositories that `verify` looks through.
@Suite struct ConfigurationTests {
  private let folder: TemporaryFolder

  /// A repository with a profile and its evidence.
  init() throws {
    folder = try TemporaryFolder()
    try folder.write(plainLog, to: "log")
    try folder.write("", to: "profiles/.keep")
    let made = try Command(
      ["generate", "log", "-o", "profiles/a.json", "-q", "--arch", "x86_64"], in: folder.url)
    try #require(made.status == 0, "\(made.errors)")
  }

  private func verify(_ arguments: String..., in folder: URL? = nil) throws -> Command {
    try Command(["verify"] + arguments, in: folder ?? self.folder.url)
  }

  private func git(_ arguments: String..., on date: String = "2020-01-01T00:00:00Z") throws {
    let run = try Command(
      [
        "GIT_COMMITTER_DATE=\(date)", "git", "-c", "user.name=a", "-c", "user.email=a@b", "-c",
        "init.defaultBranch=main",
      ] + arguments, of: URL(filePath: "/usr/bin/env"), in: folder.url)
    try #require(run.status == 0, "\(run.errors)")
  }

  /// What every runtime and start needs is too much for one of them alone.
  @Test(arguments: [
    ([], true), (["--runtime", "any"], true), (["--any-privileges"], true),
    (["--runtime", "any", "--any-privileges"], false),
  ])
  func optionsThatNarrowNothingGoBeforeTheFile(options: [String], isUnused: Bool) throws {
    try folder.write(#"{"runtime": "crun", "noNewPrivileges": true}"#, to: "whittle.json")
    let run = try Command(["verify", "profiles"] + options, in: folder.url)
    #expect(run.errors.contains("[unused]") == isUnused, "\(run.errors)")
  }

  // MARK: What the file may say

  struct Bad: CustomTestStringConvertible {
    let text: String
    let message: String
    var testDescription: String { text }
  }

  @Test(arguments: [
    Bad(text: #"{"#, message: "w.json:1:2: error: the file ends here"),
    Bad(text: #"[]"#, message: "w.json:1:1: error: /: expected an object"),
    Bad(
      text: #"{"baselin": "docker"}"#,
      message: #"w.json:1:2: error: /: unknown key "baselin"; known are "$schema", "baseline""#),
    Bad(
      text: #"{"services": {"a": {"limit": {}}}}"#,
      message: #"w.json:1:21: error: /services/a: unknown key "limit""#),
    Bad(text: #"{"limits": {"callsOpen": -1}}"#, message: "/limits/callsOpen: expected an integer"),
    Bad(
      text: #"{"limits": {"callsOpen": 1.5}}"#, message: "/limits/callsOpen: expected an integer"),
    Bad(
      text: #"{"limits": {"novelty": 1.1}}"#,
      message: "w.json:1:24: error: /limits/novelty: expected a number from 0.0 to 1.0, found 1.1"),
    Bad(
      text: #"{"limits": {"novelty": "5%"}}"#,
      message: "/limits/novelty: expected a number from 0.0 to 1.0, found a string"),
    Bad(text: #"{"baseline": "docker@1.2"}"#, message: "/baseline: unknown baseline"),
    Bad(text: #"{"kernel": "six"}"#, message: "/kernel: \"six\" is not a kernel version"),
    Bad(
      text: #"{"capabilities": {"add": ["SYS_ADMN"]}}"#,
      message: "/capabilities/add/0: unknown capability \"SYS_ADMN\"; did you mean CAP_SYS_ADMIN"),
    Bad(
      text: #"{"architectures": ["x86_65"]}"#,
      message: "/architectures/0: unknown architecture \"x86_65\"; did you mean x86_64?"),
    Bad(text: #"{"architectures": []}"#, message: "/architectures: is empty"),
    Bad(
      text: #"{"architectures": ["arm", "arm"]}"#, message: "/architectures/1: stands here twice"),
    Bad(text: #"{"runtime": "docker"}"#, message: "/runtime: expected \"runc\""),
    Bad(text: #"{"init": "yes"}"#, message: "/init: expected true or false"),
    Bad(
      text: #"{"failOn": ["unsued"]}"#,
      message: "/failOn/0: no finding is called \"unsued\"; did you"),
    Bad(
      text: #"{"warnOn": ["looser-than-baseline"]}"#,
      message: "/warnOn: looser-than-baseline is no warning"),
    Bad(
      text: #"{"failOn": ["unused"], "warnOn": ["unused"]}"#,
      message: "/warnOn: unused is in failOn"),
    Bad(
      text: #"{"services": {"a": {}, "b": {"profile": "profiles/a.json"}}}"#,
      message: "/services/b: has the profile of \"a\""),
    Bad(
      text: #"{"services": {"a": {"profile": ""}}}"#, message: "/services/a/profile: names no file"),
    Bad(text: #"{"services": {"a/b": {}}}"#, message: "say its profile"),
    Bad(
      text: "{\"services\": {\"\\u001b[31m\": 1}}",
      message: #"/services/\u001b[31m: expected an object"#),
  ])
  func whatIsWrongIsToldWithItsPlace(_ bad: Bad) throws {
    try folder.write(bad.text, to: "w.json")
    let run = try verify("profiles", "--config", "w.json")
    #expect(run.status == 2 && run.output.isEmpty)
    #expect(run.errors.contains(bad.message), "\(run.errors)")
    #expect(run.errors.hasPrefix("w.json:1:") && run.errors.contains(": error: "))
  }

  /// The published schema names the keys that are read, and no others.
  @Test func schemaNamesWhatIsRead() throws {
    let file = Command.package.appending(
      path: "Sources/whittle/whittle.docc/Resources/whittle.schema.json")
    let schema = try #require(
      try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any])
    func properties(_ schema: Any?) -> [String: Any] {
      (schema as? [String: Any])?["properties"] as? [String: Any] ?? [:]
    }
    let root = properties(schema)
    let services = (root["services"] as? [String: Any])?["additionalProperties"]
    let page = try String(
      contentsOf: Command.package.appending(
        path: "Sources/whittle/whittle.docc/Configuration.md"), encoding: .utf8)
    for (opening, closing, keys) in [
      ("{", "}", Array(root.keys)),
      (#"{"services": {"a": {"#, "}}}", Array(properties(services).keys)),
      (#"{"limits": {"#, "}}", Array(properties(root["limits"]).keys)),
      (#"{"capabilities": {"#, "}}", Array(properties(root["capabilities"]).keys)),
    ] {
      #expect(!keys.isEmpty)
      try folder.write("\(opening)\"nosuchkey\": 1\(closing)", to: "w.json")
      let run = try verify("profiles", "--config", "w.json")
      let known = try #require(run.errors.split(separator: "known are ").last)
      let names = known.matches(of: #/"([^"]+)"/#).map { String($0.1) }
      #expect(names.sorted() == keys.sorted())
      #expect(keys.filter { !page.contains("`\($0)`") } == [])
    }
    let findings = ((schema["definitions"] as? [String: [String: Any]])?["finding"])?["enum"]
    try folder.write(#"{"failOn": ["?"]}"#, to: "w.json")
    let known = try verify("profiles", "--config", "w.json").errors.split(separator: "there are ")
    let kinds = known.last?.split(separator: ", ").map { $0.filter { $0 != "\n" } }
    #expect(kinds?.sorted() == (findings as? [String])?.sorted())
  }

  // MARK: Where the file is found

  @Test func nearestFileUpwardsOfTheProfileHolds() throws {
    let loose = #"{"limits": {"callsOpen": 1}}"#
    try folder.write(loose, to: "whittle.json")
    for arguments in [["profiles"], ["profiles/a.json"], ["."], []] {
      let run = try Command(["verify"] + arguments, in: folder.url)
      #expect(run.status == 1, "\(arguments)\(run.errors)")
      #expect(run.errors.contains("whittle.json: note: says what 1 profile is held against"))
      #expect(run.errors.contains("no more than 1 should"), "\(run.errors)")
      #expect(run.errors.contains("[too-many-calls]"))
    }
    // Nearer than the other one.
    try folder.write("{}", to: "profiles/whittle.json")
    #expect(try verify("profiles").status == 0)
    try FileManager.default.removeItem(at: folder / "profiles/whittle.json")
    // From elsewhere, and from below.
    #expect(try verify(folder.path + "/profiles", in: URL(filePath: "/")).status == 1)
    #expect(try verify("a.json", in: folder / "profiles").status == 1)
    // A repository of its own ends the search.
    try folder.write("", to: "profiles/.git/HEAD")
    #expect(try verify("a.json", in: folder / "profiles").status == 0)
    // The command line goes before.
    try folder.write("{}", to: "other.json")
    #expect(try verify("profiles", "--config", "other.json").status == 0)
    #expect(try verify("profiles", "--warn-on", "too-many-calls").status == 0)
  }

  @Test func servicesHaveTheirOwn() throws {
    try folder.write(
      """
      {
        "limits": {"callsOpen": 1},
        "baseline": "docker@28.5",
        "services": {
          "a": {"limits": {"callsOpen": 500}},
          "b": {"profile": "deploy/b", "evidence": "deploy/b.seen"}
        }
      }
      """, to: "whittle.json")
    try folder.write(try folder.contents(of: "profiles/a.json"), to: "deploy/b")
    try folder.write(try folder.contents(of: "profiles/a.observations.json"), to: "deploy/b.seen")
    let run = try verify("--json")
    #expect(run.status == 1, "\(run.errors)")
    #expect(run.errors.contains("deploy/b: error: ") && !run.errors.contains("a.json: error: "))
    #expect(!run.errors.contains("no-evidence"))
    #expect(run.output.contains("\"profile\": \"deploy/b\""))
    #expect(run.output.contains("\"profile\": \"profiles/a.json\""))
    #expect(run.errors.contains("docker@28.5: note: of the baseline itself"))
    #expect(try verify(".", "--json").output == run.output)
  }

  @Test func eachArchitectureIsVerifiedOnItsOwn() throws {
    try folder.write(#"{"architectures": ["x86_64", "aarch64"]}"#, to: "whittle.json")
    let run = try verify("profiles", "--json")
    #expect(run.status == 1)
    #expect(run.output.contains("\"architecture\": \"aarch64\""))
    #expect(
      run.errors.contains(
        "profiles/a.json: error: whittle.json says that the profile is for aarch64, and it lists x86_64"
      ))
    #expect(run.errors.contains("[environment-differs]"))
    // One cause, one message.
    #expect(
      run.errors.split(separator: "\n").count { $0.contains(": error: ") } == 1, "\(run.errors)")
  }

  // MARK: Limits

  @Test func brokenLimitsAreFindings() throws {
    try folder.write(
      #"{"limits": {"callsOpen": 10, "weaknessesStopped": 500, "evidenceDays": 30, "novelty": 0.05}}"#,
      to: "whittle.json")
    let outside = try verify("profiles")
    for kind in ["too-many-calls", "too-few-stopped", "evidence-too-old", "too-much-novelty"] {
      #expect(outside.errors.contains("[\(kind)]"), "\(outside.errors)")
    }
    #expect(
      outside.errors.contains("cannot be told, and 30 days are the limit: it lies in no repository")
    )
  }

  @Test(
    .enabled(
      if: FileManager.default.isExecutableFile(atPath: "/usr/bin/git"), "git is not installed"))
  func ageOfEvidenceIsThatOfItsLastChange() throws {
    try folder.write(#"{"limits": {"evidenceDays": 30}}"#, to: "whittle.json")
    try git("init", "-q")
    #expect(try verify("profiles").status == 0)
    try git("add", "-A")
    try git("commit", "-q", "-m", "old")
    let old = try verify("profiles")
    #expect(old.status == 1)
    #expect(
      old.errors.contains(#/evidence was changed \d{4,} days ago for the last time, and 30 days/#))
    // A profile without evidence is not younger than any limit.
    try FileManager.default.removeItem(at: folder / "profiles/a.observations.json")
    let none = try verify("profiles")
    #expect(none.errors.contains("there is none (profiles/a.observations.json)"), "\(none.errors)")
    try git("checkout", "-q", "profiles/a.observations.json")
    try git("clone", "-q", "--depth", "1", "file://\(folder.path)", "shallow")
    let shallow = try verify("profiles", in: folder / "shallow")
    #expect(
      shallow.status == 1 && shallow.errors.contains("the clone is shallow"), "\(shallow.errors)")
  }

  // MARK: Repositories that disagree with themselves

  struct Disagreement: CustomTestStringConvertible {
    let what: String
    /// Files to write; those without text are removed.
    let files: [String: String?]
    let status: Int32
    let message: String
    var testDescription: String { what }
  }

  @Test(arguments: [
    Disagreement(
      what: "a service without its profile",
      files: ["whittle.json": #"{"services": {"gone": {}}}"#],
      status: 2,
      message:
        "profiles/gone.json: error: there is no such file as profiles/gone.json, which whittle.json:1:15: /services/gone has for its profile [invalid]"
    ),
    Disagreement(
      what: "a service without its evidence",
      files: ["whittle.json": #"{"services": {"a": {"evidence": "a.seen"}}}"#], status: 2,
      message:
        "there is no such file as a.seen, which whittle.json:1:15: /services/a has for its evidence"
    ),
    Disagreement(
      what: "evidence without its profile", files: ["profiles/a.json": nil], status: 2,
      message:
        "profiles/a.observations.json: error: is evidence, and its profile (profiles/a.json) is not there"
    ),
    Disagreement(
      what: "a damaged profile",
      files: ["profiles/b.json": #"{"defaultAction": "SCMP_ACT_ERRNO","#],
      status: 2, message: "profiles/b.json:1:36: error: "),
    Disagreement(
      what: "a damaged profile that has evidence", files: ["profiles/a.json": "{"], status: 2,
      message: "profiles/a.json:1:2: error: "),
    Disagreement(
      what: "a link that leads nowhere", files: ["profiles/b.json": "-> nowhere"], status: 2,
      message: "profiles/b.json: error: cannot be read: no such file"),
    Disagreement(
      what: "evidence that is no JSON", files: ["profiles/a.observations.json": "{"], status: 2,
      message: "profiles/a.json: error: "),
    Disagreement(
      what: "nothing to verify",
      files: ["profiles/a.json": nil, "profiles/a.observations.json": nil],
      status: 2, message: ".: error: holds no profile"),
    Disagreement(
      what: "a broken configuration", files: ["profiles/whittle.json": "{"], status: 2,
      message: "profiles/whittle.json:1:2: error: "),
    Disagreement(
      what: "other files", files: ["package.json": "{}", "broken.json": "{"], status: 0,
      message: ".: note: 2 JSON files passed over: they are no profiles"),
  ])
  func eachHasItsPlaceAndStatus(_ case: Disagreement) throws {
    for (name, text) in `case`.files {
      if let text, text.hasPrefix("-> ") {
        try FileManager.default.createSymbolicLink(
          at: folder / name, withDestinationURL: URL(filePath: folder.path + "/nowhere"))
      } else if let text {
        try folder.write(text, to: name)
      } else {
        try FileManager.default.removeItem(at: folder / name)
      }
    }
    let run = try verify(".")
    #expect(run.status == `case`.status, "\(run.errors)")
    #expect(run.errors.contains(`case`.message), "\(run.errors)")
  }

  @Test func evidenceThatWasChangedByHandIsTold() throws {
    let evidence = try folder.contents(of: "profiles/a.observations.json")
    // An order that whittle does not write, such as a merge leaves.
    try folder.write(
      evidence.replacing("  \"totals\"", with: "   \"totals\""), to: "profiles/a.observations.json")
    let changed = try verify("profiles")
    #expect(changed.status == 0)
    #expect(changed.errors.contains("[evidence-edited]"), "\(changed.errors)")
    #expect(try verify("profiles", "--strict").status == 1)
    // A call more than the runs show.
    let count = try #require(evidence.firstMatch(of: #/"read": (\d+)/#))
    try folder.write(
      evidence.replacing(String(count.0), with: "\"read\": 77"), to: "profiles/a.observations.json")
    let wrong = try verify("profiles")
    #expect(wrong.status == 2)
    #expect(wrong.errors.contains("the file was changed by hand"), "\(wrong.errors)")
  }

  /// Evidence of later runs, which the profile does not know.
  @Test func evidenceNewerThanTheProfileIsReplayed() throws {
    try folder.write(plainLog + "fsync(3) = 0\n", to: "later")
    try FileManager.default.removeItem(at: folder / "profiles/a.observations.json")
    #expect(
      try Command(["observe", "later", "-o", "profiles/a.observations.json"], in: folder.url).status
        == 0)
    let run = try verify("profiles")
    #expect(run.status == 1)
    #expect(run.errors.contains("fsync() was used (once)"), "\(run.errors)")
  }
}
