internal import Findings
internal import Filters
internal import Minimization
internal import Observations
internal import Profiles
internal import Syscalls

extension Verifier {
  /// Calls that libraries try and do without where they get ENOSYS, that the baseline lets run and that
  /// the profile refuses in another way; one finding for each way. Of what was observed, and of what
  /// runtimes need, other findings tell.
  func probeFindings(
    _ floor: RuntimeFloor, _ subject: EnforcedProfile, within baseline: EnforcedProfile
  ) -> [Finding] {
    let told = Set(observations.calls.map(\.description))
      .union(floor.calls.map(\.name))
    var missed: [Verdict: [String]] = [:]
    for call in Syscall.all
    where Probes.contains(call.name, on: environment.architecture)
      && !told.contains(call.name)
    {
      guard let anyArguments = PartialInvocation(call, on: environment.architecture),
        !baseline.answer(to: anyArguments).isRefusal,
        case .refuses(let verdict) = subject.answer(to: anyArguments), verdict != .errno(38)
      else { continue }
      missed[verdict, default: []].append(call.name)
    }
    return missed.map { verdict, names in
      Finding(
        .errnoChanged, .warning, at: names.count == 1 ? subject.location(of: names[0]) : nil,
        architecture: environment.architecture, calls: names.sorted(),
        facts: "Refused as \(verdict.spelling), while callers go on without "
          + "\(names.count == 1 ? "it" : "them") after ENOSYS alone: \(names.sorted().listed). Add a "
          + "rule with SCMP_ACT_ERRNO and errnoRet 38.")
    }.sorted { $0.message < $1.message }
  }
}
