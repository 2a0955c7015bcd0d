internal import Completeness
internal import Findings
internal import Minimization
internal import Observations
internal import Syscalls
internal import Text
internal import Verification

/// What there is to tell of one profile, as a page that needs nothing beside it.
struct ProfilePage {
  private let report: ProfileReport
  private let calls: [ReportedCall]
  /// Whether an index stands beside it.
  private let hasIndex: Bool

  init(of report: ProfileReport, hasIndex: Bool = false) {
    self.report = report
    calls = ReportedCall.all(of: report)
    self.hasIndex = hasIndex
  }

  /// A whole file.
  var bytes: [UInt8] { PageText.render("profile", values) }

  typealias Values = [String: Any]

  private var values: Values {
    let name = report.name.escapedForTerminal
    let all = [
      heading(name), callValues, removedValues, weaknessValues, originValues, runValues, costValues,
      aboutValues,
    ]
    return all.reduce(into: [:]) { $0.merge($1) { first, _ in first } }
  }

  private func heading(_ name: String) -> Values {
    [
      "release": Release.version, "title": "\(name): seccomp profile report", "name": name,
      "hasIndex": hasIndex, "passes": report.verification.passes, "outcome": report.outcome,
      "missing": report.missingEvidence.map { [["text": $0]] } ?? [],
      "figures": report.figures.map {
        ["value": $0.value, "noun": $0.noun, "remark": $0.remark]
      },
      "hasFindings": !report.findings.isEmpty,
      "findings": report.findings.map { finding in
        [
          "severity": finding.severity, "text": finding.text, "kind": finding.kind,
          "tone": finding.severity == "error"
            ? "dangerous" : finding.severity == "warning" ? "sensitive" : "quiet",
        ]
      },
    ]
  }

  // MARK: Calls

  private var callValues: Values {
    let allowed = calls.filter(\.isAllowed)
    let held = allowed.filter(\.isHeld)
    let risky = allowed.count { $0.risk >= .sensitive }
    let onAll = report.overview.architectures.count > 1 ? " on all ABIs together" : ""
    return [
      "callsIntro":
        "\(allowed.count.counting("system call")) may run\(onAll), of \(calls.count { $0.call.baselineAccess > .none }) "
        + "that the baseline lets run; \(risky) of them \(risky == 1 ? "is" : "are") sensitive or dangerous."
        + (held.isEmpty
          ? "" : " Calls with (…) run with certain arguments alone, which are listed below."),
      "groups": groups(allowed, among: calls),
      "hasHeld": !held.isEmpty, "heldCount": "\(held.count)",
      "held": held.map { call in
        [
          "call": call.name,
          "under": call.call.baselineAccess == .all
            ? "any arguments" : call.call.isNarrowed ? "more arguments" : "the same arguments",
          "values": call.values.map { ["text": $0] },
        ] as Values
      },
    ]
  }

  /// Of subsystems with a call among `chosen`, the calls by risk, the riskiest first.
  private func groups(_ chosen: [ReportedCall], among all: [ReportedCall]) -> [Values] {
    Subsystem.allCases.compactMap { subsystem in
      let own = chosen.filter { $0.subsystem == subsystem }
      guard !own.isEmpty else { return nil }
      let byRisk = RiskTier.allCases.reversed().compactMap { risk -> Values? in
        let names = own.filter { $0.risk == risk }.map { call in
          ["text": call.isAllowed && call.isHeld ? "\(call.name)(…)" : call.name]
        }
        return names.isEmpty ? nil : ["risk": "\(risk)", "names": names]
      }
      return [
        "heading": subsystem.title,
        "count": "\(own.count) of \(all.count { $0.subsystem == subsystem })", "byRisk": byRisk,
      ]
    }
  }

  private var removedValues: Values {
    let removed = calls.filter { !$0.isAllowed }
    let narrowed = calls.count { $0.isAllowed && $0.call.isNarrowed }
    let answers = Dictionary(grouping: removed, by: \.refusal)
      .sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
    let common = answers.first?.key ?? ""
    return [
      "removedIntro":
        "\(removed.count.counting("system call")) of the baseline \(removed.count == 1 ? "does" : "do") not run"
        + (common.isEmpty
          ? "" : ", and \(removed.count == 1 ? "is" : "are") answered with \(common.namingErrno)")
        + (answers.count > 1 ? " unless it is said otherwise" : "") + "."
        + (narrowed == 0
          ? ""
          : " \(narrowed.counting("more call")) run\(narrowed == 1 ? "s" : "") with fewer arguments than under "
            + "the baseline."),
      "answers": answers.dropFirst().map { answer, calls in
        [
          "text":
            "Answered with \(answer.namingErrno): \(calls.map(\.name).joined(separator: ", "))."
        ]
      },
      "removedGroups": groups(removed, among: calls.filter { $0.call.baselineAccess > .none }),
    ]
  }

  // MARK: Weaknesses

  private var weaknessValues: Values {
    let parts = WeaknessPart.all(of: report)
    var x = 0.0
    let total = Double(max(1, report.overview.weaknesses.count))
    let bar = parts.map { part in
      let width = Double(part.answers.count) * 100 / total
      defer { x += width }
      return ["fill": part.fill, "x": x.tenths, "width": width.tenths]
    }
    return [
      "weaknessIntro":
        "Weaknesses of kernels and container engines, each with the calls or arguments that its exploitation needs. "
        + "One is out of reach where a thing that it needs cannot be had; whether the kernel has the weakness is not "
        + "asked. The calls were read in the sources named here, in \(WeaknessFacts.date).",
      "weaknessBar": bar,
      "weaknessParts": parts.map { part in
        [
          "heading": part.heading, "count": "\(part.answers.count)", "fill": part.fill,
          "deciding": part.deciding, "hasRows": !part.answers.isEmpty,
          "rows": part.answers.map { row(of: $0, in: part) },
        ] as Values
      },
    ]
  }

