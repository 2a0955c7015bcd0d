import Filters
import Syscalls
import TestSupport
import Testing

@Suite struct DecisionTests {
  /// Docker's rule for `clone`: no flag of 0x7e020000 in argument 0.
  static func clone() throws -> Filter {
    try Filter([
      .load(0), .ifEqual(56, 0, 4), .load(16), .and(0x7e02_0000), .ifEqual(0, 0, 1),
      .answer(.allow), .answer(.errno(1)),
    ])
  }

  @Test func unknownArgumentThatIsNotAskedForDecidesNothing() throws {
    let call = Invocation(number: 1, on: .x86_64)
    #expect(
      try Self.clone().decide(PartialInvocation(call, unknown: [0, 1])) == .decided(.errno(1)))
  }

  @Test func unknownArgumentThatIsAskedForIsNamed() throws {
    let call = Invocation(number: 56, on: .x86_64)
    let expected = Decision.undecided(arguments: [0], verdicts: [.allow, .errno(1)])
    #expect(
      try Self.clone().decide(PartialInvocation(call, unknown: [0, 4])) == expected)
  }

  @Test func knownBitsOfAPartlyKnownArgumentDecide() throws {
    let call = Invocation(number: 56, on: .x86_64, arguments: [0x1000_0000])
    let known: [UInt64] = [0x1000_0000, 0, 0, 0, 0, 0]
    #expect(
      try Self.clone().decide(PartialInvocation(call, known: known)) == .decided(.errno(1)))
    let irrelevant: [UInt64] = [0x7e02_0000, 0, 0, 0, 0, 0]
    let plain = Invocation(number: 56, on: .x86_64, arguments: [0x11])
    #expect(
      try Self.clone().decide(PartialInvocation(plain, known: irrelevant)) == .decided(.allow))
  }

  @Test func unknownUpperHalfMattersWhereTheFilterLooksAtIt() throws {
    let whole = try Filter([
      .load(20), .ifEqual(0, 0, 3), .load(16), .ifEqual(0xffff_ff9c, 0, 1), .answer(.allow),
      .answer(.errno(1)),
    ])
    let low = try Filter([
      .load(16), .ifEqual(0xffff_ff9c, 0, 1), .answer(.allow), .answer(.errno(1)),
    ])
    let call = PartialInvocation(
      Invocation(number: 257, on: .x86_64, arguments: [0xffff_ff9c]),
      known: [0xffff_ffff, .max, .max, .max, .max, .max])
    let undecided = Decision.undecided(arguments: [0], verdicts: [.allow, .errno(1)])
    #expect(whole.decide(call) == undecided)
    #expect(low.decide(call) == .decided(.allow))
  }

  @Test func returnOfAnUnknownActionIsNeverDecided() throws {
    let filter = try Filter([.load(16), .answerAccumulator])
    let call = PartialInvocation(Invocation(number: 0, on: .x86_64), unknown: [0])
    #expect(filter.decide(call) == .undecided(arguments: [0], verdicts: nil))
  }

  @Test func searchThatIsGivenUpSaysSo() throws {
    let call = PartialInvocation(Invocation(number: 56, on: .x86_64), unknown: [0])
    #expect(
      try Self.clone().decide(call, limit: 3) == .undecided(arguments: [], verdicts: nil))
  }

  @Test func decidedIsRightForEveryCompletion() throws {
    var random = Seeded(2)
    var decided = 0
    for _ in 0..<400 {
      let filter = try Filter(random.program(count: 40))
      let call = Invocation(
        number: 5, on: .x86_64, arguments: (0..<6).map { _ in random.argument() })
      let known: [UInt64] = (0..<6).map { _ in
        let masks: [UInt64] = [.max, 0, 0xffff_ffff, random.argument()]
        return masks.randomElement(using: &random) ?? 0
      }
      let partial = PartialInvocation(call, known: known)
      let decision = filter.decide(partial)
      if case .decided = decision { decided += 1 }
      for _ in 0..<30 {
        let completion = zip(call.arguments, known).map { value, mask in
          value & mask | random.argument() & ~mask
        }
        let verdict = filter.simulate(
          Invocation(number: 5, on: .x86_64, arguments: completion)
        ).verdict
        switch decision {
        case .decided(let expected): #expect(verdict == expected)
        case .undecided(_, let verdicts):
          #expect(verdicts?.contains(verdict) ?? true)
        }
      }
    }
    #expect(decided > 100)
  }
}
