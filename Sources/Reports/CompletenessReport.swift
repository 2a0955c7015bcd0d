package import Completeness
package import JSON
internal import Observations
package import Syscalls
internal import Text

/// How much of the behaviour the runs have shown.
package struct CompletenessReport {
  private let completeness: Completeness
  private let ahead: Set<SyscallReference>?

  /// Runs and calls that a line names; more are counted.
  private static let shown = 6

  /// - Parameter ahead: what is allowed ahead because programs can call it; `nil` where nobody looked.
  package init(_ completeness: Completeness, allowedAhead ahead: Set<SyscallReference>? = nil) {
    self.completeness = completeness
    self.ahead = ahead
  }

  /// One sentence for the runs of each label, which ends with the limit of all of them; the runs and calls that
  /// drive it; and what makes the runs a poor sample.
  package var lines: [String] {
    completeness.strata.flatMap { stratum in
      [sentence(of: stratum)] + contributions(of: stratum)
    } + completeness.weaknesses.map { "completeness: warning: \($0.words)" }
  }

  private static let limit = "; what the runs never use is not covered"

  private func sentence(of stratum: Stratum) -> String {
    let kind = stratum.label.map { " of \($0.escapedForTerminal)" } ?? ""
    let start = "completeness\(kind): "
    let repeats =
      stratum.replicas == 0
      ? ""
      : " (\(stratum.replicas) more \(stratum.replicas == 1 ? "repeats one" : "repeat some") of them)"
    let runs = stratum.runs.counting("run") + repeats
    guard stratum.hasBound else {
      return "\(start)too few runs to say how much they have not shown: \(runs), and "
        + "\(Stratum.leastRuns) are the least\(Self.limit)"
    }
    let seen =
      "\(start)\(stratum.calls.counting("system call")) seen in \(runs); if future runs resemble these, "
    let novelty = stratum.novelty
    guard stratum.hasEstimate else {
      return
        "\(seen)up to \(novelty.upperBound.percentage) of them (95 % upper bound) need a call that these do "
        + "not show\(Self.limit)"
    }
    let expected = Int(stratum.unseen.expected(in: stratum.runs).rounded())
    return
      "\(seen)about \(novelty.estimate.percentage) of them need a call that these do not show (95 % upper "
      + "bound \(novelty.upperBound.percentage)); expect "
      + (expected == 0 ? "no" : "about \(expected)")
      + " more \(expected == 1 ? "call" : "calls") in the next "
      + "\(stratum.runs) runs, and no more than \(stratum.atMostInHalf) in the next \(stratum.runs / 2)"
      + Self.limit
  }

  private func contributions(of stratum: Stratum) -> [String] {
    guard stratum.hasBound, !stratum.contributions.isEmpty else { return [] }
    let kind = stratum.label.map { " of \($0.escapedForTerminal)" } ?? ""
    let count = stratum.contributions.count
    let named = stratum.contributions.prefix(Self.shown).map { contribution in
      let names = contribution.calls.map(\.description.escapedForTerminal)
      return "\(contribution.name.escapedForTerminal) ("
        + names.prefix(Self.shown).joined(separator: ", ")
        + (names.count > Self.shown ? ", and \(names.count - Self.shown) more)" : ")")
    }
    var lines = [
      "completeness\(kind): \(count.counting("run")) \(count == 1 ? "shows" : "show") calls that no other run "
        + "shows: \(named.joined(separator: "; "))"
        + (count > Self.shown ? "; and \(count - Self.shown) more" : "")
    ]
    if let ahead {
      let singular = stratum.singularCalls
      let rest = stratum.novelty(beside: ahead)
      lines.append(
        "completeness\(kind): headroom allows \(singular.intersection(ahead).count) of these "
          + "\(singular.count.counting("call")) whether they are seen or not; with it, "
          + "\(rest.surprising) of \(rest.runs.counting("run")) would have needed a call that a profile of the "
          + "others lacks (95 % upper bound \(rest.upperBound.percentage))")
    }
    return lines
  }

  /// The same for machines, with all runs and calls.
  package var json: JSON.Value {
    .object([
      .init("strata", .array(completeness.strata.map(json))),
      .init("warnings", .array(completeness.weaknesses.map { .string($0.words) })),
    ])
  }

  private func json(of stratum: Stratum) -> JSON.Value {
    var members: [JSON.Value.Member] = []
    if let label = stratum.label { members.append(.init("label", .string(label))) }
    members += [
      .init("runs", .integer(stratum.runs)),
      .init("replicas", .integer(stratum.replicas)),
      .init("calls", .integer(stratum.calls)),
      .init("distinctSets", .integer(stratum.distinctSets)),
    ]
    if stratum.hasEstimate {
      members.append(.init("novelty", .rounded(stratum.novelty.estimate)))
    }
    if stratum.hasBound {
      members += [
        .init("upperBound", .rounded(stratum.novelty.upperBound)),
        .init("seenOnce", .integer(stratum.unseen.once)),
        .init("seenTwice", .integer(stratum.unseen.twice)),
      ]
    }
    if stratum.hasEstimate {
      members += [
        .init("expectedCalls", .rounded(stratum.unseen.expected(in: stratum.runs))),
        .init("atMostInHalf", .integer(stratum.atMostInHalf)),
      ]
    }
    if stratum.hasBound, let ahead {
      members.append(
        .init("upperBoundWithHeadroom", .rounded(stratum.novelty(beside: ahead).upperBound)))
    }
    if stratum.hasBound {
      members.append(
        .init(
          "contributions",
          .array(
            stratum.contributions.map { contribution in
              .object(
                [
                  .init("run", .string(contribution.name)), .init("id", .string(contribution.id)),
                  .init("calls", .array(contribution.calls.map { .string($0.description) })),
                ], .inline)
            })))
    }
    return .object(members)
  }
}

extension Completeness.Weakness {
  /// What it is and what to do about it.
  fileprivate var words: String {
    switch self {
    case .fewSets(let count, let label):
      "the runs\(label.map { " of \($0.escapedForTerminal)" } ?? "") show \(count.counting("different set")) of "
        + "system calls: they may be one test, made again; record tests of other features"
    case .oneCommandLine:
      "all runs begin with one command line: what other options of the program do is not among them"
    case .noSignals:
      "no run sends or handles a signal: a stop, a reload and an error are probably not among them"
    }
  }
}
