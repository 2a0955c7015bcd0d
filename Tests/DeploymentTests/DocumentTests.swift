import Deployment
import Findings
import Foundation
import Testing

@Suite struct DocumentTests {
  private func text(of path: String) throws -> String {
    let root = #filePath.replacing("Tests/DeploymentTests/DocumentTests.swift", with: "")
    return try String(contentsOf: URL(filePath: root + path), encoding: .utf8)
  }

  @Test func documentListsEveryRule() throws {
    let document = try text(of: "Sources/Deployment/Deployment.docc/LintFindings.md")
    let listed = document.split(separator: "\n").filter { $0.hasPrefix("| `") }.map(String.init)
    let rows = DeploymentRules.all.map { rule in
      let names = rule.tags.dropFirst().joined(separator: ", ")
      return
        "| `\(rule.kind.rawValue)` | \(rule.severity.rawValue) | \(rule.risk.rawValue) | \(rule.title) | \(rule.help) | \(names) |"
    }
    #expect(listed == rows, "the list should be\n\(rows.joined(separator: "\n"))")
  }

  /// What every guide asks for, and the rule that finds where it is not so.
  @Test func documentNamesARuleForEverySeed() throws {
    let document = try text(of: "Sources/Deployment/Deployment.docc/LintFindings.md")
    let seeds = document.split(separator: "\n").filter { $0.hasPrefix("* ") }
    #expect(seeds.count == 12)
    let kinds = Finding.Kind.ofDeployments.map { "`\($0.rawValue)`" }
    for seed in seeds {
      let named = seed.split(separator: " ").map {
        $0.trimmingCharacters(in: .init(charactersIn: ",;:.()"))
      }
      .filter { $0.hasPrefix("`") && $0.contains("-") || $0 == "`privileged`" }
      #expect(!named.isEmpty && named.allSatisfy { kinds.contains($0) }, "\(seed)")
    }
  }
}
