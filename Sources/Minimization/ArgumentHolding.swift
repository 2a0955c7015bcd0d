internal import Filters
internal import Profiles
internal import Syscalls

/// Holds calls to their lists, within what the baseline lets run.
struct ArgumentHolding {
  let level: ArgumentList.Level
  /// That the profile is for.
  let architectures: [Architecture]
  /// That the container holds, by name.
  let capabilities: Set<String>
  let seen: SeenArguments

  /// What was made of one call.
  struct Result {
    /// The rules' conditions by the baseline's action; `nil` where the call is not held.
    let alternatives: [(action: Action, ArgumentAlternative)]?
    let call: HeldCall
  }

  /// `nil` for a call without a list.
  ///
  /// - Parameter rules: of the baseline, for the call.
  func hold(_ name: String, within rules: [Rule]) -> Result? {
    guard let list = ArgumentList.list(for: name, at: level) else { return nil }
    func not(_ obstacle: HeldCall.Obstacle, seen: [String] = []) -> Result {
      Result(alternatives: nil, call: HeldCall(name: name, seen: seen, obstacle: obstacle))
    }
    let own = architectures.filter { list.call.exists(on: $0) }
    guard !own.isEmpty else { return nil }
    if let other = own.first(where: { !ArgumentList.holds(on: $0) }) {
      return not(.otherNumbers(other))
    }
    let seen = seen[list.call]
    if case .notTogether(let bits) = list.form {
      if let old = own.first(where: { ArgumentList.areInMemory(list.call, on: $0) }) {
        return not(.argumentsInMemory(old))
      }
      let all = bits.reduce(0, |)
      let index = list.arguments[0].index
      if seen.contains(where: { $0[index] == nil }) { return not(.valuesUnknown) }
      if seen.contains(where: { ($0[index] ?? 0) & all == all }) { return not(.seenTogether) }
    }
    let (alternatives, words) = list.alternatives(
      seen: seen, holding: capabilities,
      // Where registers are of 32 bits, their whole is what the list's own rules compare.
      putsFrequentFirst: architectures.allSatisfy(\.comparesWideArguments))
    var meeting = Meeting(call: list.call, architectures: own, rules: rules)
    guard let met = meeting.meet(alternatives) else {
      return not(.tooManyRules(BindingObstacle.limit + 1), seen: words)
    }
    guard met.count <= BindingObstacle.limit else {
      return not(.tooManyRules(met.count), seen: words)
    }
    return Result(
      alternatives: met, call: HeldCall(name: name, seen: words, obstacle: nil))
  }
}

/// Keeps alternatives within a baseline, register by register.
private struct Meeting {
  let call: Syscall
  let architectures: [Architecture]
  let rules: [Rule]
  private var diagrams = Diagrams()

  init(call: Syscall, architectures: [Architecture], rules: [Rule]) {
    self.call = call
    self.architectures = architectures
    self.rules = rules
  }

  /// `nil` where it takes too much.
  mutating func meet(
    _ alternatives: [ArgumentAlternative]
  ) -> [(action: Action, ArgumentAlternative)]? {
    // Where no rule has conditions, or no rule names the call, any arguments will do.
    guard rules.contains(where: { !$0.conditions.isEmpty }) else {
      return alternatives.map { (rules.first { $0.action.runs }?.action ?? .allow, $0) }
    }
    return (try? met(alternatives)) ?? nil
  }

  private mutating func met(
    _ alternatives: [ArgumentAlternative]
  ) throws(TooComplex) -> [(action: Action, ArgumentAlternative)]? {
    let refusing = rules.filter { !$0.action.runs }.flatMap(\.alternatives)
    var result: [(Action, ArgumentAlternative)] = []
    for action in [Action.allow, .log] {
      let own = rules.filter { $0.action == action }.flatMap(\.alternatives)
      guard !own.isEmpty else { continue }
      // What the baseline lets run for certain.
      var allowed: [(architecture: Architecture, Region)] = []
      for architecture in architectures {
        allowed.append(
          (
            architecture,
            try diagrams.region(meetingAny: own, butNone: refusing, on: architecture)
          ))
      }
      for alternative in alternatives {
        guard let met = try met(alternative, allowed) else { return nil }
        result += met.map { (action, $0) }
      }
    }
    return result
  }

  /// `nil` where what is left of the alternative cannot be said by few conditions.
  private mutating func met(
    _ alternative: ArgumentAlternative, _ allowed: [(architecture: Architecture, Region)]
  ) throws(TooComplex) -> [ArgumentAlternative]? {
    if try areWithin([alternative.conditions], allowed) { return [alternative] }
    guard
      let (widest, region) = allowed.first(where: \.architecture.comparesWideArguments)
        ?? allowed.first
    else { return [] }
    let common = try diagrams.intersection(
      try diagrams.region(meeting: alternative.conditions, on: widest), region)
    let view = KernelView(of: call, on: widest)
    let bound = try diagrams.intersection(common, try diagrams.meant(by: common, view))
    guard
      let conditions = diagrams.maskedEqualities(of: bound, limit: BindingObstacle.limit)?
        .map(\.conditions), try areWithin(conditions, allowed)
    else { return nil }
    return conditions.map {
      ArgumentAlternative(conditions: $0, words: alternative.words + ", within the baseline")
    }
  }

  private mutating func areWithin(
    _ alternatives: [[Condition]], _ allowed: [(architecture: Architecture, Region)]
  ) throws(TooComplex) -> Bool {
    for (architecture, region) in allowed {
      let own = try diagrams.region(meetingAny: alternatives, on: architecture)
      if try diagrams.subtracting(region, from: own) != .none { return false }
    }
    return true
  }
}
