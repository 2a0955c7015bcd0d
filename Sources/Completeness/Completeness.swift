package import Observations
package import Syscalls

/// How much of a program's behaviour its runs have shown.
///
/// The unit is a run: runs of different labels are different samples, and a run that repeats another is none.
/// What no test uses, no formula sees.
package struct Completeness: Hashable, Sendable {
  /// What makes the runs a poor sample.
  package enum Weakness: Hashable, Sendable {
    /// The runs of a label show so many different sets of calls, which are few.
    case fewSets(Int, label: String?)
    /// All runs begin with the same command line.
    case oneCommandLine
    /// No run handles a signal, so that no stop, reload or error is among them.
    case noSignals
  }

  /// By label, those without one first; not empty where there are runs.
  package let strata: [Stratum]
  /// What makes the runs a poor sample.
  package let weaknesses: [Weakness]

  /// Fewer sets than this are few.
  private static let leastSets = 3

  /// Of all runs that show a call that counts.
  ///
  /// - Parameters:
  ///   - closed: whether the profile lets run what serves for a seen call elsewhere, so that it is no surprise.
  ///   - counts: whether a call is looked at: one that the profile will not let run in any case tells nothing of it.
  package init(
    of observations: Observations, closed: Bool = true,
    counting counts: (SyscallReference) -> Bool = { _ in true }
  ) {
    let originals = observations.originals
    let called = observations.calledByRun
    // Each set once, for there may be many runs and few sets.
    var sets: [Set<SyscallReference>] = []
    var known: [Set<SyscallReference>: Int] = [:]
    let places = called.sets.map { set in
      let counted = set.filter(counts)
      let place = known[counted] ?? sets.count
      if place == sets.count {
        sets.append(counted)
        known[counted] = place
      }
      return place
    }
    let runs = observations.runs
    let labels = Set(runs.flatMap(\.labels)).sorted().map(Optional.some)
    strata = ([nil] + labels).compactMap { label in
      // Of runs that repeat each other the first of the label stands for all.
      var seen: Set<Int> = []
      let members = runs.indices.filter { index in
        label.map(runs[index].labels.contains) ?? runs[index].labels.isEmpty
      }.map { index in
        (
          run: runs[index], set: places[called.places[index]],
          repeats: !seen.insert(originals[index]).inserted
        )
      }
      return members.isEmpty
        ? nil : Stratum(label, members, of: sets, closed: closed ? Self.closure : { [$0] })
    }
    weaknesses = Self.weaknesses(of: observations, in: strata)
  }

  /// The call, and those that serve for it elsewhere.
  private static func closure(of call: SyscallReference) -> Set<SyscallReference> {
    guard let name = call.syscall?.name else { return [call] }
    return Set(Successors.alternatives(to: name).map { SyscallReference(parsing: $0) })
      .union([call])
  }

  private static func weaknesses(
    of observations: Observations, in strata: [Stratum]
  ) -> [Weakness] {
    let told = strata.filter(\.hasBound)
    guard !told.isEmpty else { return [] }
    var weaknesses: [Weakness] = told.filter { $0.distinctSets < leastSets }.map {
      .fewSets($0.distinctSets, label: $0.label)
    }
    let commandLines = Set(observations.runs.map(\.commandLine))
    if commandLines.count == 1, commandLines != [nil] { weaknesses.append(.oneCommandLine) }
    let called = observations.calls
    if !called.contains(where: { $0.syscall.map(SignalCalls.show.contains) ?? false }) {
      weaknesses.append(.noSignals)
    }
    return weaknesses
  }
}
