import Foundation
import TestSupport
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// The forms of `verify` for platforms, each read as its platform reads it.
@Suite struct GateFormTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(plainLog, to: "log")
    for name in ["loose.json", "run-1.strace"] {
      try FileManager.default.copyItem(
        at: Command.package.appending(path: "Tests/CommandTests/Golden/inputs/\(name)"),
        to: folder / name)
    }
  }

  private func verify(_ form: String, _ more: String...) throws -> Command {
    try Command(
      ["verify", "loose.json", "--trace", "run-1.strace", "--format", form, "--arch", "x86_64"]
        + more, in: folder.url)
  }

  // MARK: SARIF

  @Test func sarifHasWhatCodeScanningAsksFor() throws {
    let log = try #require(
      try JSONSerialization.jsonObject(with: Data(try verify("sarif").output.utf8))
        as? [String: Any])
    let run = try #require((log["runs"] as? [[String: Any]])?.first)
    #expect((run["automationDetails"] as? [String: Any])?["id"] as? String == "whittle/verify/")
    let driver = try #require((run["tool"] as? [String: [String: Any]])?["driver"])
    let rules = try #require(driver["rules"] as? [[String: Any]])
    for rule in rules {
      let properties = try #require(rule["properties"] as? [String: Any])
      let tags = try #require(properties["tags"] as? [String])
      #expect(tags.contains("security") && tags.count <= 20)
      #expect(tags.contains("cis-docker-5.22") && tags.contains("owasp-docker-6"))
      let severity = try #require(properties["security-severity"] as? String)
      #expect(Double(severity).map { (0.1...10).contains($0) } ?? false)
      let help = try #require(rule["help"] as? [String: String])
      #expect(!(help["text"] ?? "").isEmpty && !(help["markdown"] ?? "").isEmpty)
      let description = rule["fullDescription"] as? [String: String]
      #expect((description?["text"]?.count ?? .max) <= 1024)
    }
    let results = try #require(run["results"] as? [[String: Any]])
    #expect(results.count > 10)
    var prints: Set<String> = []
    for result in results {
      let index = try #require(result["ruleIndex"] as? Int)
      #expect(rules[index]["id"] as? String == result["ruleId"] as? String)
      let location = try #require((result["locations"] as? [[String: Any]])?.first)
      let place = try #require(location["physicalLocation"] as? [String: Any])
      #expect((place["artifactLocation"] as? [String: String])?["uri"] == "loose.json")
      let region = try #require(place["region"] as? [String: Int])
      #expect(region.keys.sorted() == ["endColumn", "endLine", "startColumn", "startLine"])
      #expect(try #require(region["endColumn"]) > (try #require(region["startColumn"])))
      let print = try #require(result["partialFingerprints"] as? [String: String])
      prints.insert(try #require(print["primaryLocationLineHash"]))
    }
    #expect(prints.count == results.count)
  }

  /// A fault keeps its fingerprint where its line moves, so that it stays one alert.
  @Test func fingerprintsStayWhereLinesMove() throws {
    let before = try fingerprints(try verify("sarif").output)
    try folder.write("\n\n" + (try folder.contents(of: "loose.json")), to: "loose.json")
    #expect(try fingerprints(try verify("sarif").output) == before)
  }

  private func fingerprints(_ log: String) throws -> [String] {
    log.matches(of: #/"primaryLocationLineHash": "([^"]+)"/#).map { String($0.1) }
  }

  private static let check = Command.package.appending(path: "scripts/check-sarif")
  private static let schemaIsAvailable =
    (try? Command([], of: check, in: Command.package))?.status == 0

  /// Alone, and in one file with a run of another tool, as `sarif-multitool merge` puts them together.
  @Test(
    .enabled(
      if: schemaIsAvailable,
      "no schema of SARIF (WHITTLE_SARIF_SCHEMA), or no python3-jsonschema: see scripts/check-sarif"
    ))
  func sarifIsValidAndMergesWithTrivys() throws {
    let own = try #require(
      try JSONSerialization.jsonObject(with: Data(try verify("sarif").output.utf8))
        as? [String: Any])
    // What `trivy image --format sarif` writes, cut to one result.
    let trivy: [String: Any] = [
      "tool": [
        "driver": [
          "fullName": "Trivy Vulnerability Scanner", "name": "Trivy", "version": "0.58.0",
          "informationUri": "https://github.com/aquasecurity/trivy",
          "rules": [
            [
              "id": "CVE-2024-5535", "name": "OsPackageVulnerability",
              "shortDescription": ["text": "openssl"],
              "defaultConfiguration": ["level": "error"],
              "properties": [
                "precision": "very-high", "security-severity": "9.1", "tags": ["security"],
              ],
            ] as [String: Any]
          ],
        ] as [String: Any]
      ],
      "results": [
        [
          "ruleId": "CVE-2024-5535", "ruleIndex": 0, "level": "error",
          "message": ["text": "Package: libssl3\nInstalled Version: 3.0.11"],
          "locations": [
            [
              "physicalLocation": [
                "artifactLocation": ["uri": "library/nginx", "uriBaseId": "ROOTPATH"],
                "region": ["startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 1],
              ]
            ]
          ],
        ] as [String: Any]
      ],
      "columnKind": "utf16CodeUnits",
      "originalUriBaseIds": ["ROOTPATH": ["uri": "file:///"]],
    ]
    // An unconfined service, an unknown call of a unit, a pod without a profile.
    try folder.write(
      "services: { \"a\\u202e\": { security_opt: [seccomp=unconfined] } }", to: "compose.yaml")
    try folder.write("[Service]\nSystemCallFilter=nothing\n", to: "a.service")
    try folder.write(
      "apiVersion: v1\nkind: Pod\nspec: { containers: [{ name: a }] }\n", to: "pod.yaml")
    let linted = try Command(
      ["lint", "compose.yaml", "a.service", "pod.yaml", "gone.yaml", "--format", "sarif", "-q"],
      in: folder.url)
    let lint = try #require(
      try JSONSerialization.jsonObject(with: Data(linted.output.utf8)) as? [String: Any])
    var merged = own
    let runs =
      try #require(own["runs"] as? [[String: Any]]) + [trivy]
      + #require(lint["runs"] as? [[String: Any]])
    merged["runs"] = runs
    for (name, log) in [("own.sarif", own), ("lint.sarif", lint), ("merged.sarif", merged)] {
      try folder.write(Array(try JSONSerialization.data(withJSONObject: log)), to: name)
    }
    // GitHub tells runs apart by tool and category.
    let identities = runs.map { run in
      let driver = (run["tool"] as? [String: [String: Any]])?["driver"]?["name"] as? String
      return [driver, (run["automationDetails"] as? [String: Any])?["id"] as? String]
    }
    #expect(Set(identities).count == 3)
    let check = try Command(
      ["own.sarif", "lint.sarif", "merged.sarif"], of: Self.check, in: folder.url)
    #expect(check.status == 0, "\(check.output)\(check.errors)")
  }

  // MARK: JUnit

  private final class Reader: NSObject, XMLParserDelegate {
    var elements: [String: Int] = [:]
    var attributes: [String: [String: String]] = [:]

    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
      qualifiedName: String?, attributes: [String: String]
    ) {
      elements[name, default: 0] += 1
      if self.attributes[name] == nil { self.attributes[name] = attributes }
    }
  }

  private func read(_ document: String) throws -> Reader {
    let parser = XMLParser(data: Data(document.utf8))
    let reader = Reader()
    parser.delegate = reader
    #expect(parser.parse(), "\(parser.parserError.map { "\($0)" } ?? "")")
    return reader
  }

  @Test func junitCountsWhatItHolds() throws {
    let reader = try read(try verify("junit").output)
    let suites = try #require(reader.attributes["testsuites"])
    #expect(suites["tests"] == reader.elements["testcase"].map(String.init))
    #expect(suites["failures"] == reader.elements["failure"].map(String.init))
    #expect(suites["failures"] != "0" && suites["errors"] == "0")
  }

  @Test func junitTellsWhatWasNotLookedAt() throws {
    try folder.write("no profile", to: "loose.json")
    let reader = try read(try verify("junit").output)
    #expect(reader.elements["error"] == 1)
    let cases = try #require(reader.elements["testcase"])
    #expect(reader.elements["skipped"] == cases - 1)
  }

  // MARK: Commands of runners

  /// What GitHub's runner takes a line for (actions/runner, `ActionCommand.cs`).
  private static func command(in line: String) -> String? {
    let trimmed = line.drop { $0.isWhitespace }
    if trimmed.hasPrefix("::"), let end = trimmed.dropFirst(2).range(of: "::"),
      let name = trimmed.dropFirst(2)[..<end.lowerBound].split(separator: " ").first
    {
      return String(name)
    }
    guard let prefix = line.range(of: "##["), line[prefix.upperBound...].contains("]") else {
      return nil
    }
    return line
  }

  /// Words of a profile, a log or a file's name that would be commands, were they printed as they are.
  private static let commands = [
    "::error::forged", "  ::add-mask::secret", "##[error]forged", "::stop-commands::x",
    "a\n::set-output name=x::y", "a\r::warning::y", "a%0A::error::b", "x,title=y::error::",
  ]

  @Test(arguments: ["text", "json", "sarif", "junit", "github", "markdown"])
  func noWordOfAFileBecomesACommand(form: String) throws {
    var names: [String] = []
    for word in Self.commands {
      let literal = String(
        decoding: try JSONSerialization.data(withJSONObject: [word]), as: UTF8.self
      ).dropFirst().dropLast()
      try folder.write(
        """
        {"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [
          {"names": [\(literal), "kexec_load"], "action": "SCMP_ACT_ALLOW", \(literal): 1}]}
        """, to: "\(word).json")
      names.append("\(word).json")
    }
    let run = try Command(["verify", "--format", form, "--"] + names, in: folder.url)
    #expect([1, 2].contains(run.status), "\(run.errors.prefix(500))")
    let lines = (run.output + run.errors).split { $0 == "\n" || $0 == "\r" || $0 == "\r\n" }
    let found = lines.compactMap { Self.command(in: String($0)) }
    #expect(found.filter { form != "github" || $0 != "error" && $0 != "warning" } == [])
    if form == "github" { #expect(found.contains("error")) }
  }

  @Test func annotationsAreNoMoreThanGitHubShowsAndTheWorstComeFirst() throws {
    let names = (0..<30).map { "p\($0).json" }
    let loose =
      #"{"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [{"names": ["%"], "action": "SCMP_ACT_ALLOW"}]}"#
    for name in names {
      try folder.write(
        loose.replacing("%", with: name == names.last ? "kexec_load" : "nosuchcall"), to: name)
    }
    let run = try Command(["verify", "--format", "github", "-q"] + names, in: folder.url)
    let lines = run.output.split(separator: "\n")
    for severity in ["error", "warning"] {
      #expect(lines.count { $0.hasPrefix("::\(severity) ") } == 10)
    }
    #expect(lines[0].contains("file=p29.json") && lines[0].contains("looser-than-baseline"))
    #expect(run.output.contains("more findings are left out: GitHub shows 10 errors"))
  }

  // MARK: Files

  @Test func resultsGoWhereTheyAreSentAndReplaceNoProfileOrLog() throws {
    let standard = try verify("sarif").output
    let file = try verify("sarif", "-o", "out.sarif")
    #expect(file.output.isEmpty && file.status == 1)
    #expect(try folder.contents(of: "out.sarif") == standard)
    #expect(try verify("sarif", "-o", "out.sarif").status == 1)
    for name in ["loose.json", "run-1.strace"] {
      let before = try folder.contents(of: name)
      let refused = try verify("sarif", "-o", name)
      #expect(refused.status == 2, "\(refused.errors)")
      #expect(try folder.contents(of: name) == before)
    }
    #expect(try verify("sarif", "--json").status == 64)
    #expect(try verify("json").output == (try verify("text", "--json").output))
  }

  struct Demand: CustomTestStringConvertible {
    let options: [String]
    let status: Int32
    let message: String
    var testDescription: String { options.joined(separator: " ") }
  }

  @Test(arguments: [
    Demand(options: ["--warn-on", "needs-more,errno-changed"], status: 1, message: "looser"),
    Demand(
      options: ["--warn-on", "looser-than-baseline"], status: 64,
      message: "--baseline names another one"),
    Demand(options: ["--warn-on", "lossy-trace"], status: 64, message: "--allow-loss says which"),
    Demand(options: ["--warn-on", "undecided"], status: 64, message: "nothing is proved"),
    Demand(options: ["--fail-on", "unsued"], status: 64, message: "did you mean unused?"),
    Demand(options: ["--fail-on", "xyz"], status: 64, message: "there are condition-does-not"),
    Demand(
      options: ["--fail-on", "unused", "--warn-on", "unused"], status: 64, message: "contradict"),
    Demand(
      options: ["--strict", "--warn-on", "no-evidence"], status: 64, message: "contradict"),
  ])
  func whatFailsIsTheUsersChoiceWithinThePromises(_ demand: Demand) throws {
    let run = try Command(
      ["verify", "loose.json", "--trace", "run-1.strace"] + demand.options, in: folder.url)
    #expect(run.status == demand.status)
    #expect(run.errors.contains(demand.message), "\(run.errors)")
  }

  @Test func overridesDecideTheExitStatus() throws {
    #expect(try Command(["generate", "log", "-o", "p.json", "-q"], in: folder.url).status == 0)
    let profile = try folder.contents(of: "p.json")
    try folder.write(
      profile.replacing(#""names": ["#, with: #""names": ["msync", "#, maxReplacements: 1),
      to: "p.json")
    let plain = try Command(["verify", "p.json"], in: folder.url)
    #expect(plain.status == 0 && plain.errors.contains("warning: "))
    let failed = try Command(["verify", "p.json", "--fail-on", "unused"], in: folder.url)
    #expect(failed.status == 1)
    #expect(failed.errors.contains(#/p\.json:\d+:\d+: error: .*msync.*\[unused\]/#))
  }
}
