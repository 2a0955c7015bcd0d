internal import Filters
internal import Syscalls
internal import Text
internal import Verification

/// What there is to tell of one profile, as GitHub's and GitLab's Markdown.
struct ProfileMarkdown {
  private let report: ProfileReport
  private let calls: [ReportedCall]

  init(of report: ProfileReport) {
    self.report = report
    calls = ReportedCall.all(of: report)
  }

  var lines: [String] {
    var lines = [
      "# Seccomp profile \(report.name.asMarkdownCode)", "",
      "**\(report.outcome.escapedForMarkdown)**", "",
    ]
    if let missing = report.missingEvidence { lines += ["> \(missing.escapedForMarkdown)", ""] }
    lines += report.figures.map { "- **\($0.value)** \($0.noun) (\($0.remark))" }
    return lines + findings + allowed + removed + weaknesses + origins + runs + cost + ledger
      + about
  }

  private func section(_ heading: String, _ lines: [String]) -> [String] {
    lines.isEmpty ? [] : ["", "## \(heading)", ""] + lines
  }

  private func table(_ columns: [String], _ rows: [[String]]) -> [String] {
    guard !rows.isEmpty else { return [] }
    let line = { (cells: [String]) in "| \(cells.joined(separator: " | ")) |" }
    return [line(columns), line(columns.map { _ in "---" })] + rows.map(line)
  }

  private var findings: [String] {
    section(
      "Findings",
      report.findings.map {
        "- **\($0.severity)** `\($0.kind)` \($0.text.escapedForMarkdown)"
      })
  }

  private var allowed: [String] {
    let held = calls.filter { $0.isAllowed && $0.isHeld }
    return section("What the service may call", groups(calls.filter(\.isAllowed)))
      + (held.isEmpty ? [] : ["", "Calls with (…) run with these arguments alone:", ""])
      + table(
        ["call", "runs with"],
        held.map { call in
          [
            call.name.asMarkdownCell, call.values.map(\.asMarkdownCell).joined(separator: ", "),
          ]
        })
  }

  private func groups(_ chosen: [ReportedCall]) -> [String] {
    table(
      ["subsystem", "calls", "dangerous", "sensitive", "ordinary", "benign"],
      Subsystem.allCases.compactMap { subsystem in
        let own = chosen.filter { $0.subsystem == subsystem }
        guard !own.isEmpty else { return nil }
        return [subsystem.title, "\(own.count)"]
          + RiskTier.allCases.reversed().map { risk in
            own.filter { $0.risk == risk }.map { call in
              (call.isAllowed && call.isHeld ? "\(call.name)(…)" : call.name).asMarkdownCell
            }.joined(separator: " ")
          }
      })
  }

  private var removed: [String] {
    section("What was taken away against the baseline", groups(calls.filter { !$0.isAllowed }))
  }

  private var weaknesses: [String] {
    let parts = WeaknessPart.all(of: report)
    return section(
      "Known weaknesses",
      parts.flatMap { part in
        ["### \(part.heading) (\(part.answers.count))", ""]
          + table(
            ["weakness", "what", part.deciding.lowercased()],
            part.answers.map { answer in
              [
                answer.weakness.id, (answer.facts?.title ?? "").escapedForMarkdown,
                answer.reasons.map { reason in
                  reason.ways.map(\.asMarkdownCell).joined(separator: ", ") + " (\(reason.remark))"
                }.joined(separator: "; "),
              ]
            }) + [""]
      }.dropLast())
  }

  private var origins: [String] {
    section(
      "Where every entry comes from",
      table(
        ["call", "risk", "origin", "why"],
        calls.filter(\.isAllowed).map { call in
          [
            call.name.asMarkdownCell, call.risk >= .sensitive ? "**\(call.risk)**" : "\(call.risk)",
            call.origin, call.because.escapedForMarkdown,
          ]
        }))
  }

  private var runs: [String] {
    section(
      "What the runs show, and what they have not shown",
      CompletenessReport(report.completeness).lines.map { "- \($0.escapedForMarkdown)" })
  }

  private var cost: [String] {
    section(
      "Filter cost",
      table(
        ["measure", "this profile", "baseline"],
        report.costs.map { [$0.name, $0.own.escapedForMarkdown, $0.baseline.escapedForMarkdown] }))
  }

  private var ledger: [String] {
    section(
      "Ledger",
      table(
        ["weight", "kind", "what", "first at"],
        report.ledger.map { entry in
          [
            entry.isLoss ? "**loss**" : "note", "`\(entry.kind)`", entry.text,
            entry.place.isEmpty ? "" : entry.place.asMarkdownCell,
          ]
        }))
  }

  private var about: [String] {
    section(
      "About this report",
      report.facts.map { fact in
        "- \(fact.name): "
          + (fact.isCode ? fact.value.asMarkdownCode : fact.value.escapedForMarkdown)
      }
        + [
          "- Weaknesses: the calls that they need were read in \(WeaknessFacts.date); `--format json` has the sources."
        ])
  }
}
