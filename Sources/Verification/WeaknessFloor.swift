package import Filters
package import Profiles
internal import Syscalls

/// Which calls a profile must do without, so that it stops as many known weaknesses as are asked for.
///
/// Decided on the profile's filter, as ``Exposure`` is. What buys most weaknesses back is left out first; calls
/// of tier 1 weigh five times as much as others, and what turns out to be no longer necessary stays.
package struct WeaknessFloor {
  /// Names, sorted.
  package let leftOut: [String]
  /// How many weaknesses the profile stops without them.
  package let stopped: Int

  /// - Parameters:
  ///   - count: of weaknesses that are to be stopped.
  ///   - names: those of the profile's calls that it can do without.
  package init(
    of count: Int, leavingOut names: Set<String>, from profile: EnforcedProfile,
    in environment: Environment
  ) throws(TooComplex) {
    var search = try FloorSearch(profile, environment, names)
    while search.stopped < count, let choice = try search.best() { try search.refuse(choice) }
    if search.stopped >= count { try search.allowAgain(keeping: count) }
    leftOut = search.refused.sorted()
    stopped = search.stopped
  }
}

extension WeaknessFloor {
  /// For each call, how many of the weaknesses that a profile leaves open need it; those that none needs are
  /// left out.
  package static func cost(
    of names: Set<String>, in profile: EnforcedProfile, _ environment: Environment
  ) throws(TooComplex) -> [String: Int] {
    let search = try FloorSearch(profile, environment, names)
    var cost: [String: Int] = [:]
    for weakness in search.open {
      let needed = Set(weakness.needs.joined().compactMap(\.name)).intersection(names)
      for name in needed { cost[name, default: 0] += 1 }
    }
    return cost
  }
}

/// Tries which calls to refuse.
private struct FloorSearch {
  private var exposure: ExposureSearch
  private let architectures: [Architecture]
  private let names: Set<String>
  private(set) var open: [Weakness] = []

  init(
    _ profile: EnforcedProfile, _ environment: Environment, _ names: Set<String>
  ) throws(TooComplex) {
    var diagrams = Diagrams()
    let filter = try diagrams.diagram(of: profile.filter)
    exposure = ExposureSearch(
      filter: filter, capabilities: environment.capabilities, diagrams: diagrams)
    architectures = profile.profile.filteredArchitectures(native: environment.architecture)
    self.names = names
    open = try stillOpen(Weakness.all)
  }

  var refused: Set<String> { exposure.refused }
  var stopped: Int { Weakness.all.count - open.count }

  private mutating func stillOpen(_ weaknesses: [Weakness]) throws(TooComplex) -> [Weakness] {
    var open: [Weakness] = []
    for weakness in weaknesses {
      for architecture in architectures {
        guard try exposure.leavesOpen(weakness, on: architecture) else { continue }
        open.append(weakness)
        break
      }
    }
    return open
  }

  mutating func refuse(_ choice: Set<String>) throws(TooComplex) {
    exposure.refused.formUnion(choice)
    open = try stillOpen(open)
  }

  /// The calls that together buy most back for what they weigh; `nil` where none buy anything.
  mutating func best() throws(TooComplex) -> Set<String>? {
    var best: (score: Double, names: [String])?
    for choice in choices {
      let concerned = open.filter { weakness in
        weakness.needs.contains { ways in ways.contains { choice.contains($0.name ?? "") } }
      }
      let before = exposure.refused
      exposure.refused.formUnion(choice)
      let bought = concerned.count - (try stillOpen(concerned)).count
      exposure.refused = before
      guard bought > 0 else { continue }
      let weight = choice.reduce(0.0) { $0 + (RiskTier(of: $1) == .benign ? 5 : 1) }
      let score = Double(bought) / weight
      let sorted = choice.sorted()
      if let known = best,
        known.score > score || known.score == score && known.names.lexicographicallyPrecedes(sorted)
      {
        continue
      }
      best = (score, sorted)
    }
    return best.map { Set($0.names) }
  }

  /// For each thing that an open weakness needs, all the calls by which it can be had, as far as they are among
  /// the names.
  private var choices: Set<Set<String>> {
    var choices: Set<Set<String>> = []
    for weakness in open {
      for ways in weakness.needs {
        let choice = Set(ways.compactMap(\.name)).intersection(names).subtracting(refused)
        if !choice.isEmpty { choices.insert(choice) }
      }
    }
    return choices
  }

  /// Allows again what is not necessary, calls of tier 1 first.
  mutating func allowAgain(keeping count: Int) throws(TooComplex) {
    for name in refused.sorted(by: { (RiskTier(of: $0), $0) < (RiskTier(of: $1), $1) }) {
      exposure.refused.remove(name)
      let all = try stillOpen(Weakness.all)
      if Weakness.all.count - all.count >= count {
        open = all
      } else {
        exposure.refused.insert(name)
      }
    }
  }
}

extension Weakness.Way {
  /// The call's; `nil` for a capability.
  fileprivate var name: String? {
    if case .call(let pattern) = self { pattern.call.name } else { nil }
  }
}