  private func row(of answer: WeaknessAnswer, in part: WeaknessPart) -> Values {
    let facts = answer.facts
    var values: Values = [
      "id": answer.weakness.id, "link": answer.weakness.id.hasPrefix("CVE-"),
      "about": facts.map { facts in
        [
          [
            "title": facts.title, "place": facts.place,
            "effects": facts.effects.map(\.words).joined(separator: ", "),
          ]
        ]
      } ?? [],
      "needs": answer.reasons.map { reason in
        ["ways": reason.ways.map { ["text": $0] }, "remark": reason.remark] as Values
      },
      "sources": (facts?.sources ?? []).map { ["text": $0] },
    ]
    if part.isReachable, report.overview.stoppedByBaseline.contains(answer.weakness.id) {
      values["note"] = "the baseline stops it"
    }
    return values
  }

  // MARK: Origins

  private var originValues: Values {
    let allowed = calls.filter(\.isAllowed)
    var x = 0.0
    var bar: [Values] = []
    var counts: [Values] = []
    for (place, origin) in ProfileOverview.Origin.inOrder.enumerated() {
      let count = allowed.count { $0.call.origin == origin }
      guard count > 0 else { continue }
      let width = Double(count) * 100 / Double(allowed.count)
      let fill = "f\(place)"
      bar.append(["fill": fill, "x": x.tenths, "width": width.tenths])
      counts.append(
        ["fill": fill, "origin": origin.word, "count": "\(count)", "meaning": origin.meaning])
      x += width
    }
    return [
      "originBar": bar, "originCounts": counts, "allowedCount": "\(allowed.count)",
      "entries": allowed.map { call in
        [
          "call": call.isHeld ? "\(call.name)(…)" : call.name, "risk": "\(call.risk)",
          "origin": call.origin, "why": call.because,
          "rule": call.place.map { "line \($0.line)" } ?? "none",
          "where": call.isEverywhere
            ? "" : "on \(call.machines.map(\.rawValue).joined(separator: ", ")) alone",
        ] as Values
      },
    ]
  }

  // MARK: Runs

  private var runValues: Values {
    let runs = report.observations.runs
    let sentences = CompletenessReport(report.completeness).lines.map { line in
      let text = line.hasPrefix("completeness: ") ? String(line.dropFirst(14)) : line
      return ["text": text.prefix(1).uppercased() + text.dropFirst() + "."]
    }
    return [
      "hasRuns": !runs.isEmpty,
      "charts": report.completeness.strata.compactMap { DiscoveryChart(of: $0)?.values },
      "sentences": sentences,
      "runRows": report.runs.map { run in
        [
          "run": run.name.escapedForTerminal, "runID": run.id,
          "formats": (run.formats + run.labels.map { $0.escapedForTerminal })
            .joined(separator: ", "),
          "runCalls": "\(run.events)", "runLines": "\(run.lines)",
          "runLosses": "\(run.ledger.losses)",
        ]
      },
      "moreRuns": runs.count > ProfileReport.runsShown
        ? [
          [
            "text":
              "\((runs.count - ProfileReport.runsShown).counting("more run")); the evidence has all."
          ]
        ]
        : [],
      "ledgerIntro": runs.isEmpty
        ? "Nothing is known of losses: there is no evidence."
        : report.ledger.isEmpty
          ? "Every line of every log was understood, and nothing was assumed."
          : "Of a loss, calls may be missing; a note tells what was assumed or passed over.",
      "hasLedger": !report.ledger.isEmpty,
      "ledgerRows": report.ledger.map { entry in
        [
          "weight": entry.isLoss ? "loss" : "note", "tone": entry.isLoss ? "dangerous" : "quiet",
          "kind": entry.kind, "text": entry.text, "place": entry.place,
        ]
      },
    ]
  }

  private var costValues: Values {
    [
      "costIntro":
        "The kernel runs the filter before each call, unless its bitmap knows the answer. Instructions of the "
        + "filter were counted for the observed calls, each as often as it was made.",
      "costs": report.costs.map { ["measure": $0.name, "own": $0.own, "other": $0.baseline] },
    ]
  }

  private var aboutValues: Values {
    [
      "facts": report.facts.map {
        ["fact": $0.name, "text": $0.value, "isCode": $0.isCode] as Values
      },
      "risks": RiskTier.allCases.reversed().map { ["risk": "\($0)", "text": $0.meaning] },
      "footer": Self.footer,
    ]
  }

  /// What every page ends with.
  static let footer =
    "Made by whittle \(Release.version). The page runs no script and loads nothing. Which calls may run was decided on "
    + "the compiled filters, over every call and argument."
}

extension String {
  /// `errno 1 (EPERM)`.
  fileprivate var namingErrno: String {
    guard hasPrefix("errno "), let number = UInt16(dropFirst(6)) else { return self }
    return "\(self) (\(KernelConstants.shared.name(ofErrno: number)))"
  }
}
