package import Minimization
internal import Syscalls
internal import Text
package import Verification

/// What is allowed ahead, and its price in known weaknesses.
package struct HeadroomReport {
  private let reduction: Reduction
  private let exposure: Exposure?
  private let exact: Exposure?

  /// - Parameters:
  ///   - reduction: with calls that are allowed ahead.
  ///   - exposure: of its profile.
  ///   - exact: of the profile without them.
  package init(_ reduction: Reduction, exposure: Exposure?, exact: Exposure?) {
    self.reduction = reduction
    self.exposure = exposure
    self.exact = exact
  }

  /// `59 calls allowed ahead, as the programs of these runs can make them (51 benign, 8 ordinary): …`
  package var line: String {
    let names = reduction.entries.filter { $0.reason.class == .headroom }.map(\.name)
    let tiers = RiskTier.allCases.compactMap { tier -> String? in
      let count = names.count { RiskTier(of: $0) == tier }
      return count == 0 ? nil : "\(count) \(tier)"
    }
    return
      "\(names.count.counting("call")) allowed ahead, as the programs of these runs can make them "
      + "(\(tiers.joined(separator: ", ")))" + price + ". --headroom none leaves them out."
  }

  private var price: String {
    guard let exposure, let exact else { return "" }
    let reopened = Set(exact.stopped).subtracting(exposure.stopped).count
    return
      ": \(reopened) of \(exact.stopped.count) known weaknesses that the profile would stop are "
      + "open again"
  }
}
