package import Findings
package import Observations
package import Profiles
package import Syscalls

/// Runs of one machine, as another would have made them: by the names of calls, never by numbers.
package struct Translation: Sendable {
  /// A call that the other machine does not make.
  package struct Gap: Hashable, Sendable {
    /// Why it does not.
    package enum Cause: Hashable, Sendable {
      /// It is not there, and nothing does the same.
      case noCounterpart
      /// What does the same there is refused by the baseline.
      case outsideBaseline([String])
      /// It is a call of another ABI than most programs of the runs have, such as that of 32-bit programs.
      case otherABI
      /// It is not in the table.
      case unknown
    }

    /// What was called.
    package let call: SyscallReference
    /// On which ABI.
    package let architecture: Architecture
    /// Where first.
    package let first: SourceLocation
    /// Why the other machine does not make it.
    package let cause: Cause
  }

  /// The ABI on which the runs were recorded.
  package let source: Architecture
  /// The machine for which the runs are told now.
  package let target: Architecture
  /// The runs as `target` would have made them.
  package let observations: Observations
  /// By the name there, what was seen in its place here; calls that have one name are not among them.
  package let replacements: [String: [String]]
  /// Calls that have one name on both machines.
  package let same: Int
  /// In the order of architectures and calls.
  package let gaps: [Gap]

  /// - Parameters:
  ///   - observations: of one machine.
  ///   - target: another one.
  ///   - baseline: what stands for a call must be within it, resolved for `target`.
  package init(of observations: Observations, to target: Architecture, within baseline: FlatProfile)
  {
    let source = observations.sourceABI
    let names = Names(
      source: source, target: target, rules: baseline.effectiveRulesByName,
      isOpenByDefault: baseline.defaultAction.runs,
      reach: observations.reach.calls[target].map { Set($0.keys) })
    var replacements: [String: Set<String>] = [:]
    var gaps: [ObservationKey: Gap] = [:]
    var same: Set<SyscallReference> = []
    for (observation, _) in observations.totalsByCall {
      let key = observation.key
      switch names.names(for: key) {
      case .success(let others):
        if others == [key.call.description] {
          same.insert(key.call)
        } else {
          for other in others { replacements[other, default: []].insert(key.call.description) }
        }
      case .failure(let cause):
        gaps[key] = Gap(
          call: key.call, architecture: key.architecture, first: observation.first, cause: cause)
      }
    }
    self.source = source
    self.target = target
    self.observations = observations.mapRuns { run in
      run.retold { key in
        guard case .success(let others) = names.names(for: key) else { return [] }
        return others.map { key.told(as: $0, on: target) }
      }
    }
    let seen = Set(same.map(\.description))
    self.replacements = replacements.filter { !seen.contains($0.key) }.mapValues { $0.sorted() }
    self.same = same.count
    self.gaps = gaps.sorted { $0.key < $1.key }.map(\.value)
  }
}

extension Translation.Gap.Cause: Error {}

extension Observations {
  /// The ABI to translate from: the machine's own where programs have it; else that of the most calls.
  fileprivate var sourceABI: Architecture {
    let counts = totalsByCall.reduce(into: [Architecture: Int]()) { counts, total in
      counts[total.0.key.architecture, default: 0] += total.0.count
    }
    let own = counts.keys.filter { $0.host == $0 }
    return (own.isEmpty ? Array(counts.keys) : own)
      .max { (counts[$0] ?? 0, $1) < (counts[$1] ?? 0, $0) } ?? .x86_64
  }
}

/// What calls are called on another machine.
private struct Names {
  let source: Architecture
  let target: Architecture
  let rules: [String: [Rule]]
  let isOpenByDefault: Bool
  /// What programs of the machine can call; `nil` where nobody looked.
  let reach: Set<String>?

  func names(for key: ObservationKey) -> Result<[String], Translation.Gap.Cause> {
    guard key.architecture == source else { return .failure(.otherABI) }
    guard let call = key.call.syscall else { return .failure(.unknown) }
    if call.exists(on: target) { return .success([call.name]) }
    let name = key.multiplexed ?? call.name
    var others: Set<String> = there([name])
    if others.isEmpty { others = there(Successors.alternatives(to: name, upTo: .libc)) }
    if let reach, !reach.isDisjoint(with: others) { others.formIntersection(reach) }
    if others.isEmpty { others = there(Successors.alternatives(to: name)) }
    guard !others.isEmpty else { return .failure(.noCounterpart) }
    let open = others.filter { name in
      rules[name]?.contains { $0.action.runs } ?? isOpenByDefault
    }
    return open.isEmpty ? .failure(.outsideBaseline(others.sorted())) : .success(open.sorted())
  }

  private func there(_ names: Set<String>) -> Set<String> {
    let known = names.filter { Syscall($0)?.exists(on: target) ?? false }
    // C libraries have made the wide form of stat on 32-bit machines since Linux 2.4.
    return known.filter { !known.contains($0 + "64") }
  }
}

extension ObservationKey {
  /// The call that `socketcall` or `ipc` was made for; `nil` for another call, and where that is not known.
  fileprivate var multiplexed: String? {
    guard let name = call.syscall?.name, let subcall = arguments[0] else { return nil }
    return Multiplexer(named: name)?.name(of: subcall)
  }

  /// The call of another name on another machine, its arguments where they stand there.
  fileprivate func told(as name: String, on target: Architecture) -> ObservationKey {
    let reference = SyscallReference(parsing: name)
    guard let call = call.syscall, let other = Syscall(name), multiplexed == nil || call == other
    else {
      return ObservationKey(architecture: target, call: reference)
    }
    // Requests and options have numbers of their own there.
    let isOther =
      ["ioctl", "setsockopt"].contains(name)
      && !(ArgumentList.holds(on: target) && ArgumentList.holds(on: architecture))
    var moved: [Int: UInt64] = [:]
    for index in arguments.indices where !isOther {
      // Moved to where all others have it; doing that twice undoes it.
      let common = call.position(ofArgument: index, on: architecture)
      if let position = Successors.position(ofArgument: common, of: call.name, in: name) {
        moved[other.position(ofArgument: position, on: target)] = arguments[index]
      }
    }
    return ObservationKey(
      architecture: target, call: reference, arguments: ArgumentValues(moved))
  }
}
