package import Findings
package import Syscalls

/// The machines on which runs were recorded.
extension Observations {
  /// What was recorded on machines of one architecture.
  package struct Machine: Hashable, Sendable {
    /// The machine's own ABI.
    package let architecture: Architecture
    package fileprivate(set) var runs = 0
    package fileprivate(set) var calls = 0
    /// The least place that shows a call.
    package fileprivate(set) var first: SourceLocation
  }

  /// All machines that the runs show, in the order of their names. i386 is x86-64's, for one machine runs both.
  package var machines: [Machine] {
    var machines: [Architecture: Machine] = [:]
    for run in runs {
      var seen: Set<Architecture> = []
      for observation in run.observations {
        let host = observation.key.architecture.host
        var machine =
          machines[host] ?? Machine(architecture: host, first: observation.first)
        machine.calls += observation.count
        machine.first = min(machine.first, observation.first)
        if seen.insert(host).inserted { machine.runs += 1 }
        machines[host] = machine
      }
    }
    return machines.values.sorted { $0.architecture < $1.architecture }
  }

  /// The ABIs of all observations, sorted.
  package var architectures: [Architecture] {
    Set(runs.lazy.flatMap(\.observations).map(\.key.architecture)).sorted()
  }

  /// The runs with calls that a machine of `architecture` can make, and what the other runs show.
  package func divided(for architecture: Architecture) -> (own: Self, others: [Machine]) {
    let served = [architecture] + architecture.companions
    var own: [Run] = []
    var others: [Run] = []
    for run in runs {
      let isOwn = run.observations.contains { served.contains($0.key.architecture) }
      if isOwn { own.append(run) } else { others.append(run) }
    }
    return (Self(runs: own, unread: unread, reach: reach), Self(runs: others).machines)
  }
}
