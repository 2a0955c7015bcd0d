import Foundation
import TestSupport
import Testing

/// The action for GitHub, run as its runner runs it.
@Suite struct PipelineTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(plainLog, to: "log")
    try folder.write("", to: "profiles/.keep")
    let made = try Command(["generate", "log", "-o", "profiles/a.json", "-q"], in: folder.url)
    try #require(made.status == 0, "\(made.errors)")
  }

  private func action(_ variables: [String: String]) throws -> Command {
    var all = [
      "WHITTLE_PROGRAM": Command.built("whittle").path, "WHITTLE_PATHS": "profiles",
      "WHITTLE_SARIF": "whittle.sarif", "GITHUB_OUTPUT": folder.path + "/output",
      "GITHUB_STEP_SUMMARY": folder.path + "/summary",
    ]
    all.merge(variables) { $1 }
    return try Command(
      all.map { "\($0.key)=\($0.value)" }.sorted()
        + [Command.package.appending(path: ".github/actions/verify/run").path],
      of: URL(filePath: "/usr/bin/env"), in: folder.url)
  }

  @Test func jobHasAnnotationsASummaryAndAFile() throws {
    let run = try action([:])
    #expect(run.status == 0, "\(run.errors)")
    #expect(try folder.contents(of: "summary").contains("**1 profile: all pass**"))
    #expect(try folder.contents(of: "output") == "sarif=whittle.sarif\n")
    #expect(try folder.contents(of: "whittle.sarif").contains("\"version\": \"2.1.0\""))
    let failing = try action(["WHITTLE_OPTIONS": "--fail-on\nno-evidence\n", "WHITTLE_SARIF": ""])
    #expect(failing.status == 0, "\(failing.errors)")
    try FileManager.default.removeItem(at: folder / "profiles/a.observations.json")
    let failed = try action(["WHITTLE_OPTIONS": "--fail-on\nno-evidence\n"])
    #expect(failed.status == 1)
    #expect(failed.output.hasPrefix("::error file=profiles/a.json,"), "\(failed.output)")
  }

  /// Words of an input stay words: no option, and no command.
  @Test(arguments: ["--version", "$(touch x)", "`touch x`", "x; touch x", "x\" || touch x; \""])
  func noInputBecomesACommand(_ word: String) throws {
    let run = try action(["WHITTLE_PATHS": word])
    #expect(run.status == 2, "\(run.output)\(run.errors)")
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/x"))
  }

  @Test func wrongOptionsEndTheJob() throws {
    let run = try action(["WHITTLE_OPTIONS": "--nosuch"])
    #expect(run.status == 64)
    #expect(try !folder.names.contains("whittle.sarif"))
  }
}
