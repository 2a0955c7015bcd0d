internal import Findings
package import Minimization
package import Observations
package import Profiles
internal import Syscalls
internal import Text

/// How one profile differs from another, in lines.
package struct ProfileChangeReport {
  private let change: ProfileChange
  private let reasons: [String: Reason]
  private let remarks: [String: String]

  /// Of what changes in a profile.
  package init(_ change: ProfileChange) {
    self.change = change
    reasons = [:]
    remarks = [:]
  }

  /// The same with the reasons for what it opens.
  ///
  /// - Parameters:
  ///   - old: the profile that changes.
  ///   - reduction: what it becomes, and why.
  ///   - observations: what that is made from.
  package init(
    _ change: ProfileChange, from old: FlatProfile, to reduction: Reduction,
    of observations: Observations
  ) {
    self.change = change
    reasons = Dictionary(
      reduction.entries.map { ($0.name, $0.reason) }, uniquingKeysWith: { first, _ in first })
    let rules = old.effectiveRulesByName
    var remarks: [String: String] = [:]
    for name in change.opened + change.altered {
      let wasLogged = rules[name]?.contains { $0.action == .log } ?? false
      switch (Self.answer(to: name, in: observations), wasLogged) {
      case (.log, true):
        remarks[name] = "a canary hit: the profile that stands there logs it"
      case (.log, false): remarks[name] = "logged by a filter, as under a canary profile"
      case (.errno, _): remarks[name] = "refused by a filter while recording"
      case (_, true): remarks[name] = "the profile that stands there logs it"
      default: break
      }
    }
    self.remarks = remarks
  }

  /// What filters answered to a call of which nothing but their records tells.
  private static func answer(to name: String, in observations: Observations) -> FilterAnswer? {
    var outcomes = Outcomes()
    var isAudit = true
    for run in observations.runs {
      let own = run.observations.filter { $0.key.call.description == name }
      for observation in own { outcomes.add(observation.outcomes) }
      if !own.isEmpty, !run.formats.allSatisfy(recordFormats.contains) { isAudit = false }
    }
    guard isAudit, outcomes.total > 0 else { return nil }
    if outcomes.denied == outcomes.total { return .errno }
    return outcomes.unknown == outcomes.total ? .log : nil
  }

  /// Formats in which a call without an end is one that a filter logged.
  private static let recordFormats: Set<String> = ["audit", "audit-json", "journal-export"]

  /// A line for each kind of change, and for the reason of each call that is opened.
  package var lines: [String] {
    var lines: [String] = []
    func add(_ heading: String, _ names: [String]) {
      if !names.isEmpty { lines.append("  \(heading): \(names.joined(separator: ", "))") }
    }
    add("opens", change.opened)
    lines += why(change.opened)
    add("closes", change.closed)
    add("alters the conditions or the answer of", change.altered)
    lines += why(change.altered.filter { remarks[$0] != nil })
    add("adds the architectures", change.architecturesAdded.map(\.rawValue))
    add("drops the architectures", change.architecturesRemoved.map(\.rawValue))
    if change.changesDefault { lines.append("  answers all other calls in another way") }
    return lines
  }

  /// `    acct: observed 3 times in 1 run, first at audit.log:12`; calls that nothing was seen of have one line
  /// for each class of reasons.
  private func why(_ names: [String]) -> [String] {
    var lines: [String] = []
    var others: [Reason.Class: [String]] = [:]
    for name in names {
      guard let reason = reasons[name] else { continue }
      if case .observed(let first, let count, let runs) = reason {
        lines.append(
          "    \(name): observed \(count.counting("time")) in \(runs.counting("run")), first at "
            + first.escapedForTerminal + (remarks[name].map { "; \($0)" } ?? ""))
      } else {
        others[reason.class, default: []].append(name)
      }
    }
    for reasonClass in Reason.Class.allCases {
      guard let names = others[reasonClass] else { continue }
      lines.append("    \(reasonClass.comment): \(names.joined(separator: ", "))")
    }
    return lines
  }
}
