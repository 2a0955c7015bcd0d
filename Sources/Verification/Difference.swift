package import Filters
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

    /// Which way the change goes.
    package let direction: Direction
    /// `nil` for a token that whittle has no name for.
    package let architecture: Architecture?
    /// `nil` where all calls of the architecture are meant, or those without a name.
    package let syscall: Syscall?
    /// What the first filter answers.
    package let from: Verdict
    /// What the second filter answers.
    package let to: Verdict
    /// The arguments concerned, as people write them; `nil` where all are, or no words will do.
    package let arguments: String?
    /// The simplest call that shows it.
    package let witness: Invocation
    /// Whether it stands for every call of an architecture that one filter treats alike.
    package let isWholeArchitecture: Bool
  }

  /// By architecture, then by call.
  package let changes: [Change]

  /// Whether both filters answer every call alike.
  package var isEmpty: Bool { changes.isEmpty }

  /// - Throws: where the comparison outgrows its bound, so that nothing can be said.
  package init(
    from first: Filter, to second: Filter, behind stubs: (RuntimeStub, RuntimeStub)? = nil
  ) throws(TooComplex) {
    var search = DifferenceSearch()
    changes = try search.changes(from: first, to: second, behind: stubs)
  }
}

private struct DifferenceSearch {
  private var diagrams = Diagrams()
  private var changes: [Difference.Change] = []

  mutating func changes(
    from first: Filter, to second: Filter, behind stubs: (RuntimeStub, RuntimeStub)?
  ) throws(TooComplex) -> [Difference.Change] {
    let own = try diagrams.diagram(of: first, behind: stubs?.0)
    let other = try diagrams.diagram(of: second, behind: stubs?.1)
    guard own != other else { return [] }
    var rest = try diagrams.calls(own, other) { $0 != $1 }
    for architecture in Architecture.allCases where architecture.hasNumbers {
      try compare(own, other, on: architecture, &rest)
    }
    try addUnnamed(own, other, rest)
    return changes
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
          changes.append(
            Difference.Change(
              direction: .init(from: pair.first, to: pair.second), architecture: architecture,
              syscall: syscall, from: pair.first, to: pair.second,
              arguments: part == .all
                ? nil : try words(for: part, of: syscall, isUnbound: part == unbound, view),
              witness: Invocation(
                architectureToken: token, number: call.number,
                instructionPointer: arguments.instructionPointer, arguments: arguments.arguments),
              isWholeArchitecture: false))
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
      let witness = diagrams.simplestCall(in: differing),
      diagrams.value(of: isOwnAlike ? own : other, for: witness).refuses
    else { return nil }
    // What it comes to is told by the loosest that one filter answers and the other does not.
    let pairs = try diagrams.choose(
      in: differing, try diagrams.pairs(own, other),
      elsewhere: try diagrams.constant(VerdictPair(.allow, .allow)))
    let directions = diagrams.values(of: pairs).filter { $0.first != $0.second }
      .map { Difference.Change.Direction(from: $0.first, to: $0.second) }
    let direction: Difference.Change.Direction =
      directions.contains(.looser) ? .looser : directions.contains(.tighter) ? .tighter : .answer
    return Difference.Change(
      direction: direction, architecture: architecture, syscall: nil,
      from: diagrams.value(of: own, for: witness), to: diagrams.value(of: other, for: witness),
      arguments: nil, witness: witness, isWholeArchitecture: true)
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
      changes.append(
        Difference.Change(
          direction: .init(from: pair.first, to: pair.second),
          architecture: witness.architecture, syscall: nil, from: pair.first, to: pair.second,
          arguments: nil, witness: witness, isWholeArchitecture: false))
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
  package var example: String { witness.spelling }
}

extension Set<VerdictPair> {
  fileprivate func sorted() -> [VerdictPair] { sorted { $0.bits < $1.bits } }
}
