extension Filter {
  /// Every verdict that a return of the program gives; `nil` for a program that returns what it
  /// computed. libseccomp makes none of those.
  package var verdicts: Set<Verdict>? {
    var verdicts: Set<Verdict> = []
    for operation in operations {
      switch operation {
      case .answer(let value): verdicts.insert(Verdict(returned: value))
      case .answerAccumulator: return nil
      default: break
      }
    }
    return verdicts
  }

  /// The program with other answers in the places of its own: it takes the same path on every call.
  ///
  /// `nil` for a program that returns what it computed.
  package func replacingAnswers(_ replacement: (Verdict) -> Verdict) -> Filter? {
    guard verdicts != nil else { return nil }
    return try? Filter(
      zip(instructions, operations).map { instruction, operation in
        guard case .answer(let value) = operation else { return instruction }
        let verdict = Verdict(returned: value)
        return Instruction(code: instruction.code, k: replacement(verdict).returnValue)
      })
  }
}
