internal import Filters
internal import Minimization
internal import Profiles
internal import Syscalls

/// A profile's filter beside its baseline's: where it lets more run, and where it refuses otherwise.
///
/// Both programs are asked about every number of every architecture that one of them knows, about
/// −1, the x32 range and the numbers beyond the tables (``Numbers``), and about foreign
/// architectures. Where neither verdict depends on arguments, which is so for all but a handful of
/// calls, that decides it for all arguments. The rest is tried with values around the edges of both
/// profiles' conditions (``BoundaryArguments``). For conditions as they are usually written those
/// stand for all values, provided that the filters compare arguments with nothing but the constants
/// of the rules; for masks of many bits beside other conditions, and for many conditions on several
/// arguments, they are a search that may miss a difference which only an odd combination shows. How
/// many calls were decided in which way is counted. The instruction pointer is taken to be 0:
/// profiles cannot speak of it.
///
/// Only the profiles' own programs decide what runs: a runtime's stub never lets a call run.
struct Comparison {
  /// A call that the two answer differently.
  struct Change: Hashable {
    let invocation: Invocation
    let profile: Verdict
    let baseline: Verdict

    var witness: Witness {
      Witness(invocation: invocation, profile: profile, baseline: baseline)
    }
  }

  let subject: EnforcedProfile
  let baseline: EnforcedProfile
  private(set) var looser: [Change] = []
  /// Refused by both, and not alike; named calls of architectures that both know.
  private(set) var refusals: [Change] = []
  private(set) var counts = Report.Summary.Comparison()
  private(set) var allowedCalls: [Architecture: Int] = [:]

  /// Architectures that both filters know.
  let common: Set<Architecture>

  init(of subject: EnforcedProfile, with baseline: EnforcedProfile, native: Architecture) {
    self.subject = subject
    self.baseline = baseline
    let own = subject.profile.filteredArchitectures(native: native)
    let others = baseline.profile.filteredArchitectures(native: native)
    common = Set(own).intersection(others)
    for architecture in own { allowedCalls[architecture] = 0 }

    let numbers = Numbers(toldApartBy: [subject.filter, baseline.filter])
    let known = Set((own + others).map(\.auditToken))
    let foreign = Set(Architecture.allCases.map(\.auditToken) + [0, .max]).subtracting(known)
    for token in known.sorted() {
      for number in numbers.all(token: token) {
        compare(Invocation(architectureToken: token, number: number))
      }
    }
    for token in foreign.sorted() {
      for number in Numbers.odd {
        compare(Invocation(architectureToken: token, number: number))
      }
    }
  }

  private mutating func compare(_ call: Invocation) {
    let anyArguments = PartialInvocation(call, unknown: Set(0..<Invocation.argumentCount))
    let own = subject.filter.decide(anyArguments)
    let other = baseline.filter.decide(anyArguments)
    if own.mayRun, let known = call.call?.syscall, let architecture = call.architecture,
      known.exists(on: architecture)
    {
      allowedCalls[architecture, default: 0] += 1
    }
    if case .decided(let profile) = own, case .decided(let baseline) = other {
      counts.decided += 1
      note(call, profile, baseline)
      return
    }
    let boundaries = BoundaryArguments(of: conditions(of: call))
    if boundaries.isComplete, call.call?.syscall != nil {
      counts.enumerated += 1
    } else if rulesRepeatBaseline(for: call) {
      counts.decidedByRules += 1
    } else {
      counts.sampled += 1
    }
    for arguments in boundaries.combinations {
      let sample = Invocation(
        architectureToken: call.architectureToken, number: call.number, arguments: arguments)
      note(
        sample, subject.filter.simulate(sample).verdict, baseline.filter.simulate(sample).verdict)
    }
  }

  private mutating func note(_ call: Invocation, _ profile: Verdict, _ baseline: Verdict) {
    if profile.lets(moreRunThan: baseline) {
      looser.append(Change(invocation: call, profile: profile, baseline: baseline))
      return
    }
    guard let architecture = call.architecture, common.contains(architecture),
      call.call?.syscall != nil
    else { return }
    for (ownStub, otherStub) in zip(subject.stubs, self.baseline.stubs) {
      let change = Change(
        invocation: call, profile: ownStub.verdict(for: call) ?? profile,
        baseline: otherStub.verdict(for: call) ?? baseline)
      if change.profile != change.baseline, change.profile.refuses, change.baseline.refuses {
        refusals.append(change)
      }
    }
  }

  /// The conditions of both profiles that bear on a call; for a multiplexer also its sub-calls'.
  private func conditions(of call: Invocation) -> [Condition] {
    guard let name = call.call?.syscall?.name, let architecture = call.architecture else {
      return []
    }
    let subcalls = Multiplexers.subcalls(of: name)
    let selectors = subcalls.compactMap { Multiplexers.route(to: $0, on: architecture)?.subcall }
    let rules = ([name] + subcalls).flatMap {
      (subject.rulesByName[$0] ?? []) + (baseline.rulesByName[$0] ?? [])
    }
    var seen: Set<Condition> = []
    return (rules.flatMap(\.conditions) + selectors.map { Condition(0, .equal, $0) })
      .filter { seen.insert($0.canonical).inserted }
  }

  /// Whether every way in which the profile's rules let the call run is one of the baseline's, or
  /// one of them under further conditions, and libseccomp is known to compile both rightly.
  private func rulesRepeatBaseline(for call: Invocation) -> Bool {
    guard let name = call.call?.syscall?.name, Multiplexers.subcalls(of: name).isEmpty,
      !subject.profile.defaultAction.runs, !baseline.profile.defaultAction.runs
    else { return false }
    for side in [subject, baseline] {
      let rules = side.rulesByName[name] ?? []
      // Overlapping rules of different actions have no order that is documented.
      guard rules.allSatisfy(\.action.runs), RuleShape(of: rules.flatMap(\.alternatives)) != nil
      else { return false }
    }
    let allowed = baseline.runningAlternatives(of: name)
    return subject.runningAlternatives(of: name).allSatisfy { alternative in
      allowed.contains { $0.isSubset(of: alternative) }
    }
  }
}

extension Decision {
  fileprivate var mayRun: Bool {
    switch self {
    case .decided(let verdict): !verdict.refuses
    case .undecided(_, let verdicts): verdicts.map { !$0.allSatisfy(\.refuses) } ?? true
    }
  }
}
