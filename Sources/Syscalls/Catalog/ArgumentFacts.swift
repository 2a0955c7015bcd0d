/// What is known of one argument of a call, for readers and for profiles.
struct ArgumentFacts: Sendable {
  /// The name that the man page gives it.
  let name: String
  /// How kernel headers spell its values.
  let vocabulary: ArgumentVocabulary?
  /// Whether a profile can decide on its value: Docker's default has conditions on it, or it is a selector
  /// that turns one call into many.
  let isSignificant: Bool
  /// The values that a kernel can know, where they are numbered without gaps.
  let knownValues: ClosedRange<UInt64>?

  init(
    _ name: String, _ vocabulary: ArgumentVocabulary? = nil,
    knownValues: ClosedRange<UInt64>? = nil,
    isSignificant: Bool = false
  ) {
    self.name = name
    self.vocabulary = vocabulary
    self.knownValues = knownValues
    self.isSignificant = isSignificant
  }

  /// - Precondition: at most ``ArgumentValues/capacity`` of a call's arguments are significant.
  static func significant(
    _ name: String, _ vocabulary: ArgumentVocabulary? = nil, knownValues: ClosedRange<UInt64>? = nil
  ) -> ArgumentFacts {
    ArgumentFacts(name, vocabulary, knownValues: knownValues, isSignificant: true)
  }
}

extension Syscall {
  /// The name that the man page gives an argument, of the calls that profiles have conditions on; `a0`
  /// and so on elsewhere.
  package func name(ofArgument index: Int) -> String {
    facts(ofArgument: index)?.name ?? "a\(index)"
  }

  /// The values of argument `index` that a kernel can know, where they are numbered from 0 on without
  /// gaps; `nil` for all other arguments.
  package func knownValues(ofArgument index: Int) -> ClosedRange<UInt64>? {
    facts(ofArgument: index)?.knownValues
  }

  /// The value of argument `index` by its names in the kernel's headers, such as `AF_ALG` or
  /// `CLONE_NEWUSER|SIGCHLD`; hexadecimal where it has none.
  ///
  /// `others`: values of the call's other arguments by index, as far as they are known: an option of a socket has
  /// the name that it has at its level.
  package func spelling(
    of value: UInt64, at index: Int, beside others: [Int: UInt64] = [:]
  ) -> String {
    if case .socketOptions? = facts(ofArgument: index)?.vocabulary,
      let name = others[index - 1].flatMap({ SocketOption.name(of: value, level: $0 & 0xffff_ffff) }
      )
    {
      return name
    }
    return facts(ofArgument: index)?.vocabulary?.spelling(of: value)
      ?? "0x" + String(value, radix: 16)
  }

  /// What is known of all arguments up to the last of which something is.
  var argumentFacts: [ArgumentFacts] { ArgumentFacts.byName[name] ?? [] }

  private func facts(ofArgument index: Int) -> ArgumentFacts? {
    let facts = argumentFacts
    return facts.indices.contains(index) ? facts[index] : nil
  }
}
