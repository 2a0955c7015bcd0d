internal import Filters
internal import Findings
internal import Minimization
internal import Observations
internal import Profiles
internal import Syscalls
internal import Text

extension Check {
  static let needsMore: Check = .init(
    .needsMore, .error, .medium,
    title: "The service or its runtime makes a call that the baseline lets run and the profile "
      + "refuses; a warning where the runtime made it at some starts only, or where it depends on "
      + "arguments.",
    help: "Add the call to the profile, or generate the profile again with this trace."
  ) { examination in
    guard let filter = examination.filter else { return [] }
    let held = filter.replay.doubts.filter {
      filter.subject.runsOrdinaryValues(
        of: $0.observation.key.call, on: $0.observation.key.architecture,
        in: filter.verifier.environment)
    }
    return filter.replay.failures.map { $0.finding }
      + filter.replay.doubts.filter { !held.contains($0) }.map { $0.finding }
      + (held.isEmpty ? [] : [filter.finding(about: held)])
      + filter.floorFindings
  }
}

extension Replay.Failure {
  fileprivate var finding: Finding {
    let variants = self.variants == 1 ? "" : " with \(self.variants) sets of arguments"
    let allowed =
      isCertain
      ? "and the baseline allows it"
      : "and the baseline allows it with some arguments, which the log does not tell"
    return Finding(
      .needsMore, Check.needsMore.severity, at: first.first,
      architecture: first.key.architecture, calls: [first.key.call.description],
      facts: "\(first.key.spelling) was used (\(calls.times)\(variants)) \(allowed), "
        + "but the profile answers \(verdict.spelling).",
      help: Check.needsMore.help)
  }
}

extension VerificationResult.Undecided {
  fileprivate var finding: Finding {
    let list = arguments.map(String.init).joined(separator: ", ")
    return Finding(
      .needsMore, .warning, at: observation.first,
      architecture: observation.key.architecture, calls: [observation.key.call.description],
      arguments: arguments,
      facts: "Undecided: \(observation.key.spelling) was used, and the profile lets it run with "
        + "some values only of argument \(list), which the log does not tell.",
      help: "Record with strace, which tells arguments, or take over the baseline's conditions.")
  }
}

extension FilterExamination {
  /// Calls that the profile lets run with ordinary values, of which the log does not tell the values.
  fileprivate func finding(about held: [VerificationResult.Undecided]) -> Finding {
    let names = Set(held.map(\.observation.key.call.description)).sorted()
    return Finding(
      .needsMore, .warning, at: held.map(\.observation.first).min(), calls: names,
      facts: "The log does not tell the arguments of \(names.listed). The profile lets "
        + "\(names.count == 1 ? "it" : "them") run with ordinary values, and would refuse others.",
      help: "Record with strace, which tells arguments, or generate with --arguments none.")
  }

  /// What the runtime needs and the profile lacks.
  fileprivate var floorFindings: [Finding] {
    let architecture = verifier.environment.architecture
    let needed = Dictionary(uniqueKeysWithValues: floor.needed.map { ($0.name, $0.makers) })
    let seen = Dictionary(uniqueKeysWithValues: floor.calls.map { ($0.name, $0.makers) })
    var missing: [String: [String]] = [:]
    var refused: [String: (makers: [String], verdict: Verdict)] = [:]
    var findings: [Finding] = []
    for name in Set(needed.keys).union(seen.keys).sorted() {
      guard let call = Syscall(name),
        let anyArguments = PartialInvocation(call, on: architecture)
      else { continue }
      let allowed = baseline.verdict(for: anyArguments)
      guard !allowed.isRefusal else { continue }
      switch (subject.verdict(for: anyArguments), needed[name]) {
      case (.refuses(let verdict), let makers?):
        refused[name] = (makers, verdict)
      case (.refuses, nil):
        missing[name] = seen[name]
      case (.undecided, _) where allowed == .runs:
        findings += finding(aboutArgumentsOf: call, on: architecture)
      default: break
      }
    }
    if !refused.isEmpty { findings.append(startFinding(refused)) }
    guard !missing.isEmpty else { return findings }
    let makers = Set(missing.values.joined()).sorted()
    let names = missing.keys.sorted()
    return findings + [
      Finding(
        .needsMore, .warning, at: subject.location(ofFirst: names), architecture: architecture,
        calls: names,
        facts:
          "\(makers.listed) \(makers.count == 1 ? "was" : "were") seen to make these calls at some "
          + "starts or in docker exec, and the profile refuses them: \(names.listed).",
        help: "Allow them, lest a start fails now and then.")
    ]
  }

  /// A call that runs with some arguments only: whether those are among them with which the runtime makes it.
  private func finding(aboutArgumentsOf call: Syscall, on architecture: Architecture) -> [Finding] {
    guard let (index, values) = RuntimeCalls.argumentValues(of: call.name)
    else {
      return [
        Finding(
          .needsMore, .warning, at: subject.location(of: call.name),
          architecture: architecture, calls: [call.name],
          facts: "\(call.name) runs with some arguments only, but the runtime makes it with "
            + "arguments of its own before the program starts.",
          help: "Allow it without conditions.")
      ]
    }
    let refused = values.filter { value in
      PartialInvocation(call, on: architecture, knowing: [(index, 0xffff_ffff, value)])
        .map { subject.verdict(for: $0).isRefusal } ?? false
    }
    guard !refused.isEmpty else { return [] }
    let words = refused.map { call.spelling(of: $0, at: index) }
    return [
      Finding(
        .needsMore, .warning, at: subject.location(of: call.name),
        architecture: architecture, calls: [call.name], arguments: [index],
        facts: "\(call.name) runs with some arguments only, but the runtime makes it with "
          + "\(words.listed) before the program starts or in docker exec.",
        help: "Allow it with these values.")
    ]
  }

  /// The calls without which no container starts, in one finding.
  private func startFinding(_ refused: [String: (makers: [String], verdict: Verdict)]) -> Finding {
    let names = refused.keys.sorted()
    let makers = Set(refused.values.flatMap(\.makers)).sorted()
    let verdicts = Set(refused.values.map(\.verdict.spelling)).sorted()
    let answers = verdicts.joined(separator: " or ")
    let facts =
      names.count == 1
      ? "No container starts without \(names[0]): \(makers.listed) "
        + "\(makers.count == 1 ? "makes" : "make") it under the filter before the program "
        + "starts, and the profile answers \(answers)."
      : "No container starts under \(makers.listed): "
        + "\(makers.count == 1 ? "it makes" : "each makes some of") these calls under the filter before the "
        + "program starts, and the profile answers \(answers): \(names.joined(separator: ", "))."
    return Finding(
      .needsMore, Check.needsMore.severity, at: subject.location(ofFirst: names),
      architecture: verifier.environment.architecture, calls: names, facts: facts,
      help: names.count == 1 ? "Allow the call." : "Allow them, as whittle generate does.")
  }
}
