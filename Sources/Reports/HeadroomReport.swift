package import Minimization
internal import Observations
internal import Syscalls
internal import Text
package import Verification

/// What is allowed ahead, and its price in known weaknesses.
package struct HeadroomReport {
  private let reduction: Reduction
  private let exposure: Exposure?
  private let exact: Exposure?
  private let floor: WeaknessFloor?

  /// - Parameters:
  ///   - reduction: with calls that are allowed ahead.
  ///   - exposure: of its profile.
  ///   - exact: of the profile without them.
  ///   - floor: what was left out for it.
  package init(
    _ reduction: Reduction, exposure: Exposure?, exact: Exposure?, floor: WeaknessFloor? = nil
  ) {
    self.floor = floor
    self.reduction = reduction
    self.exposure = exposure
    self.exact = exact
  }

  /// `59 calls allowed ahead, as the programs of these runs can make them (51 benign, 8 ordinary): …`, and where
  /// those calls come from.
  package var lines: [String] {
    let ahead = reduction.entries.compactMap { entry -> (name: String, call: ProgramReach.Call)? in
      if case .headroom(let call) = entry.reason { (entry.name, call) } else { nil }
    }
    let tiers = RiskTier.allCases.compactMap { tier -> String? in
      let count = ahead.count { RiskTier(of: $0.name) == tier }
      return count == 0 ? nil : "\(count) \(tier)"
    }
    var lines = [
      "\(ahead.count.counting("call")) allowed ahead, as the programs of these runs can make them "
        + "(\(tiers.joined(separator: ", ")))" + price + ". --headroom none leaves them out."
    ]
    let mechanisms = ReachMechanism.allCases.compactMap { mechanism -> String? in
      let names = ahead.filter { $0.call.mechanism == mechanism }.map(\.name)
      guard !names.isEmpty else { return nil }
      return names.count > Self.shownNames
        ? "\(names.count) \(mechanism.words)"
        : "\(names.count) \(mechanism.words) (\(names.joined(separator: ", ")))"
    }
    if !mechanisms.isEmpty { lines.append("allowed ahead: " + mechanisms.joined(separator: ", ")) }
    if let floor, !floor.leftOut.isEmpty {
      lines.append(
        "\(floor.leftOut.count.counting("call")) within reach left out, so that \(floor.stopped) known "
          + "weaknesses are stopped: \(floor.leftOut.joined(separator: ", "))")
    }
    return lines
  }

  /// More are counted.
  private static let shownNames = 8

  private var price: String {
    guard let exposure, let exact else { return "" }
    let reopened = Set(exact.stopped).subtracting(exposure.stopped).count
    return
      ": \(reopened) of \(exact.stopped.count) known weaknesses that the profile would stop are "
      + "open again"
  }
}
