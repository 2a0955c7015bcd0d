internal import Profiles
package import Syscalls

/// A call that a profile holds to ordinary argument values and those that were seen, or could not.
package struct HeldCall: Hashable, Sendable {
  /// Why a call with a list is not held to it.
  package enum Obstacle: Hashable, Sendable {
    /// The architecture has other numbers than those of the list.
    case otherNumbers(Architecture)
    /// So many rules would be needed, more than ``BindingObstacle/limit``.
    case tooManyRules(Int)
    /// The architecture passes the arguments in memory.
    case argumentsInMemory(Architecture)
    /// A run used memory that is written and executed at once.
    case seenTogether
    /// The logs do not tell the values of calls that were seen, so that what they do is not known.
    case valuesUnknown
  }

  /// The call's kernel name.
  package let name: String
  /// What was seen besides the ordinary values, by its names, in the order of the values.
  package let seen: [String]
  /// `nil` where the call is held.
  package let obstacle: Obstacle?
}

/// One of a held call's or-bound lists of conditions, and what it is for.
struct ArgumentAlternative: Hashable {
  let conditions: [Condition]
  /// `TCP_NODELAY: ordinary`, `TCP_ULP: seen`.
  let words: String
}

extension ArgumentList {
  /// What lets the list's values run and those that were seen, and the names of the latter.
  ///
  /// - Parameters:
  ///   - seen: what calls were given.
  ///   - capabilities: that the container holds, by name.
  ///   - putsFrequentFirst: whether frequent values have conditions of their own.
  func alternatives(
    seen: Set<ArgumentValues>, holding capabilities: Set<String>, putsFrequentFirst: Bool
  ) -> (alternatives: [ArgumentAlternative], seen: [String]) {
    switch form {
    case .values(let values, let groups):
      let ordinary = Self.ordinary(values, holding: capabilities)
      let (alternatives, words) = alternatives(ordinary, groups, seen: seen)
      let first = putsFrequentFirst ? frequent(among: ordinary) : []
      return (first.map { frequentAlternative($0) } + alternatives, words)
    case .bits(let ordinary):
      let seenBits = seen.reduce(0) { $0 | (values(of: $1)[0] ?? 0) }
      let besides = seenBits & ~ordinary
      let words = besides == 0 ? [] : [spelling(of: [besides])]
      return (
        [
          ArgumentAlternative(
            conditions: [
              Condition(
                arguments[0].index, masked: ~(ordinary | seenBits) & arguments[0].mask, equals: 0)
            ],
            words: besides == 0
              ? "no flags but ordinary ones" : "no flags but ordinary ones and \(words[0]), seen")
        ], words
      )
    case .notTogether(let bits):
      return (
        bits.map { bit in
          ArgumentAlternative(
            conditions: [Condition(arguments[0].index, masked: bit, equals: 0)],
            words: "without \(spelling(of: [bit]))")
        }, []
      )
    }
  }

  private func alternatives(
    _ ordinary: [Value], _ groups: [[UInt64]], seen: Set<ArgumentValues>
  ) -> (alternatives: [ArgumentAlternative], seen: [String]) {
    var result = ordinary.map { value in
      ArgumentAlternative(conditions: conditions(value.values), words: "\(value.name): ordinary")
    }
    var besides = Set(seen.map { values(of: $0) })
    for group in groups where besides.contains(where: { $0[0].map(group.contains) ?? false }) {
      besides.formUnion(group.map { [$0] })
    }
    var words: [String] = []
    var known = Set(result.map(\.conditions))
    for values in besides.sorted(by: Self.areInOrder) {
      // What is not known may be ordinary as well.
      guard !ordinary.contains(where: { Self.isLike($0.values, values) }),
        values.contains(where: { $0 != nil })
      else { continue }
      let alternative = besidesAlternative(values)
      guard known.insert(alternative.conditions).inserted else { continue }
      result.append(alternative)
      words.append(spelling(of: values))
    }
    return (result, words)
  }

  /// libseccomp asks what compares a whole register before what compares parts of it, if it was added before, and
  /// without these, small values last.
  private func frequentAlternative(_ value: Value) -> ArgumentAlternative {
    let whole = zip(arguments, value.values).suffix(1).map { argument, value in
      Condition(argument.index, .equal, value)
    }
    return ArgumentAlternative(
      conditions: conditions(Array(value.values.dropLast())) + whole,
      words: "\(value.name): ordinary, asked first")
  }

  /// Requests of a device are opened by their driver: a recording shows few of them.
  private func besidesAlternative(_ values: [UInt64?]) -> ArgumentAlternative {
    let words = spelling(of: values)
    if call.name == "ioctl", let request = values[0] {
      let type = request & Self.requestType
      if !Self.sharedRequestTypes.contains(type) {
        let kind = "0x" + String(type >> 8, radix: 16)
        return ArgumentAlternative(
          conditions: [Condition(arguments[0].index, masked: Self.requestType, equals: type)],
          words: "requests of type \(kind), as one was seen")
      }
    }
    return ArgumentAlternative(conditions: conditions(values), words: "\(words): seen")
  }

  /// What was seen, one for each of the list's arguments.
  private func values(of seen: ArgumentValues) -> [UInt64?] {
    arguments.map { argument in seen[argument.index].map { $0 & argument.mask } }
  }

  private func conditions(_ values: [UInt64?]) -> [Condition] {
    zip(arguments, values).compactMap { argument, value in
      value.map { Condition(argument.index, masked: argument.mask, equals: $0) }
    }
  }

  /// Whether what is known of the values is the ordinary one's.
  private static func isLike(_ ordinary: [UInt64], _ values: [UInt64?]) -> Bool {
    zip(ordinary, values).allSatisfy { $1 == nil || $0 == $1 }
  }

  private func spelling(of values: [UInt64?]) -> String {
    let known = values.compactMap { $0 }
    if known.count == values.count {
      return call.spelling(of: conditions(values))
    }
    return zip(arguments, values).map { argument, value in
      value.map { call.spelling(of: $0, at: argument.index) }
        ?? "any \(call.name(ofArgument: argument.index))"
    }.joined(separator: ", ")
  }

  private static func areInOrder(_ left: [UInt64?], _ right: [UInt64?]) -> Bool {
    for (left, right) in zip(left, right) where left != right {
      return (left ?? .max) < (right ?? .max)
    }
    return false
  }
}
