internal import Completeness
internal import Findings
internal import Minimization
internal import Observations
internal import Profiles
internal import Syscalls
internal import Text
internal import Verification

/// What every form for people tells of a profile; all texts are safe to print.
extension ProfileReport {
  /// A figure with what it counts and what to hold it against.
  struct Figure {
    let value: String
    let noun: String
    let remark: String
  }

  var figures: [Figure] {
    let native = environment.architecture
    let calls = overview.calls.filter { $0.architecture == native }
    let summary = verification.summary
    var figures = [
      Figure(
        value: "\(calls.count { $0.access > .none })",
        noun: "system calls may run" + (overview.architectures.count > 1 ? " on \(native)" : ""),
        remark: "\(calls.count { $0.baselineAccess > .none }) under the baseline")
    ]
    let stopped = overview.weaknesses.count(where: \.isStopped)
    figures.append(
      Figure(
        value: "\(stopped) of \(overview.weaknesses.count)", noun: "known weaknesses out of reach",
        remark: "\(overview.stoppedByBaseline.count) under the baseline"))
    if !observations.runs.isEmpty {
      figures.append(
        Figure(
          value: "\(observations.runs.count)",
          noun: observations.runs.count == 1 ? "recorded run" : "recorded runs",
          remark: observations.events.counting("call")))
    }
    if let cost = summary.cost, cost.calls > 0, let baseline = summary.baselineCost {
      figures.append(
        Figure(
          value: cost.mean.tenths, noun: "filter instructions a call",
          remark: "\(baseline.mean.tenths) under the baseline"))
    }
    return figures
  }

  /// One sentence: whether the profile holds.
  var outcome: String {
    let errors = verification.findings.count { $0.severity == .error }
    if verification.isUndecided { return "Undecided: \(errors.counting("question")) left open" }
    guard verification.passes else {
      return "\(errors.counting("error")): the profile does not hold"
    }
    let replay = verification.summary.replay
    let open = replay.passed + replay.undecided
    return "Never looser than the baseline"
      + (open > 0 ? ", and open for \(open.counting("observation"))" : "")
  }

  /// What the report is about: names and values, the values that are code marked.
  var facts: [(name: String, value: String, isCode: Bool)] {
    var facts: [(String, String, Bool)] = [
      ("Profile", path.escapedForTerminal, true), ("SHA-256", digest, true),
    ]
    switch evidence {
    case .read(let file): facts.append(("Evidence", file.escapedForTerminal, true))
    case .missing(let file): facts.append(("Evidence", "none: \(file.escapedForTerminal)", false))
    }
    facts.append(("Baseline", baseline.escapedForTerminal, true))
    facts.append(("Machine", "\(environment.architecture), Linux \(environment.kernel)", false))
    if overview.architectures.count > 1 {
      facts.append(
        ("ABIs", overview.architectures.map(\.rawValue).joined(separator: ", "), false))
    }
    if !overview.droppedArchitectures.isEmpty {
      let names = overview.droppedArchitectures.map(\.rawValue).joined(separator: ", ")
      facts.append(("ABIs taken away", "\(names): every call of theirs is refused", false))
    }
    let held = environment.capabilities.map(\.rawValue).sorted()
      .map { $0.hasPrefix("CAP_") ? String($0.dropFirst(4)) : $0 }
    facts.append(("Capabilities", held.isEmpty ? "none" : held.joined(separator: ", "), false))
    let starts =
      switch environment.noNewPrivileges {
      case .on: "with no-new-privileges"
      case .off: "without no-new-privileges"
      case .both: "with and without no-new-privileges"
      }
    let runtime =
      environment.runtime == .any ? "runc or crun" : environment.runtime.rawValue
    facts.append(
      ("Started", "by \(runtime), \(starts)" + (environment.withInit ? ", with --init" : ""), false)
    )
    facts.append(("Made by", "whittle \(Release.version) with libseccomp \(libseccomp)", false))
    return facts
  }

  /// That there is no evidence, or that runs are of another machine; `nil` where there is some.
  var missingEvidence: String? {
    switch evidence {
    case .missing(let file):
      "There is no evidence beside the profile (\(file.escapedForTerminal)): where entries come from is told by "
        + "the profile's own comments, and nothing is known of runs, of what they have not shown, and of losses."
    case .read:
      observations.runs.isEmpty
        ? "The evidence has no run of this machine: where entries come from is told by the profile's own comments."
        : nil
    }
  }

  /// Findings of a verification, errors first: severity, sentence, kind.
  var findings: [(severity: String, text: String, kind: String)] {
    verification.findings.map { finding in
      let place = finding.place.map { "\($0): " } ?? ""
      return (finding.severity.rawValue, place + finding.message, finding.kind.rawValue)
    }
  }

  /// What a call costs with the profile and with the baseline; empty where nothing was observed.
  var costs: [(name: String, own: String, baseline: String)] {
    let summary = verification.summary
    var rows = [
      ("Instructions of the filter", "\(summary.instructions)", "\(summary.baselineInstructions)")
    ]
    if let own = summary.cost, own.calls > 0, let baseline = summary.baselineCost {
      rows += [
        ("Executed for an observed call, on average", own.mean.tenths, baseline.mean.tenths),
        ("Executed at worst", "\(own.worst)", "\(baseline.worst)"),
        (
          "Observed calls that the kernel's bitmap does not answer", own.outsideBitmap.told,
          baseline.outsideBitmap.told
        ),
      ]
    }
    return rows
  }

  /// What the logs could not tell, losses first.
  var ledger: [(kind: String, isLoss: Bool, text: String, place: String)] {
    observations.ledger.entries.sorted { $0.key < $1.key }.map { kind, entry in
      (
        kind.rawValue, kind.isLoss, kind.counting(entry.count),
        entry.places.first.map(\.escapedForTerminal) ?? ""
      )
    }
  }

  /// So many runs are listed.
  static let runsShown = 100

  /// The runs in the order of their names, so many as are listed.
  var runs: [Run] {
    Array(
      observations.runs.sorted { ($0.name, $0.id) < ($1.name, $1.id) }.prefix(Self.runsShown))
  }
}

extension [Syscall] {
  fileprivate var told: String { isEmpty ? "none" : map(\.name).joined(separator: ", ") }
}
