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
    let (alternatives, words) = list.alternatives(seen: seen, holding: capabilities)
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
    var result: [(Action, ArgumentAlternative)] = []
    for action in [Action.allow, .log] {
      let own = rules.filter { $0.action == action }.flatMap(\.alternatives)
      guard !own.isEmpty else { continue }
      for alternative in alternatives {
        guard let met = try? meet(alternative, own) else { return nil }
        result += met.map { (action, $0) }
      }
    }
    return result
  }

  /// `nil` where what is left of the alternative cannot be said by few conditions.
  private mutating func meet(
    _ alternative: ArgumentAlternative, _ own: [[Condition]]
  ) throws(TooComplex) -> [ArgumentAlternative]? {
    var isInside = true
    for architecture in architectures where isInside {
      isInside = try isWithin([alternative.conditions], own, on: architecture)
    }
    if isInside { return [alternative] }
    let widest = architectures.first(where: \.comparesWideArguments) ?? architectures.first
    guard let widest else { return [] }
    let common = try diagrams.intersection(
      try diagrams.region(meeting: alternative.conditions, on: widest),
      try allowed(own, on: widest))
    let view = KernelView(of: call, on: widest)
    let bound = try diagrams.intersection(common, try diagrams.meant(by: common, view))
    guard
      let conditions = diagrams.maskedEqualities(of: bound, limit: BindingObstacle.limit)?
        .map(\.conditions)
    else { return nil }
    for architecture in architectures {
      guard try isWithin(conditions, own, on: architecture) else { return nil }
    }
    return conditions.map {
      ArgumentAlternative(conditions: $0, words: alternative.words + ", within the baseline")
    }
  }

  private mutating func isWithin(
    _ alternatives: [[Condition]], _ own: [[Condition]], on architecture: Architecture
  ) throws(TooComplex) -> Bool {
    var region = Region.none
    for conditions in alternatives {
      region = try diagrams.union(
        region, try diagrams.region(meeting: conditions, on: architecture))
    }
    return try diagrams.subtracting(try allowed(own, on: architecture), from: region) == .none
  }

  /// What the baseline lets run for certain.
  private mutating func allowed(
    _ own: [[Condition]], on architecture: Architecture
  ) throws(TooComplex) -> Region {
    var allowed = Region.none
    for conditions in own {
      allowed = try diagrams.union(
        allowed, try diagrams.region(meeting: conditions, on: architecture))
    }
    for conditions in rules.filter({ !$0.action.runs }).flatMap(\.alternatives) {
      allowed = try diagrams.subtracting(
        try diagrams.region(meeting: conditions, on: architecture), from: allowed)
    }
    return allowed
  }
}
