internal import Filters
internal import Findings
internal import Minimization
internal import Observations
internal import Profiles
internal import Syscalls
internal import Text

extension Check {
  static let errnoChanged: Check = .init(
    .errnoChanged, .warning, .medium,
    title: "A call is refused otherwise than by the baseline, or than callers count on; an error "
      + "where ENOSYS is taken from callers that go on after it alone.",
    help: "Add a rule with the baseline's answer, or with SCMP_ACT_ERRNO and errnoRet 38."
  ) { examination in
    guard let filter = examination.filter else { return [] }
    return (filter.proof.comparison?.refusalFindings ?? []) + filter.probeFindings
  }
}

extension Comparison {
  /// Calls that both refuse, and not alike; one finding for each way.
  fileprivate var refusalFindings: [Finding] {
    let kinds = Dictionary(grouping: refusals) { Change($0.key, under: $0.value) }
    return kinds.map { refusal, calls in
      let witnesses = calls.map(\.key.witness).sorted()
      let names = Set(witnesses.compactMap(\.syscall?.name)).sorted()
      let them = names.count == 1 ? "it" : "them"
      let architectures = Set(witnesses.compactMap(\.architecture))
      let unlisted = architectures.subtracting(subject.profile.architectures)
      let runtime = refusal.runtime.map { RuntimeStub.Runtime.names(of: [$0]) } ?? ""
      let under = runtime.isEmpty ? "" : " under \(runtime)"
      let isUnlisted = refusal.runtime == .olderRunc && !unlisted.isEmpty
      return Finding(
        .errnoChanged, refusal.isMissedProbe ? .error : Check.errnoChanged.severity,
        at: isUnlisted
          ? subject.profile.places.defaultAction : subject.location(ofFirst: names),
        architecture: architectures.count == 1 ? architectures.first : nil, calls: names,
        facts: refusal.isMissedProbe
          ? "\(names.listed) would get \(refusal.profile.spelling) instead of ENOSYS, after which alone "
            + "callers go on without \(them)\(under.isEmpty ? "" : ",")\(under)."
          : "Refused as \(refusal.profile.spelling) instead of \(refusal.baseline.spelling)\(under): "
            + "\(names.listed).",
        help: isUnlisted
          ? "List \(unlisted.sorted().map(\.scmpName).listed) in architectures: \(runtime) answers ENOSYS "
            + "to newer calls of listed ones alone."
          : refusal.isMissedProbe
            ? "Add a rule for \(them) with SCMP_ACT_ERRNO and errnoRet 38."
            : "Should a program mind, add a rule with the baseline's answer.",
        witnesses: Array(witnesses.prefix(Self.shownWitnesses)))
    }
  }

  /// A way in which a refusal changed.
  private struct Change: Hashable {
    let profile: Verdict
    let baseline: Verdict
    /// Whether ENOSYS was taken from callers that count on it.
    let isMissedProbe: Bool
    /// The runc under which alone it changed; `nil` where runc's releases do not differ.
    let runtime: RuntimeStub.Runtime?

    init(_ refusal: Refusal, under runtimes: Set<RuntimeStub.Runtime>) {
      let releases = runtimes.subtracting([.crun])
      runtime = releases.count == 1 ? releases.first : nil
      profile = refusal.profile
      baseline = refusal.baseline
      isMissedProbe =
        baseline == .errno(Errno.ENOSYS.rawValue)
        && refusal.invocation.architecture.map {
          Probes.contains(refusal.invocation.call?.syscall?.name ?? "", on: $0)
        } ?? false
    }
  }
}

extension FilterExamination {
  /// Calls that libraries try and do without where they get ENOSYS, that the baseline lets run and that
  /// the profile refuses in another way; one finding for each way. Of what was observed, and of what
  /// runtimes need, other findings tell.
  fileprivate var probeFindings: [Finding] {
    let architecture = verifier.environment.architecture
    let told = Set(totals.map(\.observation.key.call.description)).union(floor.calls.map(\.name))
    var missed: [Verdict: [String]] = [:]
    for call in Syscall.all
    where Probes.contains(call.name, on: architecture) && !told.contains(call.name) {
      guard let anyArguments = PartialInvocation(call, on: architecture),
        !baseline.verdict(for: anyArguments).isRefusal,
        case .refuses(let verdict) = subject.verdict(for: anyArguments),
        verdict != .errno(Errno.ENOSYS.rawValue)
      else { continue }
      missed[verdict, default: []].append(call.name)
    }
    return missed.map { verdict, names in
      Finding(
        .errnoChanged, Check.errnoChanged.severity,
        at: subject.location(ofFirst: names),
        architecture: architecture, calls: names.sorted(),
        facts: "Refused as \(verdict.spelling), while callers go on without "
          + "\(names.count == 1 ? "it" : "them") after ENOSYS alone: \(names.sorted().listed).",
        help: "Add a rule with SCMP_ACT_ERRNO and errnoRet 38.")
    }
  }
}
