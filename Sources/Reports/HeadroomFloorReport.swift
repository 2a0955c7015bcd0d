internal import Findings
package import Minimization
internal import Text

/// Why a profile cannot stop as many known weaknesses as were asked for.
package struct HeadroomFloorReport {
  private let count: Int
  private let stopped: Int
  private let cost: [String: Int]
  private let entries: [Reduction.Entry]

  /// Calls that the line names.
  private static let shown = 10

  /// - Parameters:
  ///   - stopped: how many are stopped without any call that is allowed ahead.
  ///   - cost: how many of the others need each call.
  ///   - entries: of the profile without calls that are allowed ahead.
  package init(_ count: Int, stopped: Int, cost: [String: Int], of entries: [Reduction.Entry]) {
    self.count = count
    self.stopped = stopped
    self.cost = cost
    self.entries = entries
  }

  /// A finished message.
  package var line: String {
    let costly = entries.compactMap { entry -> (text: String, cost: Int, name: String)? in
      guard let cost = cost[entry.name] else { return nil }
      return ("\(entry.name) (\(cost), \(entry.reason.place))", cost, entry.name)
    }.sorted { ($1.cost, $0.name) < ($0.cost, $1.name) }
    return
      "error: --headroom-floor \(count) cannot be kept: without any call that is allowed ahead, the profile stops "
      + "\(stopped) known weaknesses. Of the others, so many need a call that is in it all the same: "
      + costly.prefix(Self.shown).map(\.text).joined(separator: ", ")
      + (costly.count > Self.shown ? ", and \(costly.count - Self.shown) more calls" : "")
      + ". Take a lower number, or runs without those calls"
  }
}

extension Reason {
  /// Where it was seen, or what else it is in the profile for.
  fileprivate var place: String {
    if case .observed(let first, _, _) = self { first.escapedForTerminal } else { self.class.word }
  }
}
