import Foundation
import TestSupport
import Testing

/// `verify --against`: what changes since a revision of git.
@Suite(
  .enabled(
    if: FileManager.default.isExecutableFile(atPath: "/usr/bin/git"), "git is not installed"))
struct AgainstTests {
  private let folder: TemporaryFolder

  /// A repository with two profiles, committed.
  init() throws {
    folder = try TemporaryFolder()
    try folder.write(plainLog, to: "log")
    try folder.write("", to: "profiles/.keep")
    for name in ["a", "b"] {
      let made = try whittle("generate", "log", "-o", "profiles/\(name).json", "-q")
      try #require(made.status == 0, "\(made.errors)")
    }
    try git("init", "-q")
    try git("add", "-A")
    try git("commit", "-q", "-m", "first")
  }

  private func whittle(_ arguments: String...) throws -> Command {
    try Command(arguments, in: folder.url)
  }

  private func git(_ arguments: String...) throws {
    let run = try Command(
      ["git", "-c", "user.name=a", "-c", "user.email=a@b"] + arguments,
      of: URL(filePath: "/usr/bin/env"), in: folder.url)
    try #require(run.status == 0, "\(run.errors)")
  }

  private func generate(_ log: String, _ name: String) throws {
    try folder.write(log, to: "other")
    let made = try whittle("generate", "other", "-o", "profiles/\(name).json", "-q", "--update")
    try #require(made.status == 0, "\(made.errors)")
  }

  @Test func nothingChanged() throws {
    let run = try whittle("verify", "profiles", "--against", "HEAD")
    #expect(run.status == 0)
    #expect(
      run.output.contains("profiles/a.json: since HEAD: every call is answered as it was"),
      "\(run.output)")
  }

  @Test func callsAndWeaknessesAreToldWithTheirReason() throws {
    try generate(
      plainLog.replacing("openat(", with: "ptrace(PTRACE_TRACEME) = 0\nopenat("), "a")
    let text = try whittle("verify", "profiles", "--against", "HEAD").output
    #expect(text.contains("profiles/a.json: since HEAD: 1 added"), "\(text)")
    #expect(
      text.contains(
        "  + ptrace (x86_64, dangerous): errno 1 to allow; observed once in 1 run, first at other:3"
      ),
      "\(text)")
    #expect(text.contains(#/\n  opens .*CVE-\d+/#), "\(text)")
    let markdown = try whittle("verify", "profiles", "--against", "HEAD", "--format", "markdown")
      .output
    #expect(
      markdown.contains(
        "| `+` | `ptrace` | x86_64 | **dangerous** | errno 1 | allow | observed once in 1 run, first at other:3 |"
      ), "\(markdown)")
    let json = try #require(
      try JSONSerialization.jsonObject(
        with: Data(
          try whittle("verify", "profiles/a.json", "--against", "HEAD", "--json").output.utf8))
        as? [[String: Any]])
    let changes = try #require(json.first?["changes"] as? [String: Any])
    #expect(changes["since"] as? String == "HEAD" && changes["state"] as? String == "changed")
    let call = try #require((changes["calls"] as? [[String: Any]])?.first)
    #expect(call["risk"] as? String == "dangerous" && call["reason"] as? String == "observed")
    #expect(!(changes["weaknessesOpened"] as? [String] ?? []).isEmpty)
    // And back: what goes is told with the reason it had.
    try git("commit", "-q", "-a", "-m", "second")
    try generate(plainLog, "a")
    let back = try whittle("verify", "profiles/a.json", "--against", "HEAD").output
    #expect(
      back.contains(
        "  - ptrace (x86_64, dangerous): allow to errno 1; was observed once in 1 run, first at other:3"
      ),
      "\(back)")
    #expect(back.contains(#/\n  closes .*CVE-\d+/#), "\(back)")
  }

  @Test func profilesComeAndGo() throws {
    try generate(plainLog, "c")
    for name in ["b.json", "b.observations.json"] {
      try FileManager.default.removeItem(at: folder / "profiles/\(name)")
    }
    let text = try whittle("verify", "profiles", "--against", "HEAD").output
    #expect(text.contains("profiles/c.json: since HEAD: the profile is new\n"), "\(text)")
    #expect(text.contains("profiles/b.json: since HEAD: the profile is gone\n"), "\(text)")
    // From below, too.
    let below = try Command(["verify", ".", "--against", "HEAD"], in: folder / "profiles").output
    #expect(below.contains("b.json: since HEAD: the profile is gone\n"), "\(below)")
    let json = try whittle("verify", "profiles", "--against", "HEAD", "--json").output
    #expect(json.contains("\"state\": \"removed\"") && json.contains("\"state\": \"new\""))
  }

  @Test func whatStoodThereNeedBeNoProfile() throws {
    let profile = try folder.contents(of: "profiles/a.json")
    try folder.write("{", to: "profiles/a.json")
    try git("commit", "-q", "-a", "-m", "broken")
    try folder.write(profile, to: "profiles/a.json")
    let run = try whittle("verify", "profiles/a.json", "--against", "HEAD")
    #expect(run.status == 0)
    #expect(run.output.contains("since HEAD: cannot be compared: what stood there is no profile"))
  }

  struct Bad: CustomTestStringConvertible {
    let arguments: [String]
    let status: Int32
    let message: String
    var testDescription: String { arguments.joined(separator: " ") }
  }

  @Test(arguments: [
    Bad(
      arguments: ["--against", "nosuch"], status: 2,
      message: "\"nosuch\": error: is no revision of the repository"),
    Bad(arguments: ["--against=--output=x"], status: 64, message: "takes a revision of git"),
    Bad(arguments: ["--against", ""], status: 64, message: "takes a revision of git"),
    Bad(
      arguments: ["--against", "HEAD", "--format", "sarif"], status: 64, message: "findings alone"),
    Bad(
      arguments: ["--against", "$(touch x)`touch y`;touch z"], status: 2,
      message: "is no revision of the repository"),
  ])
  func revisionThatIsNoneIsRefused(_ bad: Bad) throws {
    let before = try folder.names
    let run = try Command(["verify", "profiles"] + bad.arguments, in: folder.url)
    #expect(run.status == bad.status)
    #expect(run.errors.contains(bad.message), "\(run.errors)")
    #expect(try folder.names == before)
  }

  @Test func noRepositoryIsTold() throws {
    let other = try TemporaryFolder()
    try other.write(try folder.contents(of: "profiles/a.json"), to: "a.json")
    let run = try Command(["verify", "a.json", "--against", "HEAD"], in: other.url)
    #expect(run.status == 2)
    #expect(run.errors.contains("not a git repository"), "\(run.errors)")
  }
}
