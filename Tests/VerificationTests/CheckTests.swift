import Findings
import Foundation
import Testing
import Verification

@Suite struct CheckTests {
  @Test func everyKindOfFindingHasOneCheck() {
    #expect(
      Check.all.map(\.kind.rawValue).sorted() == Finding.Kind.ofProfiles.map(\.rawValue).sorted())
  }

  @Test func documentListsEveryCheck() throws {
    let document = try text(of: "Sources/Verification/Verification.docc/Findings.md")
    let listed = document.split(separator: "\n").filter { $0.hasPrefix("| `") }.map(String.init)
    let rows = Check.all.map { check in
      let severity =
        check.severity.rawValue + (check.isErrorWhenStrict ? "; error with `--strict`" : "")
      return "| `\(check.kind.rawValue)` | \(severity) | \(check.title) | \(check.help) |"
    }
    #expect(listed == rows, "the list should be\n\(rows.joined(separator: "\n"))")
  }

  @Test func readmeNamesEveryKind() throws {
    let readme = try text(of: "README.md")
    for kind in Finding.Kind.allCases {
      #expect(readme.contains("`\(kind.rawValue)`"), "\(kind.rawValue)")
    }
  }

  private func text(of path: String) throws -> String {
    let root = #filePath.replacing("Tests/VerificationTests/CheckTests.swift", with: "")
    return try String(contentsOf: URL(filePath: root + path), encoding: .utf8)
  }
}
