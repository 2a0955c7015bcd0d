internal import Filters
internal import Findings
internal import Profiles
internal import Syscalls

/// A profile's filter beside its baseline's: where it lets more run, and where it refuses otherwise.
///
/// Exact: both programs become diagrams over every architecture token, number, instruction pointer
/// and argument (``Diagrams``), so that what is not found is not there. ``Verdict/lets(moreRunThan:)``
/// says what looser means.
///
/// Only the profiles' own programs decide what runs: a runtime's stub never lets a call run.
struct Comparison {
  /// What is looser about one call, or about those of one architecture that have no name.
  struct Looser {
    let architecture: Architecture?
    let name: String?
    /// Simplest first, one at least.
    let witnesses: [Finding.Witness]
    /// The arguments concerned, where they can be said in words and are not all.
    let arguments: String?
    /// Whether the default action lets calls run, and no rule in the profile's filter is about this one.
    let isByDefault: Bool
    /// Whether all arguments are concerned.
    let isWhole: Bool
  }

  /// A call that both refuse, and not alike.
  struct Refusal: Hashable {
    let invocation: Invocation
    /// How many of its arguments tell it apart from calls that are refused alike.
    let telling: Int
    let profile: Verdict
    let baseline: Verdict

    var witness: Finding.Witness {
      Finding.Witness(invocation, showing: telling, profile: profile, baseline: baseline)
    }
  }

  let subject: EnforcedProfile
  let baseline: EnforcedProfile
  private(set) var looser: [Looser] = []
  /// Named calls of architectures that both know, and the runtimes in question under which they differ.
  private(set) var refusals: [Refusal: Set<RuntimeStub.Runtime>] = [:]
  private(set) var counts = VerificationResult.Summary.Comparison()
  private(set) var allowedCalls: [Architecture: Int] = [:]

  /// Architectures that both filters know.
  let common: Set<Architecture>

  private var diagrams: Diagrams
  private let own: Diagram<Verdict>
  private let other: Diagram<Verdict>

  /// How many calls a finding shows.
  static let shownWitnesses = 8

  /// - Parameters:
  ///   - filter: the subject's, in `diagrams`.
  ///   - other: the baseline's.
  init(
    of subject: EnforcedProfile, _ filter: Diagram<Verdict>, with baseline: EnforcedProfile,
    _ other: Diagram<Verdict>, native: Architecture, in diagrams: Diagrams
  ) throws(TooComplex) {
    self.subject = subject
    self.baseline = baseline
    let known = subject.profile.filteredArchitectures(native: native)
    common = Set(known)
      .intersection(baseline.profile.filteredArchitectures(native: native))
    for architecture in known { allowedCalls[architecture] = 0 }
    self.diagrams = diagrams
    own = filter
    self.other = other
    try compare()
  }

  private mutating func compare() throws(TooComplex) {
    let looser = try diagrams.callsLooser(in: own, than: other)
    var stacks: [(runtime: RuntimeStub.Runtime, own: Diagram<Verdict>, other: Diagram<Verdict>)] =
      []
    for (ownStub, otherStub) in zip(subject.stubs, baseline.stubs) {
      stacks.append(
        (
          ownStub.runtime, try stack(own, behind: ownStub), try stack(other, behind: otherStub)
        ))
    }
    var unnamed = looser
    for architecture in Architecture.allCases where architecture.hasNumbers {
      let looserHere = try diagrams.intersection(
        try diagrams.region(token: architecture.auditToken), looser)
      guard allowedCalls[architecture] != nil || looserHere != .none else { continue }
      for syscall in Syscall.all {
        guard let call = Invocation(syscall, on: architecture) else { continue }
        try note(looser, of: call, syscall, architecture)
        if common.contains(architecture) {
          for (runtime, own, other) in stacks {
            try noteRefusals(own, other, looser, of: call, under: runtime)
          }
        }
        if diagrams.arguments(of: looser, call) != .none {
          unnamed = try diagrams.subtracting(
            try diagrams.region(token: call.architectureToken, number: call.number), from: unnamed)
        }
      }
    }
    try noteUnnamed(unnamed)
    counts.nodes = diagrams.nodeCount
  }

  private mutating func stack(
    _ answers: Diagram<Verdict>, behind stub: RuntimeStub
  ) throws(TooComplex) -> Diagram<Verdict> {
    try diagrams.choose(
      in: try diagrams.region(of: stub), try diagrams.constant(RuntimeStub.answer),
      elsewhere: answers)
  }

