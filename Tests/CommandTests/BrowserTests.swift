import Foundation
import TestSupport
import Testing

extension Tag {
  /// Tests that start a browser.
  @Tag static var browser: Self
}

/// The pages of `report` in Chromium, light and dark, at the width of a telephone and of a desk.
@Suite(.tags(.browser), .serialized)
struct BrowserTests {
  private static let chromium = ["chromium", "chromium-browser", "google-chrome"]
    .map { "/usr/bin/\($0)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
  /// axe-core, which `.ci/run` puts there.
  private static let axe = "/usr/local/share/axe.min.js"
  private static let hasAxe = FileManager.default.isReadableFile(atPath: axe)
  private static let widths = [400, 1400]

  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    let run = try Command(
      [
        "report", "profiles/nginx.json", "-q", "-o", (folder / "nginx.html").path, "--arch",
        "x86_64",
      ],
      in: Command.package)
    try #require(run.status == 0, "\(run.errors)")
  }

  private func browse(_ page: String, isDark: Bool = false, _ arguments: String...) throws
    -> Command
  {
    try Command(
      [
        "--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr",
        "--user-data-dir=\(folder.path)/browser", "--window-size=1500,1000",
        "--blink-settings=preferredColorScheme=\(isDark ? 0 : 1)", "--dump-dom",
      ] + arguments + ["file://\((folder / page).path)"],
      of: URL(filePath: Self.chromium ?? ""), in: folder.url)
  }

  @Test(.enabled(if: chromium != nil, "there is no Chromium"))
  func saysNothingOnTheConsole() throws {
    let run = try browse("nginx.html")
    #expect(run.output.contains("What was taken away"))
    #expect(!run.errors.contains("CONSOLE"), "\(run.errors)")
    // What it would say of a page that does wrong.
    let page = try folder.contents(of: "nginx.html")
    try folder.write(
      page.replacingOccurrences(of: "</body>", with: "<script>1</script></body>"), to: "wrong.html")
    #expect(try browse("wrong.html").errors.contains("CONSOLE"))
  }

  /// What a frame of a certain width tells of the page in it.
  private struct Sight: Decodable {
    let width: Int
    let inner: Int
    let scroll: Int
    let violations: [String]?
  }

  @Test(
    .enabled(if: chromium != nil, "there is no Chromium"),
    .enabled(if: hasAxe, "there is no axe-core at \(axe)"), arguments: [false, true])
  func isReadable(isDark: Bool) throws {
    // A page lets no script run: a copy without that rule measures itself, in frames, for a window is never so narrow.
    // axe looks at the narrow one in the dark, at the wide one in the light.
    let page = try folder.contents(of: "nginx.html")
      .replacing(/<meta http-equiv="Content-Security-Policy"[^>]*>/, with: "")
    let axe = try String(contentsOfFile: Self.axe, encoding: .utf8)
      .replacingOccurrences(of: "</script", with: "<\\/script")
    let frames = Self.widths.map { width in
      let isLooked = isDark == (width == Self.widths[0])
      let script = """
        onload = async () => {
          const root = document.documentElement, sight = { width: \(width), inner: root.clientWidth, scroll: root.scrollWidth };
          if (\(isLooked)) {
            const found = await axe.run(document, { resultTypes: ["violations"] });
            sight.violations = found.violations.map(v => v.id + ": " + v.nodes[0].html + " " + v.nodes[0].failureSummary);
          }
          parent.postMessage(JSON.stringify(sight), "*");
        };
        """
      let scripts = "<script>\(isLooked ? axe : "")</script><script>\(script)</script></body>"
      let document = page.replacingOccurrences(of: "</body>", with: scripts)
        .replacingOccurrences(of: "&", with: "&amp;")
        .replacingOccurrences(of: "\"", with: "&quot;")
      return
        "<iframe width=\(width) height=900 style=\"border: 0\" srcdoc=\"\(document)\"></iframe>"
    }
    try folder.write(
      "<!doctype html><ol></ol><script>onmessage = m => "
        + "document.querySelector('ol').appendChild(document.createElement('li')).textContent = m.data</script>"
        + frames.joined(), to: "frames.html")
    let run = try browse("frames.html", isDark: isDark, "--virtual-time-budget=120000")
    let sights = try run.output.matches(of: /<li>(.*?)<\/li>/.dotMatchesNewlines()).prefix(
      Self.widths.count
    )
    .map { match in
      let text = match.1.replacingOccurrences(of: "&lt;", with: "<")
        .replacingOccurrences(of: "&gt;", with: ">").replacingOccurrences(of: "&amp;", with: "&")
      return try JSONDecoder().decode(Sight.self, from: Data(text.utf8))
    }
    #expect(Set(sights.map(\.width)) == Set(Self.widths), "\(run.errors)")
    for sight in sights { #expect(sight.scroll <= sight.inner, "\(sight)") }
    #expect(sights.flatMap { $0.violations ?? [] } == [])
    #expect(sights.count { $0.violations != nil } == 1)
  }
}
