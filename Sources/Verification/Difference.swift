package import Filters
package import Findings
internal import JSON
package import Syscalls

/// How two filters differ, over every possible call.
///
/// Exact, like the comparison with a baseline; two spellings of one meaning do not differ.
package struct Difference: Sendable {
  /// Calls that the second filter answers otherwise than the first, all in the same way.
  package struct Change: Hashable, Sendable {
    /// Which way a change goes.
    package enum Direction: String, CaseIterable, Hashable, Sendable {
      /// The second may let a call run that the first keeps from running.
      case looser
      case tighter
      /// Both refuse, and not alike; or both let it run, and one logs it.
      case answer
    }

    /// Which calls a change is about.
    package enum Scope: Hashable, Sendable {
      /// One, with all arguments or some.
      case call
      /// Every call of an architecture that one filter treats alike.
      case wholeArchitecture
      /// Those of an architecture that have no name.
      case unnamed
      /// All that both filters answer as they answer by default.
      case byDefault
      /// All that the runtime answers before one of the filters is asked.
      case beforeTheFilter
    }

    /// Which way the change goes.
    package let direction: Direction
    /// Which calls it is about.
    package let scope: Scope
    /// `nil` for a token that whittle has no name for; the witness's where several are concerned.
    package let architecture: Architecture?
    /// Sorted; empty for a token that whittle has no name for.
    package let architectures: [Architecture]
    /// `nil` where more than one call is meant.
    package let syscall: Syscall?
    /// The calls concerned that have a name, sorted; empty where they are all, or none.
    package let calls: [Syscall]
    /// Those of several calls of which not all arguments are concerned, sorted.
    package let partly: [Syscall]
    /// What the first filter answers.
    package let from: Verdict
    /// What the second filter answers.
    package let to: Verdict
    /// The arguments concerned, as people write them; `nil` where all are, or no words will do.
    package let arguments: String?
    /// The simplest call that shows it.
    package let witness: Invocation
    /// How many of its arguments tell it apart from calls that do not show it.
    package let telling: Int

    /// Whether it stands for every call of an architecture that one filter treats alike.
    package var isWholeArchitecture: Bool { scope == .wholeArchitecture }

    init(
      _ pair: VerdictPair, _ scope: Scope, on architectures: [Architecture], calls: [Syscall] = [],
      partly: [Syscall] = [], arguments: String? = nil, witness: Invocation, telling: Int = 0
    ) {
      direction = Direction(from: pair.first, to: pair.second)
      self.scope = scope
      self.architectures = architectures
      architecture = witness.architecture
      syscall = scope == .call ? calls.first : nil
      self.calls = calls
      self.partly = partly
      from = pair.first
      to = pair.second
      self.arguments = arguments
      self.witness = witness
      self.telling = telling
    }
  }

  /// By architecture, then by call.
  package let changes: [Change]

  /// Whether both filters answer every call alike.
  package var isEmpty: Bool { changes.isEmpty }

  /// - Parameter stubs: what the runtime puts before each; `nil` for a filter that is all there is.
  /// - Throws: where the comparison outgrows its bound, so that nothing can be said.
  package init(
    from first: Filter, to second: Filter, behind stubs: (RuntimeStub?, RuntimeStub?) = (nil, nil)
  ) throws(TooComplex) {
    var search = DifferenceSearch(first, second, stubs)
    changes = try search.run()
  }
}

private struct DifferenceSearch {
  /// Calls that change for one reason, which is no rule about them.
  private struct Group: Hashable {
    let scope: Difference.Change.Scope
    let pair: VerdictPair
  }

  /// What is known of a group.
  private struct Members {
    var architectures: Set<Architecture> = []
    var calls: Set<Syscall> = []
    var partly: Set<Syscall> = []
    var witness: Witness
  }

  /// A call that shows a change.
  private struct Witness {
    let call: Invocation
    var telling = 0
    var extent = Extent.unnamed

    /// What of a call the change concerns; the more, the better it stands for many.
    enum Extent: Int { case unnamed, someArguments, allArguments }
  }

  private let first: Filter
  private let second: Filter
  private let stubs: (RuntimeStub?, RuntimeStub?)
  private var diagrams = Diagrams()
  private var changes: [Difference.Change] = []
  private var groups: [Group: Members] = [:]

  init(_ first: Filter, _ second: Filter, _ stubs: (RuntimeStub?, RuntimeStub?)) {
    self.first = first
    self.second = second
    self.stubs = stubs
  }

