internal import Filters
internal import Observations
internal import Syscalls

/// What filter and runtime together make of a call that is known in part.
enum StackVerdict: Equatable {
  case runs
  /// Under one of the runtimes in question at least.
  case refuses(Verdict)
  /// It depends on these arguments, which are not known.
  case undecided([Int])

  var isRefusal: Bool { if case .refuses = self { true } else { false } }
}

extension EnforcedProfile {
  func verdict(for call: PartialInvocation) -> StackVerdict {
    for stub in stubs {
      // A stub looks at the number alone.
      if let verdict = stub.verdict(for: call.invocation) { return .refuses(verdict) }
    }
    switch filter.decide(call) {
    case .decided(let verdict): return verdict.runsCall ? .runs : .refuses(verdict)
    case .undecided(let arguments, let verdicts):
      if let verdicts, verdicts.allSatisfy(\.runsCall) { return .runs }
      if let verdicts, !verdicts.contains(where: \.runsCall),
        let mildest = verdicts.min(by: { $0.returnValue > $1.returnValue })
      {
        return .refuses(mildest)
      }
      return .undecided(arguments.sorted())
    }
  }
}

extension Verdict {
  /// As messages say it: `EPERM (errno 1)`, `allow`, `kill thread`.
  var spelling: String {
    if case .errno(let number) = self {
      return "\(KernelConstants.shared.name(ofErrno: number)) (errno \(number))"
    }
    return description
  }
}
