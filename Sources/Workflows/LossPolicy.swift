internal import Findings
package import Observations
internal import Text

/// How much of a log may be lost or assumed before the answer is no.
package struct LossPolicy: Sendable {
  /// Losses per hundred calls that are accepted, of kinds that a number can measure; with 100, of all kinds.
  private let acceptedPercent: Double
  /// Kinds of which any number is accepted.
  private let acceptedKinds: Set<Ledger.Kind>
  /// Whether each loss and each assumption is an error.
  package let isStrict: Bool

  /// `acceptedPercent`: from 0 to 100.
  package init(
    acceptedPercent: Double, acceptedKinds: Set<Ledger.Kind> = [], isStrict: Bool
  ) {
    self.acceptedPercent = acceptedPercent
    self.acceptedKinds = acceptedKinds
    self.isStrict = isStrict
  }

  /// The entries of the ledger that are not accepted, by kind.
  package func unaccepted(
    in observations: Observations
  ) -> [(kind: Ledger.Kind, entry: Ledger.Entry)] {
    let isTooMuch = percent(of: observations) > acceptedPercent
    return observations.ledger.entries.sorted { $0.key < $1.key }.filter { kind, _ in
      guard kind.isLoss else { return isStrict && kind.isAssumption }
      return isUnsized(kind) || isMeasured(kind) && isTooMuch
    }.map { ($0.key, $0.value) }
  }

  /// Whether a loss of this kind is too much, however often the ledger counts it.
  private func isUnsized(_ kind: Ledger.Kind) -> Bool {
    kind.isUnsized && acceptedPercent < 100 && !acceptedKinds.contains(kind)
  }

  private func isMeasured(_ kind: Ledger.Kind) -> Bool {
    !kind.isUnsized && !acceptedKinds.contains(kind)
  }

  private func percent(of observations: Observations) -> Double {
    observations.lossPercent(where: isMeasured)
  }

  /// The same as a message; `nil` where everything is accepted.
  package func complaint(about observations: Observations) -> String? {
    let entries = unaccepted(in: observations)
    guard !entries.isEmpty else { return nil }
    return entries.map { kind, entry in
      "\(entry.places.first?.escapedForTerminal ?? "ledger"): error: "
        + "\(kind.counting(entry.count)) [\(kind.rawValue)]"
    }.joined(separator: "\n")
  }

  /// What to do about ``complaint(about:)``.
  package func advice(about observations: Observations) -> String {
    let percent = percent(of: observations)
    let kinds = observations.ledger.entries.keys.filter { $0.isLoss && isUnsized($0) }.sorted()
    // Rounded up, so that the number can be said as it is.
    let options =
      (percent > acceptedPercent ? ["\((percent * 100).rounded(.up) / 100)"] : [])
      + kinds.map(\.rawValue)
    guard !options.isEmpty else {
      return "record it anew, or do without --strict if that does not matter."
    }
    let words = options.map { "--allow-loss \($0)" }.joined(separator: " ")
    return
      (kinds.isEmpty
      ? ""
      : "how many calls are missing is not known, so that no percentage covers "
        + "\(kinds.map(\.rawValue).joined(separator: ", ")): ")
      + "record it anew, or say \(words)\(isStrict ? " in place of --strict" : "") "
      + "if the loss does not matter."
  }
}

extension Ledger.Kind {
  /// Whether something was assumed that `--strict` wants to be told by the log.
  fileprivate var isAssumption: Bool {
    switch self {
    case .guessedArchitecture, .namesOnly, .foldedArguments: true
    default: false
    }
  }
}
