internal import Filters
internal import Profiles
internal import Syscalls

/// A call with which the kernel can be made to do what a profile's conditions refuse, because they
/// compare bits of registers that the kernel does not read.
struct Loophole {
  let architecture: Architecture
  let call: Syscall
  /// One for each value that should be refused, the simplest first, up to ``shown``.
  let invocations: [Invocation]
  /// How many arguments tell each of them apart from calls that do not pass.
  let telling: [Int]
  /// What the kernel reads of the arguments.
  let view: KernelView

  static let shown = 8

  /// The loopholes of a profile, whose filter is in `diagrams`.
  static func all(
    in subject: EnforcedProfile, _ filter: Diagram<Verdict>, on architectures: [Architecture],
    _ diagrams: Diagrams
  ) throws(TooComplex) -> [Loophole] {
    let conditioned = subject.rulesByName.filter { _, rules in
      rules.contains { !$0.conditions.isEmpty }
    }
    let calls = conditioned.keys.compactMap { Syscall($0) }.sorted()
    var diagrams = diagrams
    var result: [Loophole] = []
    for architecture in architectures.sorted() where architecture.hasNumbers {
      for call in calls {
        guard let asked = Invocation(call, on: architecture) else { continue }
        let answers = diagrams.arguments(
          of: filter, token: asked.architectureToken, number: asked.number)
        guard diagrams.constant(answers) == nil else { continue }
        let view = KernelView(of: call, on: architecture)
        let running = try diagrams.map(answers) { !$0.refuses }
        var rest = try diagrams.unbound(in: running, view)
        var invocations: [Invocation] = []
        var counts: [Int] = []
        while invocations.count < shown, let found = diagrams.simplestCall(in: rest) {
          invocations.append(
            Invocation(
              architectureToken: asked.architectureToken, number: asked.number,
              arguments: found.arguments))
          counts.append(try diagrams.tellingArguments(of: found, in: running))
          // Those with more in other arguments show nothing else.
          let telling = found.arguments.indices.filter { found.arguments[$0] != 0 }
          rest = try diagrams.subtracting(
            try diagrams.calls(reading: found.arguments, at: telling, view), from: rest)
        }
        if !invocations.isEmpty {
          result.append(
            Loophole(
              architecture: architecture, call: call, invocations: invocations, telling: counts,
              view: view))
        }
      }
    }
    return result
  }

  /// Of which arguments the conditions look at more than the kernel reads.
  var arguments: [Int] {
    (0..<Invocation.argumentCount).filter { index in
      invocations.contains { view.cutting($0.arguments[index], at: index) != nil }
    }
  }
}
