internal import Observations
package import Syscalls

/// What the runs of one kind have shown, and what they have not.
package struct Stratum: Hashable, Sendable {
  /// A run that showed what no other did.
  package struct Contribution: Hashable, Sendable {
    /// Of the run.
    package let id: String
    /// Of the run; not escaped.
    package let name: String
    /// Calls that no other run made, nor one that serves for them; in their order.
    package let calls: [SyscallReference]
  }

  /// The label of the runs; `nil` where they have none.
  package let label: String?
  /// Runs, without those that repeat another.
  package let runs: Int
  /// Runs that repeat another.
  package let replicas: Int
  /// Different calls.
  package let calls: Int
  /// Different sets of calls.
  package let distinctSets: Int
  /// The runs that drive the estimate, in the order of their names.
  package let contributions: [Contribution]
  /// What further runs will bring.
  package let unseen: Unseen
  /// Of half as many further runs, the most new calls in 95 of 100 cases.
  package let atMostInHalf: Int
  /// How calls were discovered over the runs.
  package let discovery: Discovery

  /// How often a run is a surprise.
  package var novelty: Novelty { Novelty(surprising: contributions.count, of: runs) }

  /// With fewer runs nothing can be said.
  package static let leastRuns = 5
  /// With fewer runs nothing but a bound can be said.
  package static let leastRunsOfEstimate = 20

  /// Whether there are runs enough for the bound.
  package var hasBound: Bool { runs >= Self.leastRuns }

  /// Whether there are runs enough for the estimate, and for what further runs will bring.
  package var hasEstimate: Bool { runs >= Self.leastRunsOfEstimate }

  /// The calls that drive the estimate.
  package var singularCalls: Set<SyscallReference> { Set(contributions.flatMap(\.calls)) }

  /// Runs that would be a surprise still, were these calls allowed in any case.
  package func novelty(beside allowed: Set<SyscallReference>) -> Novelty {
    let surprising = contributions.count { !allowed.isSuperset(of: $0.calls) }
    return Novelty(surprising: surprising, of: runs)
  }

  /// - Parameters:
  ///   - members: the runs of the kind, each with the place of its calls in `sets`, of which some repeat others;
  ///     not empty.
  ///   - sets: of calls, each different.
  init(
    _ label: String?, _ members: [(run: Run, set: Int, repeats: Bool)],
    of sets: [Set<SyscallReference>], closed: (SyscallReference) -> Set<SyscallReference>
  ) {
    let own = members.filter { !$0.repeats }
    let bySet = Dictionary(grouping: own.indices) { own[$0].set }
    self.label = label
    runs = own.count
    replicas = members.count - own.count
    distinctSets = bySet.count

    // Of each call, the runs that made it or one that serves for it.
    var places: [SyscallReference: [Int]] = [:]
    for (set, indices) in bySet {
      let closure = sets[set].reduce(into: Set<SyscallReference>()) { $0.formUnion(closed($1)) }
      for call in closure {
        let room = RandomHalves.placesKept + 1 - (places[call]?.count ?? 0)
        places[call, default: []] += indices.prefix(max(0, room))
      }
    }
    let made = bySet.keys.reduce(into: Set<SyscallReference>()) { $0.formUnion(sets[$1]) }
    calls = made.count
    var showing: [SyscallReference: Int] = [:]
    for (set, indices) in bySet {
      for call in sets[set] { showing[call, default: 0] += indices.count }
    }
    discovery = Discovery(runs: own.count, showing: Array(showing.values))
    var once: [Int: [SyscallReference]] = [:]
    var twice = 0
    for call in made {
      guard let places = places[call] else { continue }
      if places.count == 1 { once[places[0], default: []].append(call) }
      if places.count == 2 { twice += 1 }
    }
    contributions = once.map { index, calls in
      Contribution(id: own[index].run.id, name: own[index].run.name, calls: calls.sorted())
    }.sorted { ($0.name, $0.id) < ($1.name, $1.id) }
    unseen = Unseen(
      runs: own.count, once: once.values.reduce(0) { $0 + $1.count }, twice: twice)
    atMostInHalf = RandomHalves.bound(
      runs: own.count,
      places: made.map { call in
        let places = places[call] ?? []
        return places.count > RandomHalves.placesKept ? [] : places
      })
  }
}