  mutating func run() throws(TooComplex) -> [Difference.Change] {
    let own = try diagrams.diagram(of: first, behind: stubs.0)
    let other = try diagrams.diagram(of: second, behind: stubs.1)
    guard own != other else { return [] }
    var rest = try diagrams.calls(own, other) { $0 != $1 }
    for architecture in Architecture.allCases where architecture.hasNumbers {
      try compare(own, other, on: architecture, &rest)
    }
    try addUnnamed(own, other, rest)
    let grouped = groups.map { group, members in
      Difference.Change(
        group.pair, group.scope, on: members.architectures.sorted(), calls: members.calls.sorted(),
        partly: members.partly.sorted(), witness: members.witness.call,
        telling: members.witness.telling)
    }
    return grouped.sorted {
      $0.witness.architectureToken < $1.witness.architectureToken
        || $0.witness.architectureToken == $1.witness.architectureToken
          && $0.witness.number < $1.witness.number
    } + changes
  }

  /// Why the answers to a call, whatever its arguments, change without a rule that names it.
  private func group(of call: Invocation, _ pair: VerdictPair) -> Group? {
    let isStubs = stubs.0?.verdict(for: call) != nil || stubs.1?.verdict(for: call) != nil
    if isStubs, pair.first.refuses, pair.second.refuses {
      return Group(scope: .beforeTheFilter, pair: pair)
    }
    // Of number -1 no rule speaks, so that its answer is the default one.
    let none = Invocation(architectureToken: call.architectureToken, number: .max)
    let isDefault =
      !isStubs && pair == VerdictPair(first.simulate(none).verdict, second.simulate(none).verdict)
    return isDefault ? Group(scope: .byDefault, pair: pair) : nil
  }

  private mutating func add(
    _ witness: Witness, _ syscall: Syscall?, to group: Group, on architecture: Architecture?
  ) {
    var members = groups[group] ?? Members(witness: witness)
    if let architecture { members.architectures.insert(architecture) }
    if let syscall {
      members.calls.insert(syscall)
      if witness.extent == .someArguments { members.partly.insert(syscall) }
    }
    if members.witness.extent.rawValue < witness.extent.rawValue { members.witness = witness }
    groups[group] = members
  }

  private mutating func compare(
    _ own: Diagram<Verdict>, _ other: Diagram<Verdict>, on architecture: Architecture,
    _ rest: inout Region
  ) throws(TooComplex) {
    let here = try region(of: architecture)
    let differing = try diagrams.intersection(here, rest)
    guard differing != .none else { return }
    // One filter does not know the architecture: a line for each of its calls would say nothing.
    if let whole = try wholeArchitecture(own, other, here, differing, architecture) {
      changes.append(whole)
      rest = try diagrams.subtracting(here, from: rest)
      return
    }
    for syscall in Syscall.all {
      guard let call = Invocation(syscall, on: architecture) else { continue }
      let token = call.architectureToken
      let first = diagrams.arguments(of: own, token: token, number: call.number)
      let second = diagrams.arguments(of: other, token: token, number: call.number)
      guard first != second else { continue }
      let pairs = try diagrams.pairs(first, second)
      let view = KernelView(of: syscall, on: architecture)
      let loopholes = try loopholes(of: first, and: second, view)
      for pair in diagrams.values(of: pairs).filter({ $0.first != $0.second }).sorted() {
        let region = try diagrams.map(pairs) { $0 == pair }
        let unbound = try diagrams.intersection(region, loopholes)
        let bound = try diagrams.subtracting(loopholes, from: region)
        for part in [unbound, bound] {
          guard let arguments = diagrams.simplestCall(in: part) else { continue }
          let witness = Invocation(
            architectureToken: token, number: call.number,
            instructionPointer: arguments.instructionPointer, arguments: arguments.arguments)
          let telling = try diagrams.tellingArguments(of: witness, in: part)
          if let group = group(of: call, pair) {
            add(
              Witness(
                call: witness, telling: telling,
                extent: part == .all ? .allArguments : .someArguments),
              syscall, to: group, on: architecture)
            continue
          }
          changes.append(
            Difference.Change(
              pair, .call, on: [architecture], calls: [syscall],
              arguments: part == .all
                ? nil : try words(for: part, of: syscall, isUnbound: part == unbound, view),
              witness: witness, telling: telling))
        }
      }
      rest = try diagrams.subtracting(
        try diagrams.region(token: token, number: call.number), from: rest)
    }
  }

  /// The arguments of a call that pass a filter because its conditions do not bind.
  private mutating func loopholes(
    of first: Diagram<Verdict>, and second: Diagram<Verdict>, _ view: KernelView
  ) throws(TooComplex) -> Region {
    var result = Region.none
    for answers in [first, second] where diagrams.constant(answers) == nil {
      let running = try diagrams.map(answers) { !$0.refuses }
      result = try diagrams.union(result, try diagrams.unbound(in: running, view))
    }
    return result
  }

