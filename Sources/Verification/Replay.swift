internal import Findings
internal import Filters
internal import JSON
internal import Minimization
internal import Observations
internal import Syscalls

/// Every observation, put to the profile's filter and to the baseline's.
struct Replay {
  private(set) var findings: [Finding] = []
  private(set) var undecided: [VerificationResult.Undecided] = []
  private(set) var counts = VerificationResult.Summary.Replay()

  private let native: Architecture

  init(
    of totals: [Observations.Total], through subject: EnforcedProfile,
    within baseline: EnforcedProfile, native: Architecture
  ) {
    self.native = native
    var failures = Failures()
    var outside: [Observation] = []
    for (observation, _) in totals {
      let forms = observation.key.forms
      // Of several ways to one call, those count that the baseline leaves open.
      let open = forms.filter { !baseline.answer(to: $0).isRefusal }
      switch Use(observation.outcomes, refused: open.isEmpty) {
      case .outside:
        if forms.isEmpty { counts.unnumbered += 1 } else { counts.outside += 1 }
        outside.append(observation)
      case .refused, .absent: counts.unused += 1
      case .used:
        let answers = open.map { (baseline.answer(to: $0), subject.answer(to: $0)) }
        judge(observation, answers, subject, baseline, &failures)
      }
    }
    findings += failures.findings(subject)
    counts.outsideCalls = Set(outside.map(\.key.call.description)).sorted()
    let byCall = Dictionary(grouping: outside) {
      ObservationKey(architecture: $0.key.architecture, call: $0.key.call)
    }
    for (key, observations) in byCall where !subject.runsInstead(of: key.call) {
      findings.append(.outside(observations, within: baseline))
    }
  }

  private mutating func judge(
    _ observation: Observation, _ answers: [(baseline: StackAnswer, subject: StackAnswer)],
    _ subject: EnforcedProfile, _ baseline: EnforcedProfile, _ failures: inout Failures
  ) {
    for case (let allowing, .refuses(let verdict)) in answers {
      counts.failed += 1
      failures.add(observation, verdict: verdict, isCertain: allowing == .runs)
      return
    }
    for case (let allowing, .undecided(let arguments)) in answers {
      counts.undecided += 1
      undecided.append(.init(observation: observation, arguments: arguments))
      // The baseline's own conditions leave open what the baseline leaves open.
      let name = observation.key.call.description
      if allowing == .runs || !subject.leavesOpen(name, as: baseline, native: native) {
        findings.append(.mayNeedMore(observation, arguments: arguments))
      }
      return
    }
    counts.passed += 1
  }
}

/// Observations that the profile refuses, gathered by architecture and call.
private struct Failures {
  private struct Failure {
    var first: Observation
    var verdict: Verdict
    var isCertain: Bool
    var calls = 0
    var variants = 0
  }

  private var failures: [ObservationKey: Failure] = [:]

  mutating func add(_ observation: Observation, verdict: Verdict, isCertain: Bool) {
    let key = ObservationKey(
      architecture: observation.key.architecture, call: observation.key.call)
    var failure =
      failures[key] ?? Failure(first: observation, verdict: verdict, isCertain: isCertain)
    if observation.first < failure.first.first {
      failure.first = observation
      failure.verdict = verdict
      failure.isCertain = isCertain
    }
    failure.calls += observation.count
    failure.variants += 1
    failures[key] = failure
  }

  func findings(_ subject: EnforcedProfile) -> [Finding] {
    failures.sorted { $0.key < $1.key }.map { key, failure in
      let variants = failure.variants == 1 ? "" : " with \(failure.variants) sets of arguments"
      let allowed =
        failure.isCertain
        ? "and the baseline allows it"
        : "and the baseline allows it with some arguments, which the log does not tell"
      return Finding(
        .needsMore, .error, at: Finding.Location(failure.first.first),
        architecture: key.architecture,
        calls: [key.call.description],
        facts:
          "\(failure.first.key.spelling) was used (\(failure.calls.times)\(variants)) \(allowed), "
          + "but the profile answers \(failure.verdict.spelling). Add the call to the profile, or "
          + "generate the profile again with this trace.")
    }
  }
}

