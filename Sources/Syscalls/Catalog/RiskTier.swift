/// How much kernel surface a call exposes. A default for what to look at first, no proof: arguments often
/// decide the real risk.
package enum RiskTier: Int, CaseIterable, Comparable, Hashable, Sendable {
  /// Needed by almost everything, or exposing little.
  case benign = 1
  /// Ordinary, but with a larger or rarely needed kernel surface.
  case ordinary = 2
  /// To be allowed only where it was observed.
  case sensitive = 3
  /// Normally made by privileged workloads only.
  case dangerous = 4

  package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

  /// The tier of the call with this kernel name; a call that nobody has looked at is `dangerous`.
  package init(of name: String) { self = Self.tiers[name] ?? .dangerous }

  /// The calls that somebody has looked at.
  package static var known: Set<String> { Set(tiers.keys) }

  private static let tiers: [String: Self] = {
    var tiers: [String: Self] = [:]
    for row in Array(riskTierRows.description.utf8).split(separator: UInt8(ascii: "\n")) {
      let words = row.split(separator: UInt8(ascii: " "))
        .map { String(decoding: $0, as: UTF8.self) }
      guard let number = words.first.flatMap({ Int($0) }), let tier = Self(rawValue: number) else {
        preconditionFailure("a row of the table has no tier")
      }
      for name in words.dropFirst() { tiers[name] = tier }
    }
    return tiers
  }()
}
