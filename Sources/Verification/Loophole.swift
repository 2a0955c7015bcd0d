internal import Findings
internal import Filters
internal import JSON
internal import Observations
internal import Profiles
internal import Syscalls

/// A call with which the kernel can be made to do what a profile's conditions refuse, because they
/// compare bits of registers that the kernel does not read.
struct Loophole {
  let architecture: Architecture
  let call: Syscall
  /// One for each value that should be refused, the simplest first, up to ``shown``.
  let invocations: [Invocation]
  /// What the kernel reads of the arguments.
  let view: KernelView

  static let shown = 8

  /// The loopholes of a filter that is in `diagrams`.
  static func all(
    in filter: Diagram<Verdict>, on architectures: [Architecture], _ diagrams: Diagrams
  ) throws(TooComplex) -> [Loophole] {
    var diagrams = diagrams
    var result: [Loophole] = []
    for architecture in architectures.sorted() where architecture.hasNumbers {
      for call in Syscall.all {
        guard let asked = Invocation(call, on: architecture) else { continue }
        let answers = diagrams.arguments(
          of: filter, token: asked.architectureToken, number: asked.number)
        guard diagrams.constant(answers) == nil else { continue }
        let view = KernelView(of: call, on: architecture)
        let running = try diagrams.map(answers) { !$0.refuses }
        var rest = try diagrams.unbound(in: running, view)
        var invocations: [Invocation] = []
        while invocations.count < shown, let found = diagrams.simplestCall(in: rest) {
          invocations.append(
            Invocation(
              architectureToken: asked.architectureToken, number: asked.number,
              arguments: found.arguments))
          // Those with more in other arguments show nothing else.
          let telling = found.arguments.indices.filter { found.arguments[$0] != 0 }
          rest = try diagrams.subtracting(
            try diagrams.calls(reading: found.arguments, at: telling, view), from: rest)
        }
        if !invocations.isEmpty {
          result.append(
            Loophole(
              architecture: architecture, call: call, invocations: invocations, view: view))
        }
      }
    }
    return result
  }

  /// Of which arguments the conditions look at more than the kernel reads.
  private var arguments: [Int] {
    (0..<Invocation.argumentCount).filter { index in
      invocations.contains { view.cutting($0.arguments[index], at: index) != nil }
    }
  }

  /// A finished sentence, without a name of whose conditions they are.
  var facts: String {
    let widths = arguments.map { index in
      "\(view.read[index].nonzeroBitCount) bits of "
        + ArgumentRegion.name(ofArgument: index, of: call.name)
    }
    return "The conditions on \(call.name) do not bind: the kernel reads "
      + "\(widths.joined(separator: " and ")), the filter compares more, so that "
      + "\(invocations[0].spelling) passes and does what they refuse."
  }
}

extension Finding {
  /// - Parameter subject: whose conditions they are.
  init(
    _ loophole: Loophole, of subject: EnforcedProfile, within baseline: EnforcedProfile,
    help: String
  ) {
    self.init(
      .conditionDoesNotBind, .warning, at: subject.location(of: loophole.call.name),
      architecture: loophole.architecture, calls: [loophole.call.name],
      facts: "\(loophole.facts) \(help)",
      witnesses: loophole.invocations.map {
        Finding.Witness(
          $0, profile: subject.filter.simulate($0).verdict,
          baseline: baseline.filter.simulate($0).verdict)
      })
  }
}
