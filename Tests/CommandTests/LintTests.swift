import Foundation
import TestSupport
import Testing

/// `lint` with the files that a deployment names.
@Suite struct LintTests {
  private let folder: TemporaryFolder
  private static let profile = Command.package.appending(path: "profiles/nginx.json")

  init() throws {
    folder = try TemporaryFolder()
    try FileManager.default.createDirectory(
      at: folder / "app/profiles", withIntermediateDirectories: true)
    try FileManager.default.copyItem(at: Self.profile, to: folder / "app/profiles/web.json")
    try folder.write(Self.text(naming: "profiles/web.json"), to: "app/compose.yaml")
  }

  private static func text(naming profile: String) -> String {
    """
    services:
      web:
        user: "101"
        read_only: true
        cap_drop: [ALL]
        security_opt: ["seccomp=\(profile)", "no-new-privileges:true"]
        mem_limit: 100m
        pids_limit: 100
    """
  }

  private func lint(_ arguments: String..., input: String = "") throws -> Command {
    try Command(["lint"] + arguments, in: folder.url, input: input)
  }

  /// As Compose looks for them: from the file's own folder.
  @Test func profilesAreLookedForFromTheFilesFolder() throws {
    let run = try lint("app/compose.yaml")
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.errors.isEmpty && run.output == "app/compose.yaml: nothing found\n")
    let elsewhere = try lint("-", input: Self.text(naming: "profiles/web.json"))
    #expect(elsewhere.status == 1)
    #expect(
      elsewhere.errors.hasPrefix("standard input:6:20: error: /services/web/security_opt/0: "),
      "\(elsewhere.errors)")
    let here = try lint("-", input: Self.text(naming: "./app/profiles/web.json"))
    #expect(here.status == 0, "\(here.errors)")
  }

  @Test(arguments: [
    ("{ \"defaultAction\": \"SCMP_ACT_ALOW\" }", "app/profiles/web.json:1:20: "),
    ("{ \"defaultAction\": ", "app/profiles/web.json:1:"),
    ("", "app/profiles/web.json"),
  ])
  func brokenProfileIsMissing(_ text: String, _ place: String) throws {
    try folder.write(text, to: "app/profiles/web.json")
    let run = try lint("app/compose.yaml")
    #expect(run.status == 1)
    #expect(run.errors.contains(place) && run.errors.contains("[profile-missing]"), "\(run.errors)")
  }

  @Test func severitiesAreTheUsers() throws {
    let open = Self.text(naming: "profiles/web.json").replacing(
      "read_only: true", with: "tty: true")
    try folder.write(open, to: "app/compose.yaml")
    #expect(try lint("app/compose.yaml").status == 0)
    #expect(try lint("app/compose.yaml", "--fail-on", "writable-root").status == 1)
    try folder.write(
      open.replacing("tty: true", with: "privileged: true"), to: "app/compose.yaml")
    #expect(try lint("app/compose.yaml").status == 1)
    let warned = try lint(
      "app/compose.yaml", "--warn-on", "privileged,profile-not-in-force", "--json")
    #expect(warned.status == 0, "\(warned.errors)")
    #expect(warned.output.contains(#""severity": "warning""#))
  }

  @Test(arguments: ["unused", "nothing", "invalid"])
  func wrongNameOfARuleIsToldAt64(_ name: String) throws {
    #expect(try lint("app/compose.yaml", "--warn-on", name).status == 64)
  }

  /// Others are checked all the same.
  @Test func unreadableFileDoesNotHideOthers() throws {
    let bad = Self.text(naming: "unconfined")
    try folder.write(bad, to: "bad.yaml")
    try folder.write("services:\n\tweb:\n", to: "tab.yaml")
    let run = try lint("tab.yaml", "bad.yaml", "app/compose.yaml")
    #expect(run.status == 2)
    #expect(run.errors.contains("tab.yaml:2:1: error: ") && run.errors.contains("[invalid]"))
    #expect(run.errors.contains("bad.yaml:6:20: error: ") && run.errors.contains("unconfined"))
    #expect(run.output.contains("3 files: 1 pass, 2 not: tab.yaml, bad.yaml"), "\(run.output)")
  }

  /// Each rule has its own tags and risk, and GitHub keeps the results apart from those of `verify`.
  @Test func sarifNamesTheRules() throws {
    try folder.write(Self.text(naming: "unconfined"), to: "app/compose.yaml")
    let run = try lint("app/compose.yaml", "--format", "sarif", "-o", "lint.sarif", "-q")
    #expect(run.status == 1)
    let log =
      try JSONSerialization.jsonObject(
        with: Data(try folder.contents(of: "lint.sarif").utf8)) as? [String: Any]
    let first = try #require((log?["runs"] as? [[String: Any]])?.first)
    #expect((first["automationDetails"] as? [String: Any])?["id"] as? String == "whittle/lint/")
    let driver = try #require((first["tool"] as? [String: [String: Any]])?["driver"])
    let rules = try #require(driver["rules"] as? [[String: Any]])
    for rule in rules {
      let properties = try #require(rule["properties"] as? [String: Any])
      let tags = try #require(properties["tags"] as? [String])
      #expect(tags.contains("security") && tags.count <= 20 && Set(tags).count == tags.count)
      let help = try #require(rule["help"] as? [String: String])
      #expect(!(help["text"] ?? "").isEmpty && !(help["markdown"] ?? "").isEmpty)
    }
    let results = try #require(first["results"] as? [[String: Any]])
    #expect(results.count == 1)
    let index = try #require(results.first?["ruleIndex"] as? Int)
    let properties = try #require(rules[index]["properties"] as? [String: Any])
    #expect(rules[index]["id"] as? String == "profile-not-in-force")
    #expect(properties["security-severity"] as? String == "9.5")
    #expect((properties["tags"] as? [String])?.contains("cis-docker-5.22") == true)
  }
}
