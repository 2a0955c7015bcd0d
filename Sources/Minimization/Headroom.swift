package import Observations
package import Syscalls

/// Calls that are allowed ahead, for paths that no test has walked: the baseline's, of low risk, and within
/// reach of the programs that the runs loaded.
package struct Headroom: Hashable, Sendable {
  /// How much is allowed ahead.
  package enum Level: String, CaseIterable, Comparable, Hashable, Sendable {
    /// Nothing.
    case none
    /// Benign calls, and ordinary ones that no known weakness needs.
    case benign
    /// Benign and ordinary calls, and clone as the baseline has it: programs that never forked in a test
    /// do so in `docker exec`.
    case reachable
    /// The same, and socket, setsockopt and ioctl.
    case reachableAndProcess = "reachable+process"

    package static func < (left: Self, right: Self) -> Bool {
      let order = allCases
      return order.firstIndex(of: left) ?? 0 < order.firstIndex(of: right) ?? 0
    }
  }

  /// For which of the programs that are run beside the service.
  package enum Exec: String, CaseIterable, Hashable, Sendable {
    /// For none of them.
    case none
    /// A shell, and what health checks are made of.
    case shell
    /// Also what people use to look around and to repair.
    case tools

    func allows(_ mechanism: ReachMechanism) -> Bool {
      switch mechanism {
      case .run, .neighbours, .scripts, .shell, .image: true
      case .execShell: self != .none
      case .execTools: self == .tools
      }
    }
  }

  /// What is allowed ahead at the most.
  package let level: Level
  /// For which of the programs that are run beside the service.
  package let exec: Exec
  /// By architecture and kernel name: why a program can make the call.
  package let calls: [Architecture: [String: ProgramReach.Call]]
  /// Calls that are left out although the level has them.
  package let excluded: Set<String>

  /// Within what the programs of the runs can call.
  package init(
    _ level: Level, of observations: Observations, exec: Exec = .tools,
    excluding excluded: Set<String> = []
  ) {
    self.level = level
    self.exec = exec
    calls = observations.reach.calls.mapValues { calls in
      calls.filter { exec.allows($0.value.mechanism) }
    }
    self.excluded = excluded
  }

  /// How a program makes a call that the level allows ahead on one of the architectures; `nil` for others.
  func call(_ name: String, on architectures: Set<Architecture>) -> ProgramReach.Call? {
    guard !excluded.contains(name), level.contains(name) else { return nil }
    return architectures.compactMap { calls[$0]?[name] }.min()
  }

  /// Every call that some program can make, and the level allows ahead.
  var names: Set<String> { Set(calls.values.flatMap(\.keys).filter { level.contains($0) }) }
}

extension Headroom.Level {
  /// Whether the level holds the call, wherever a program reaches it.
  func contains(_ name: String) -> Bool {
    // They void every rule on arguments of the 32-bit entry.
    if Multiplexer(named: name) != nil { return false }
    switch (self, RiskTier(of: name)) {
    case (.none, _): return false
    case (_, .benign): return true
    case (.benign, .ordinary): return !Self.neededByWeaknesses.contains(name)
    case (_, .ordinary): return true
    default: break
    }
    if self >= .reachable, name == "clone" { return true }
    return self == .reachableAndProcess && Self.process.contains(name)
  }

  private static let process: Set<String> = ["ioctl", "setsockopt", "socket"]

  /// Calls that the exploitation of some known weakness needs.
  private static let neededByWeaknesses: Set<String> = Set(
    Weakness.all.flatMap { weakness in
      weakness.needs.joined().compactMap { way in
        if case .call(let pattern) = way { pattern.call.name } else { nil }
      }
    })
}
