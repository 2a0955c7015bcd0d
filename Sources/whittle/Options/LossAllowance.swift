internal import ArgumentParser
internal import Observations
internal import Text

/// A value of `--allow-loss`.
enum LossAllowance {
  case percent(Double)
  case kind(Ledger.Kind)

  private static let kinds = Ledger.Kind.allCases.filter(\.isLoss)

  init(argument: String) throws {
    if let percent = Double(argument), (0...100).contains(percent) {
      self = .percent(percent)
    } else if let kind = Self.kinds.first(where: { $0.rawValue == argument }) {
      self = .kind(kind)
    } else {
      throw ValidationError(
        "takes a percentage from 0 to 100, or a kind of loss as the ledger names it: "
          + Self.kinds.map(\.rawValue).joined(separator: ", ") + ".")
    }
  }

  /// Whether it allows no loss.
  var isNothing: Bool { if case .percent(0) = self { true } else { false } }
}
