package import Completeness
internal import Logs
package import Observations
internal import Text

/// What the user says of runs as samples: of what kind they are, and how much they must have shown.
package struct CompletenessRequest: Sendable {
  /// Runs that are of a kind.
  package struct Label: Sendable {
    /// Of the kind; not escaped.
    package let name: String
    /// A run's name, its id, or the path of its log, in which `*` stands for anything.
    package let pattern: String

    /// `nil` for what is not `start=run-1.strace`.
    package init?(parsing text: String) {
      guard let sign = text.firstIndex(of: "="), sign != text.startIndex else { return nil }
      name = String(text[..<sign])
      pattern = String(text[text.index(after: sign)...])
      if pattern.isEmpty { return nil }
    }
  }

  private let labels: [Label]
  /// The most that the bound may be, from 0 to 1; `nil` for any.
  package let limit: Double?

  /// Says what the arguments say.
  package init(labels: [Label] = [], limit: Double? = nil) {
    self.labels = labels
    self.limit = limit
  }

  /// The runs, those labelled that the user means.
  ///
  /// - Throws: where a label is no run's.
  package func labelled(
    _ observations: Observations, note: Note
  ) throws(WorkflowError) -> Observations {
    guard !labels.isEmpty else { return observations }
    for label in labels where !observations.runs.contains(where: { label.matches($0) }) {
      let names = observations.runs.map(\.name).sorted()
      let shown = names.prefix(5).map(\.escapedForTerminal).joined(separator: ", ")
      throw .usage(
        "--label \(label.name.escapedForTerminal)=\(label.pattern.escapedForTerminal): no run has this name, id or "
          + "path, so that no run would have the label; the runs are \(shown)"
          + (names.count > 5 ? ", and \(names.count - 5) more" : ""))
    }
    let result = observations.mapRuns { run in
      labels.reduce(run) { $1.matches(run) ? $0.labelled($1.name) : $0 }
    }
    let several = result.runs.filter { $0.labels.count > 1 }
    if let first = several.first {
      let others = several.count == 1 ? "" : ", and so have \(several.count - 1) more"
      note(
        "note: \(first.name.escapedForTerminal) has \(first.labels.count) labels, "
          + "\(first.labels.sorted().listed)\(others): \(several.count == 1 ? "it counts" : "each counts") "
          + "as a run of each")
    }
    return result
  }

  /// Why the runs have shown too little; `nil` where they have not, or nobody asked.
  package func complaint(about completeness: Completeness) -> String? {
    guard let limit else { return nil }
    guard !completeness.strata.isEmpty else {
      return "error: no run was read, so that nobody knows what future ones need [max-novelty]"
    }
    let shortfalls = completeness.shortfalls(of: limit)
    guard !shortfalls.isEmpty else { return nil }
    return shortfalls.map { "error: \($0.description) [max-novelty]" }.joined(separator: "\n")
  }
}

extension CompletenessRequest.Label {
  func matches(_ run: Run) -> Bool {
    ([run.name, run.id] + run.files).contains { matches($0) }
  }

  /// Pieces between the asterisks stand in the text one behind another.
  private func matches(_ text: String) -> Bool {
    let pieces = pattern.split(separator: "*", omittingEmptySubsequences: false)
    guard pieces.count > 1 else { return text == pattern }
    guard let first = pieces.first, let last = pieces.last, text.hasPrefix(first) else {
      return false
    }
    var rest = text.dropFirst(first.count)
    for piece in pieces.dropFirst().dropLast() where !piece.isEmpty {
      guard let range = rest.firstRange(of: piece) else { return false }
      rest = rest[range.upperBound...]
    }
    return rest.hasSuffix(last)
  }
}