  /// Registers in words; those of loopholes by what the kernel reads of them.
  private mutating func words(
    for region: Region, of syscall: Syscall, isUnbound: Bool, _ view: KernelView
  ) throws(TooComplex) -> String? {
    guard isUnbound else {
      return try diagrams.argumentRegion(region)?.description(for: syscall.name)
    }
    let read = try diagrams.reachable(by: region, view)
    return try diagrams.argumentRegion(read).map {
      "the kernel reads \($0.description(for: syscall.name, tellsHalves: false))"
    }
  }

  /// The change of an architecture of which one of the filters refuses every call alike.
  private mutating func wholeArchitecture(
    _ own: Diagram<Verdict>, _ other: Diagram<Verdict>, _ here: Region, _ differing: Region,
    _ architecture: Architecture
  ) throws(TooComplex) -> Difference.Change? {
    let isOwnAlike = try isConstant(own, within: here)
    guard
      try isOwnAlike != isConstant(other, within: here),
      let any = diagrams.simplestCall(in: differing),
      diagrams.value(of: isOwnAlike ? own : other, for: any).refuses
    else { return nil }
    // What it comes to is told by the loosest that one filter answers and the other does not.
    let pairs = try diagrams.choose(
      in: differing, try diagrams.pairs(own, other),
      elsewhere: try diagrams.constant(VerdictPair(.allow, .allow)))
    let changed = diagrams.values(of: pairs).filter { $0.first != $0.second }
    let directions: [Difference.Change.Direction] = [.looser, .tighter, .answer]
    for direction in directions {
      let alike = try diagrams.map(pairs) {
        changed.contains($0)
          && Difference.Change.Direction(from: $0.first, to: $0.second) == direction
      }
      guard let witness = diagrams.simplestCall(in: alike) else { continue }
      let pair = VerdictPair(
        diagrams.value(of: own, for: witness), diagrams.value(of: other, for: witness))
      return Difference.Change(pair, .wholeArchitecture, on: [architecture], witness: witness)
    }
    return nil
  }

  private mutating func isConstant(
    _ answers: Diagram<Verdict>, within region: Region
  ) throws(TooComplex) -> Bool {
    guard let call = diagrams.simplestCall(in: region) else { return true }
    let answer = try diagrams.constant(diagrams.value(of: answers, for: call))
    let within = try diagrams.choose(in: region, answers, elsewhere: answer)
    return diagrams.constant(within) != nil
  }

  /// Calls of one architecture; those of x86-64 and x32 share a token.
  private mutating func region(of architecture: Architecture) throws(TooComplex) -> Region {
    let token = try diagrams.region(token: architecture.auditToken)
    guard architecture == .x86_64 || architecture == .x32 else { return token }
    let x32 = try diagrams.subtracting(
      try diagrams.region(number: .max),
      from: try diagrams.region(number: .anyBit, Architecture.x32Bit))
    return architecture == .x32
      ? try diagrams.intersection(token, x32) : try diagrams.subtracting(x32, from: token)
  }

  /// What is left has no name: one change for each pair of answers.
  private mutating func addUnnamed(
    _ own: Diagram<Verdict>, _ other: Diagram<Verdict>, _ rest: Region
  ) throws(TooComplex) {
    let pairs = try diagrams.choose(
      in: rest, try diagrams.pairs(own, other),
      elsewhere: try diagrams.constant(VerdictPair(.allow, .allow)))
    for pair in diagrams.values(of: pairs).filter({ $0.first != $0.second }).sorted() {
      let region = try diagrams.map(pairs) { $0 == pair }
      guard let witness = diagrams.simplestCall(in: region) else { continue }
      if let group = group(of: witness, pair) {
        add(Witness(call: witness), nil, to: group, on: witness.architecture)
        continue
      }
      changes.append(
        Difference.Change(
          pair, .unnamed, on: witness.architecture.map { [$0] } ?? [], witness: witness))
    }
  }
}

extension Difference.Change.Direction {
  init(from first: Verdict, to second: Verdict) {
    if second.lets(moreRunThan: first) {
      self = .looser
    } else if first.lets(moreRunThan: second) {
      self = .tighter
    } else {
      self = .answer
    }
  }
}

extension Difference.Change {
  /// The simplest call, as messages say it: `x86_64 socket(AF_ALG)`.
  package var example: String { witness.spelling(showing: telling) }

  /// The same as a finding shows it: the second filter is asked, and the first is the profile's.
  package var findingWitness: Finding.Witness {
    Finding.Witness(witness, showing: telling, profile: to, .profile, baseline: from)
  }
}

extension Set<VerdictPair> {
  fileprivate func sorted() -> [VerdictPair] { sorted { $0.bits < $1.bits } }
}
