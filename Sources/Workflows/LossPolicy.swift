internal import Findings
package import Observations
internal import Text

/// How much of a log may be lost or assumed before the answer is no.
package struct LossPolicy: Sendable {
  /// Losses per hundred calls that are accepted.
  private let acceptedPercent: Double
  /// Whether each loss and each assumption is an error.
  package let isStrict: Bool

  /// `acceptedPercent`: from 0 to 100.
  package init(acceptedPercent: Double, isStrict: Bool) {
    self.acceptedPercent = acceptedPercent
    self.isStrict = isStrict
  }

  /// The entries of the ledger that are not accepted, by kind.
  package func unaccepted(
    in observations: Observations
  ) -> [(kind: Ledger.Kind, entry: Ledger.Entry)] {
    observations.ledger.entries.sorted { $0.key < $1.key }.filter { kind, _ in
      kind.isLoss ? observations.lossPercent > acceptedPercent : isStrict && kind.isAssumption
    }.map { ($0.key, $0.value) }
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
    guard observations.lossPercent > acceptedPercent else {
      return "record it anew, or do without --strict if that does not matter."
    }
    // Rounded up, so that the number can be said as it is.
    let percent = (observations.lossPercent * 100).rounded(.up) / 100
    return
      "record it anew, or say --allow-loss \(percent)\(isStrict ? " in place of --strict" : "") "
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
