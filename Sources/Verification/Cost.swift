internal import Filters
internal import Observations
package import Syscalls

/// What the observed calls pay for a filter, in instructions of the kernel's interpreter.
package struct Cost: Hashable, Sendable {
  /// Observed calls, weighted by how often they were made, that the mean is about.
  package private(set) var calls = 0
  /// Instructions that all of them together execute.
  package private(set) var instructions = 0
  /// The dearest call, in instructions.
  package private(set) var worst = 0
  /// Calls that the kernel cannot answer from its bitmap (``Filter/isConstantAllow(number:architectureToken:)``)
  /// because the verdict depends on arguments. Sorted.
  package private(set) var outsideBitmap: [Syscall] = []

  /// Instructions per call; 0 for no calls.
  package var mean: Double { calls == 0 ? 0 : Double(instructions) / Double(calls) }

  /// Observed calls that the filter does not let run are left out: they are told elsewhere.
  init(of totals: [Observations.Total], under filter: Filter) {
    var outside: Set<Syscall> = []
    for (observation, _) in totals {
      let key = observation.key
      guard let syscall = key.call.syscall,
        let invocation = Invocation(
          syscall, on: key.architecture,
          arguments: (0..<Invocation.argumentCount).map { key.arguments[$0] ?? 0 })
      else { continue }
      let simulation = filter.simulate(invocation)
      guard simulation.verdict.runsCall else { continue }
      calls += observation.count
      instructions += observation.count * simulation.steps
      worst = max(worst, simulation.steps)
      if !filter.isConstantAllow(
        number: invocation.number, architectureToken: invocation.architectureToken)
      {
        outside.insert(syscall)
      }
    }
    outsideBitmap = outside.sorted()
  }
}
