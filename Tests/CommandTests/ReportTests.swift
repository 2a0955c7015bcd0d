import Foundation
import TestSupport
import Testing

/// `report`: a page, Markdown and JSON on profiles.
@Suite struct ReportTests {
  private let folder: TemporaryFolder
  private static let profiles = Command.package.appending(path: "profiles")
  private static let here = ["--arch", "x86_64", "--kernel", "6.18"]

  init() throws {
    folder = try TemporaryFolder()
    for name in ["nginx.json", "nginx.observations.json"] {
      try FileManager.default.copyItem(
        at: Self.profiles.appending(path: name), to: folder / name)
    }
  }

  private func report(_ arguments: String...) throws -> Command {
    try Command(["report"] + arguments + Self.here, in: folder.url)
  }

  private func objects(_ text: String) throws -> [[String: Any]] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]])
  }

  /// A profile of nobody's, of which no evidence is there: who wrote it wants to run a script in the reader's browser.
  private func writeHostile(to name: String) throws {
    // The last of these is a quote that a combining mark makes another character.
    let word = "<script>alert(1)</script>\u{202e}\u{1b}[31m' \"\u{301} onmouseover=\"alert(1)"
    let profile: [String: Any] = [
      "defaultAction": "SCMP_ACT_ERRNO", "architectures": ["SCMP_ARCH_X86_64"],
      "syscalls": [
        [
          "names": ["read", "<img src=x>"], "action": "SCMP_ACT_ALLOW", "comment": "drift: \(word)",
        ]
      ],
    ]
    try folder.write(
      Array(try JSONSerialization.data(withJSONObject: profile)), to: name)
  }

  // MARK: What it tells

  /// The oracle are the commands that decide: verify counts, explain gives reasons.
  @Test func tellsWhatVerifyAndExplainTell() throws {
    let own = try #require(try objects(report("nginx.json", "--json", "-q").output).first)
    let verified = try #require(
      try objects(
        Command(["verify", "nginx.json", "--json", "-q"] + Self.here, in: folder.url).output
      ).first)
    #expect(own["verification"] as? NSDictionary == verified as NSDictionary)
    let calls = try #require(own["calls"] as? [[String: Any]])
    let open = calls.filter { $0["access"] as? String != "none" }
    #expect(open.count == (verified["allowedCalls"] as? [String: Int])?["x86_64"])
    let weaknesses = try #require(own["weaknesses"] as? [[String: Any]])
    let told = try #require(verified["weaknesses"] as? [String: Int])
    #expect(weaknesses.count == told["known"])
    #expect(weaknesses.count { $0["stopped"] as? Bool == true } == told["stopped"])
    #expect(
      weaknesses.count { $0["stoppedByBaseline"] as? Bool == true } == told["stoppedByBaseline"])

    let names = calls.compactMap { $0["syscall"] as? String }
    let explained = try objects(
      Command(["explain", "nginx.json", "--json", "-q"] + names + Self.here, in: folder.url).output)
    #expect(explained.count == names.count)
    for (call, explanation) in zip(calls, explained) {
      let verdict = try #require(explanation["verdict"] as? String)
      switch call["access"] as? String {
      case "all": #expect(verdict == "allow", "\(call)")
      case "none": #expect(!verdict.hasPrefix("allow"), "\(call)")
      default: #expect(verdict.hasPrefix("depends"), "\(call)")
      }
      // Of one that the evidence shows, explain counts every time that it was made.
      let reason = try #require(explanation["why"] as? String)
      if call["origin"] as? String != "observed" {
        #expect(call["because"] as? String == reason, "\(call)")
      } else {
        #expect(reason.hasPrefix("observed "), "\(call)")
      }
    }
  }

  /// Each with the call that decides: keyctl is refused, and pipe is not.
  @Test func weaknessesNameWhatDecides() throws {
    let own = try #require(try objects(report("nginx.json", "--json", "-q").output).first)
    let weaknesses = try #require(own["weaknesses"] as? [[String: Any]])
    func deciding(_ id: String) throws -> [[[String: String]]] {
      let one = try #require(weaknesses.first { $0["id"] as? String == id })
      #expect((one["sources"] as? [String])?.isEmpty == false)
      return try #require(one["deciding"] as? [[[String: String]]])
    }
    #expect(try deciding("CVE-2016-0728") == [[["way": "keyctl", "answer": "refused"]]])
    #expect(
      try deciding("CVE-2010-2959")
        == [[["way": "socket(AF_CAN)", "answer": "refused-arguments"]]])
    #expect(try deciding("CVE-2012-3375") == [[["way": "epoll_ctl", "answer": "open"]]])
    #expect(
      weaknesses.allSatisfy { ($0["deciding"] as? [[[String: String]]])?.isEmpty == false })
  }

  @Test func pageInDocumentationTellsEveryMember() throws {
    let printed = try report("nginx.json", "--json", "-q").output
    let page = try ["ReportJSON", "VerifyJSON", "GenerateJSON"].map { name in
      try String(
        contentsOf: Command.package.appending(path: "Sources/whittle/whittle.docc/\(name).md"),
        encoding: .utf8)
    }.joined()
    let members = Set(printed.matches(of: /"([A-Za-z]+)":/).map { String($0.1) })
    #expect(members.count > 40)
    #expect(members.filter { !page.contains("`\($0)`") }.sorted() == [])
  }

  @Test func sameInputGivesTheSameBytes() throws {
    for form in ["html", "markdown", "json"] {
      let outputs = try (0..<2).map { _ in try report("nginx.json", "--format", form).output }
      #expect(outputs[0] == outputs[1] && !outputs[0].isEmpty)
    }
  }

  @Test func pageNeedsNothingBesideIt() throws {
    let run = try report("nginx.json", "-o", "nginx.html")
    #expect(run.status == 0 && run.output.isEmpty)
    #expect(run.errors.hasSuffix("nginx.html: written\n"))
    let page = try folder.contents(of: "nginx.html")
    #expect(!page.contains("<script") && !page.contains("{{"))
    // What a browser would load; links are followed by people alone.
    #expect(page.matches(of: /(?:src|srcset|action|data)=|url\(|@import/).isEmpty)
    #expect(page.contains("default-src 'none'"))
    let addresses = Set(page.matches(of: /href="([^"#?]*)/).map { String($0.1) })
    #expect(addresses == ["", "data:,", "https://www.cve.org/CVERecord"])
  }

  // MARK: Bad input

  @Test func nothingOfAProfileIsMarkup() throws {
    let name = "we\"ird'<b>\u{202e}&.json"
    try writeHostile(to: name)
    let run = try report(name)
    #expect(run.status == 0, "\(run.errors)")
    #expect(!run.output.contains("<script") && !run.output.contains("<img"))
    #expect(!run.output.unicodeScalars.contains { ["\u{202e}", "\u{1b}"].contains($0) })
    #expect(run.output.contains("&lt;script&gt;alert(1)&lt;/script&gt;\\u202e\\u001b"))
    #expect(run.output.contains("we&quot;ird&#39;&lt;b&gt;\\u202e&amp;"))
    let scalars = run.output.unicodeScalars
    #expect(!zip(scalars, scalars.dropFirst()).contains { $0 == "\"" && $1 == "\u{301}" })
    // No attribute but the page's own begins where a quote is not escaped.
    #expect(
      !String(decoding: run.output.utf8.filter { $0 < 0x80 }, as: UTF8.self).contains(
        "\" onmouseover"))
    let markdown = try report(name, "--format", "markdown")
    #expect(!markdown.output.contains("<script") && !markdown.output.contains("<img"))
  }

  @Test func evidenceThatIsGoneIsTold() throws {
    try FileManager.default.removeItem(at: folder / "nginx.observations.json")
    let run = try report("nginx.json", "-o", "nginx.html")
    #expect(run.status == 0)
    #expect(run.errors.contains("warning: there is no evidence (nginx.observations.json)"))
    let page = try folder.contents(of: "nginx.html")
    #expect(page.contains("There is no evidence beside the profile (nginx.observations.json)"))
    // The profile's own comments still tell.
    let own = try #require(try objects(report("nginx.json", "--json", "-q").output).first)
    let evidence: NSDictionary = ["file": "nginx.observations.json", "read": false]
    #expect(own["evidence"] as? NSDictionary == evidence)
    #expect(own["runs"] == nil && own["ledger"] == nil)
    let calls = try #require(own["calls"] as? [[String: Any]])
    let origins = Set(calls.compactMap { $0["origin"] as? String })
    #expect(origins.isSuperset(of: ["observed", "drift", "runtime floor"]))
    #expect(!origins.contains("by hand"))
  }

  @Test(arguments: [
    ("{", "nginx.json", "nginx.json:1:"),
    ("{", "nginx.observations.json", "nginx.observations.json: error: "),
  ])
  func whatCannotBeReadMakesNoPage(_ text: String, _ name: String, _ place: String) throws {
    try folder.write(text, to: name)
    let run = try report("nginx.json", "-o", "page.html")
    #expect(run.status == 2)
    #expect(run.errors.contains(place), "\(run.errors)")
    #expect(try !folder.names.contains("page.html"))
  }

  /// A comment that the evidence does not bear out is no reason.
  @Test func commentsAreHeldAgainstTheEvidence() throws {
    let text = try folder.contents(of: "nginx.json")
    try folder.write(
      text.replacingOccurrences(of: "\"accept4\",", with: "\"accept4\", \"reboot\","),
      to: "nginx.json")
    let own = try #require(try objects(report("nginx.json", "--json", "-q").output).first)
    let calls = try #require(own["calls"] as? [[String: Any]])
    let reboot = try #require(calls.first { $0["syscall"] as? String == "reboot" })
    #expect(
      reboot["origin"] as? String == "by hand" && reboot["baselineAccess"] as? String == "none")
    #expect(
      (reboot["because"] as? String)?.hasSuffix(
        "the profile's comment says observed, which the evidence does not bear out") == true)
    #expect(try report("nginx.json", "-q").output.contains("class=\"outcome bad\""))
  }

  // MARK: Several

  @Test func severalProfilesHaveAnIndex() throws {
    try FileManager.default.createDirectory(at: folder / "b", withIntermediateDirectories: true)
    try writeHostile(to: "index.json")
    try FileManager.default.copyItem(at: folder / "nginx.json", to: folder / "b/nginx.json")
    let run = try report("nginx.json", "b/nginx.json", "index.json", "-o", "pages")
    #expect(run.status == 0, "\(run.errors)")
    let pages = try FileManager.default.contentsOfDirectory(atPath: (folder / "pages").path)
      .sorted()
    #expect(pages == ["index-2.html", "index.html", "nginx-2.html", "nginx.html"])
    let index = try folder.contents(of: "pages/index.html")
    for page in pages where page != "index.html" { #expect(index.contains("href=\"\(page)\"")) }
    #expect(try folder.contents(of: "pages/nginx.html").contains("href=\"index.html\""))
    // Again, and then beside a page of somebody else's.
    #expect(try report("nginx.json", "b/nginx.json", "-o", "pages/").status == 0)
    try folder.write("<!doctype html><title>mine</title>", to: "pages/index.html")
    let refused = try report("nginx.json", "b/nginx.json", "-o", "pages")
    #expect(refused.status == 2 && refused.errors.contains("is no report of whittle"))
  }

  @Test(arguments: [
    (["nginx.json", "b.json"], 64, "-o FOLDER"),
    (["nginx.json", "b.json", "-o", "x.html"], 64, "-o FOLDER"),
    (["nginx.json", "-o", "b.json"], 2, "is no report of whittle"),
    (["nginx.json", "b.json", "-o", "b.json"], 2, "is no folder"),
    (["nginx.json", "--format", "markdown", "-o", "b.json"], 2, "is a profile"),
    (["nginx.json", "--json", "--format", "html"], 64, "contradict"),
    (["nginx.json", "-o", "no/where.html"], 2, "cannot be written"),
    (["gone.json", "-o", "x.html"], 2, "gone.json: error: cannot be read: no such file"),
  ])
  func refusals(_ arguments: [String], _ status: Int32, _ words: String) throws {
    try writeHostile(to: "b.json")
    let before = try folder.names
    let run = try Command(["report"] + arguments + Self.here, in: folder.url)
    #expect(run.status == status, "\(run.errors)")
    #expect(run.errors.contains(words), "\(run.errors)")
    #expect(try folder.names == before)
  }
}