  private mutating func note(
    _ looser: Region, of call: Invocation, _ syscall: Syscall, _ architecture: Architecture
  ) throws(TooComplex) {
    if allowedCalls[architecture] != nil {
      let answers = diagrams.arguments(of: own, call)
      let verdict = diagrams.constant(answers)
      if !(verdict.map(\.refuses) ?? diagrams.values(of: answers).allSatisfy(\.refuses)) {
        allowedCalls[architecture, default: 0] += 1
      }
      counts.calls += 1
      if verdict == nil || diagrams.constant(diagrams.arguments(of: other, call)) == nil {
        counts.dependentOnArguments += 1
      }
    }
    let region = diagrams.arguments(of: looser, call)
    guard region != .none else { return }
    let calls = try diagrams.simplestCalls(
      in: looser, token: call.architectureToken, number: call.number,
      limit: Self.shownWitnesses)
    let words = try diagrams.argumentRegion(region)?.description(for: syscall.name)
    var witnesses: [Finding.Witness] = []
    for call in calls {
      witnesses.append(
        witness(call, showing: try diagrams.tellingArguments(of: call, in: region)))
    }
    self.looser.append(
      Looser(
        architecture: architecture, name: syscall.name, witnesses: witnesses,
        arguments: region == .all ? nil : words,
        isByDefault: subject.profile.defaultAction.mayRun
          && subject.rules(of: syscall.name, on: architecture).isEmpty,
        isWhole: region == .all))
  }

  /// What is left of the looser calls has no name; one call for each architecture shows it.
  private mutating func noteUnnamed(_ region: Region) throws(TooComplex) {
    var rest = region
    while looser.count(where: { $0.name == nil }) < Self.shownWitnesses,
      let call = diagrams.simplestCall(in: rest)
    {
      looser.append(
        Looser(
          architecture: call.architecture, name: nil, witnesses: [witness(call)], arguments: nil,
          isByDefault: subject.profile.defaultAction.mayRun, isWhole: true))
      var shown = try diagrams.region(token: call.architectureToken)
      if call.architectureToken == Architecture.x86_64.auditToken {
        let x32 = try diagrams.subtracting(
          try diagrams.region(number: .max),
          from: try diagrams.region(number: .anyBit, Architecture.x32Bit))
        shown =
          call.architecture == .x32
          ? try diagrams.intersection(shown, x32) : try diagrams.subtracting(x32, from: shown)
      }
      rest = try diagrams.subtracting(shown, from: rest)
    }
  }

  private mutating func noteRefusals(
    _ own: Diagram<Verdict>, _ other: Diagram<Verdict>, _ looser: Region, of call: Invocation,
    under runtime: RuntimeStub.Runtime
  ) throws(TooComplex) {
    let first = diagrams.arguments(of: own, call)
    let second = diagrams.arguments(of: other, call)
    guard first != second else { return }
    let pairs = try diagrams.pairs(first, second)
    let looser = diagrams.arguments(of: looser, call)
    for pair in diagrams.values(of: pairs)
    where pair.first != pair.second && pair.first.refuses && pair.second.refuses {
      let region = try diagrams.subtracting(looser, from: try diagrams.map(pairs) { $0 == pair })
      guard let arguments = diagrams.simplestCall(in: region)?.arguments else { continue }
      let example = Invocation(
        architectureToken: call.architectureToken, number: call.number, arguments: arguments)
      refusals[
        Refusal(
          invocation: example,
          telling: try diagrams.tellingArguments(of: example, in: region),
          profile: pair.first, baseline: pair.second), default: []
      ].insert(runtime)
    }
  }

  private func witness(_ call: Invocation, showing count: Int = 0) -> Finding.Witness {
    Finding.Witness(
      call, showing: count, profile: answer(of: subject, own, to: call),
      baseline: answer(of: baseline, other, to: call))
  }

  /// What a call gets under the first of the runtimes in question.
  private func answer(
    of profile: EnforcedProfile, _ filter: Diagram<Verdict>, to call: Invocation
  ) -> Verdict {
    profile.stubs.first?.verdict(for: call) ?? diagrams.value(of: filter, for: call)
  }
}

extension Diagrams {
  /// The diagram for the token and number of a call.
  fileprivate func arguments<Leaf>(of diagram: Diagram<Leaf>, _ call: Invocation) -> Diagram<Leaf> {
    arguments(of: diagram, token: call.architectureToken, number: call.number)
  }
}