extension EnforcedProfile {
  /// Whether something runs that callers of `call` do where that is refused.
  fileprivate func runsInstead(of call: Call) -> Bool {
    Fallbacks.standingIn(for: call.description).contains { !runningAlternatives(of: $0).isEmpty }
  }
}

extension Finding {
  /// - Parameter observations: one or more of one call.
  fileprivate static func outside(
    _ observations: [Observation], within baseline: EnforcedProfile
  ) -> Self {
    let first = observations.sorted { $0.first < $1.first }[0]
    let calls = observations.reduce(0) { $0 + $1.count }
    let answers = first.key.forms.map { baseline.answer(to: $0) }
    let obstacle =
      if case .refuses(let verdict)? = answers.first {
        "the baseline answers \(verdict.spelling), and so must a profile within it"
      } else {
        "whittle's table has no such call, so that no profile can allow it"
      }
    return Self(
      .outsideBaseline, .warning, at: Finding.Location(first.first),
      architecture: first.key.architecture,
      calls: [first.key.call.description],
      facts: "\(first.key.spelling) ran while recording (\(calls.times)), but \(obstacle). Check "
        + "that the program goes on without it, or say what its container is given (--cap-add, "
        + "--baseline).")
  }

  fileprivate static func mayNeedMore(_ observation: Observation, arguments: [Int]) -> Self {
    let list = arguments.map(String.init).joined(separator: ", ")
    return Finding(
      .needsMore, .warning, at: Finding.Location(observation.first),
      architecture: observation.key.architecture, calls: [observation.key.call.description],
      facts: "Undecided: \(observation.key.spelling) was used, and the profile lets it run with "
        + "some values only of argument \(list), which the log does not tell. Record with strace, "
        + "which tells arguments, or take over the baseline's conditions.")
  }
}

extension ObservationKey {
  /// `x86_64 socket(AF_ALG, SOCK_CLOEXEC|SOCK_SEQPACKET, ?)`: `?` for an argument that is not known, the last of those
  /// left out.
  var spelling: String {
    let known = arguments.indices.last.map { last in
      (0...last).map { index in
        arguments[index].map {
          call.syscall?.spelling(of: $0, at: index) ?? "0x" + String($0, radix: 16)
        } ?? "?"
      }
    }
    return "\(architecture) \(call.description.escapedForTerminal)"
      + "(\((known ?? []).joined(separator: ", ")))"
  }

  /// What the filter may have been asked: the call itself, and on ABIs that have one the
  /// multiplexer in front of it. Empty for a call of which no number is known.
  var forms: [PartialInvocation] {
    var forms: [PartialInvocation] = []
    switch call {
    case .name: break
    case .number(let number): forms.append(form(number: number))
    case .known(let syscall):
      if let number = syscall.number(on: architecture) { forms.append(form(number: number)) }
      if let route = Multiplexers.route(to: syscall.name, on: architecture),
        let number = route.multiplexer.number(on: architecture)
      {
        // Argument 1 points to the call's own arguments.
        let invocation = Invocation(
          number: number, on: architecture, arguments: [route.subcall])
        forms.append(PartialInvocation(invocation, unknown: [1, 2, 3, 4, 5]))
      }
    }
    return forms
  }

  private func form(number: UInt32) -> PartialInvocation {
    let widths = call.syscall?.significantArguments(on: architecture) ?? []
    let indices = 0..<Invocation.argumentCount
    return PartialInvocation(
      Invocation(
        number: number, on: architecture, arguments: indices.map { arguments[$0] ?? 0 }),
      known: indices.map { index in
        guard let value = arguments[index] else { return 0 }
        let isInt = widths.contains { $0.index == index && $0.mask != .max }
        // Compilers extend an `int` that is negative with zeros or with its sign, and leave the
        // upper half 0 otherwise. personality's is unsigned: 0xffffffff asks for the present one.
        let isNegative = (0x8000_0000...0xffff_ffff).contains(value)
        return isInt && isNegative && call.description != "personality" ? 0xffff_ffff : .max
      })
  }
}
