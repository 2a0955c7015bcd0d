internal import Findings
internal import Filters
internal import Minimization
internal import Profiles
internal import Syscalls

extension Verifier {
  /// What the runtime needs and the profile lacks.
  func floorFindings(
    _ floor: RuntimeFloor, _ subject: EnforcedProfile, within baseline: EnforcedProfile
  ) -> [Finding] {
    let needed = Dictionary(uniqueKeysWithValues: floor.needed.map { ($0.name, $0.makers) })
    let seen = Dictionary(uniqueKeysWithValues: floor.calls.map { ($0.name, $0.makers) })
    var missing: [String: [String]] = [:]
    var outside: Set<String> = []
    var findings: [Finding] = []
    for name in Set(needed.keys).union(seen.keys).sorted() {
      guard let call = Syscall(name),
        let anyArguments = PartialInvocation(call, on: environment.architecture)
      else { continue }
      let allowed = baseline.answer(to: anyArguments)
      guard !allowed.isRefusal else {
        outside.insert(name)
        continue
      }
      switch (subject.answer(to: anyArguments), needed[name]) {
      case (.refuses(let verdict), let makers?):
        findings.append(
          .init(
            .needsMore, .error, at: subject.location(of: name),
            architecture: environment.architecture, calls: [name],
            facts:
              "No container starts without \(name): \(makers.listed) "
              + "\(makers.count == 1 ? "makes" : "make") it under the filter before the program "
              + "starts, and the profile answers \(verdict.spelling). Allow the call."))
      case (.refuses, nil):
        missing[name] = seen[name]
      case (.undecided, _) where allowed == .runs:
        findings.append(
          .init(
            .needsMore, .warning, at: subject.location(of: name),
            architecture: environment.architecture, calls: [name],
            facts: "\(name) runs with some arguments only, but the runtime makes it with "
              + "arguments of its own before the program starts. Allow it without conditions."))
      default: break
      }
    }
    let obstacles = floor.neededByStart.map { $0.intersection(outside) }
    if obstacles.allSatisfy({ !$0.isEmpty }) {
      let names = Set(obstacles.joined()).sorted()
      findings.append(
        .init(
          .outsideBaseline, .error, architecture: environment.architecture, calls: names,
          facts: "No container starts within the baseline: it refuses \(names.listed), which "
            + "runtimes call under the filter before the program starts. Take another baseline."))
    }
    if !missing.isEmpty {
      let makers = Set(missing.values.joined()).sorted()
      findings.append(
        .init(
          .needsMore, .warning, architecture: environment.architecture,
          calls: missing.keys.sorted(),
          facts:
            "\(makers.listed) \(makers.count == 1 ? "was" : "were") seen to make these calls at some "
            + "starts or in docker exec, and the profile refuses them: "
            + "\(missing.keys.sorted().listed). Allow them, lest a start fails now and then."))
    }
    return findings
  }
}
