import Filters
import Syscalls
import TestSupport
import Testing

@Suite struct DiagramTests {
  /// Programs of every kind of instruction against the simulator. What multiplies or divides one
  /// argument by another outgrows its bound, and says so.
  @Test func diagramOfARandomProgramAnswersAsTheProgramDoes() throws {
    var random = Seeded(5)
    var decided = 0
    for _ in 0..<150 {
      let filter = try Filter(random.program(count: 30))
      var diagrams = Diagrams(limit: 3000)
      guard let diagram = try? diagrams.diagram(of: filter) else { continue }
      decided += 1
      for _ in 0..<40 {
        let call = random.call()
        #expect(diagrams.value(of: diagram, for: call) == filter.simulate(call).verdict)
      }
    }
    #expect(decided > 50)
  }

  /// Two spellings of one meaning are one diagram, and different meanings have a call between them.
  @Test func programsAreEqualExactlyWhereNoCallTellsThemApart() throws {
    var random = Seeded(6)
    var equal = 0
    for _ in 0..<6000 {
      let (first, second) = (random.comparisons(), random.comparisons())
      let filters = (try Filter(first), try Filter(second))
      var diagrams = Diagrams()
      let own = try diagrams.diagram(of: filters.0)
      let other = try diagrams.diagram(of: filters.1)
      let differing = try diagrams.calls(own, other) { $0 != $1 }
      if let call = diagrams.simplestCall(in: differing) {
        #expect(own != other)
        #expect(filters.0.simulate(call).verdict != filters.1.simulate(call).verdict)
      } else {
        #expect(own == other)
        equal += 1
        for _ in 0..<3 {
          let call = random.call()
          #expect(filters.0.simulate(call).verdict == filters.1.simulate(call).verdict)
        }
      }
    }
    #expect((300..<5700).contains(equal))
  }

  @Test func whatOutgrowsTheBoundNamesItsInstruction() throws {
    let filter = try Filter([
      .load(16), .copyToIndex, .load(24), Instruction(code: 0x2c), .ifEqual(12, 0, 1),
      .answer(.allow), .answer(.errno(1)),
    ])
    var diagrams = Diagrams(limit: 20_000)
    var error: TooComplex?
    do throws(TooComplex) { _ = try diagrams.diagram(of: filter) } catch let caught {
      error = caught
    }
    #expect(error?.instruction == 3)
    #expect(error?.description.hasPrefix("instruction 3 (A *= X) depends on") == true)
  }

  @Test(arguments: RuntimeStub.Runtime.allCases)
  func stubInFrontAnswersFirst(_ runtime: RuntimeStub.Runtime) throws {
    let filter = try Filter([.load(0), .ifEqual(500, 0, 1), .answer(.allow), .answer(.errno(1))])
    let stub = RuntimeStub(
      runtime, fallback: .errno(1), listed: [.x86_64, .x86, .x32, .s390x], native: .x86_64
    ) { $0 == .x32 ? 500 | Architecture.x32Bit : 400 }
    var diagrams = Diagrams()
    let diagram = try diagrams.diagram(of: filter, behind: stub)
    for architecture in Architecture.allCases {
      for number: UInt32 in [0, 1, 400, 401, 500, 501, 0x4000_01f4, 0x4000_01f5, 0x8000_0000, .max]
      {
        let call = Invocation(architectureToken: architecture.auditToken, number: number)
        #expect(
          diagrams.value(of: diagram, for: call)
            == stub.verdict(for: call) ?? filter.simulate(call).verdict)
      }
    }
  }

  /// Docker's rule for `clone`, beside one whose mask lacks a bit.
  @Test func simplestCallsHaveOneFlagEach() throws {
    func clone(_ mask: UInt32) throws -> Filter {
      try Filter([
        .load(0), .ifEqual(56, 0, 4), .load(16), .and(mask), .ifEqual(0, 0, 1), .answer(.allow),
        .answer(.errno(1)),
      ])
    }
    var diagrams = Diagrams()
    let narrow = try diagrams.diagram(of: try clone(0x7e02_0000))
    let wide = try diagrams.diagram(of: try clone(0x0c02_0000))
    let looser = try diagrams.callsLooser(in: wide, than: narrow)
    let calls = try diagrams.simplestCalls(
      in: looser, token: Architecture.x86_64.auditToken, number: 56, limit: 8)
    #expect(
      calls.map(\.arguments)
        == [0x0200_0000, 0x1000_0000, 0x2000_0000, 0x4000_0000].map {
          [$0, 0, 0, 0, 0, 0]
        })
    let isWithin = try diagrams.isAtMostAsPermissive(narrow, as: wide)
    #expect(isWithin && looser != .none)
  }

  @Test func simplestCallHasFewestArguments() throws {
    var diagrams = Diagrams()
    // a0 = 2 and a1 = 3, or a5 = 2^63.
    let pair = try diagrams.intersection(
      try diagrams.region(argument: 0, equals: 2), try diagrams.region(argument: 1, equals: 3))
    let region = try diagrams.union(pair, try diagrams.region(argument: 5, equals: 1 << 63))
    #expect(diagrams.simplestCall(in: pair)?.arguments == [2, 3, 0, 0, 0, 0])
    #expect(diagrams.simplestCall(in: region)?.arguments == [0, 0, 0, 0, 0, 1 << 63])
    #expect(diagrams.simplestCall(in: .none) == nil)
  }

  // MARK: Numbers

  @Test func numbersAreCutWhereTheProgramTellsThemApart() throws {
    let filter = try Filter([
      .load(4), .ifEqual(0xc000_003e, 0, 4), .load(0), .ifGreater(99, 3, 0), .ifEqual(5, 1, 0),
      .answer(.allow), .answer(.killThread), .answer(.errno(38)),
    ])
    var diagrams = Diagrams()
    let diagram = try diagrams.diagram(of: filter)
    let ranges = try diagrams.numberRanges(of: diagram)
    #expect(ranges.map(\.numbers) == [0...(.max), 0...4, 5...5, 6...99, 100...(.max), 0...(.max)])
    #expect(ranges[1].tokens == 0xc000_003e...0xc000_003e)
    #expect(
      ranges.map { diagrams.constant($0.answers) }
        == [.killThread, .allow, .killThread, .allow, .errno(38), .killThread])
  }

  /// JSET on the lowest bit: exact as a diagram, hopeless as a list.
  @Test func singleBitsOfANumberAreNoRanges() throws {
    let filter = try Filter([
      .load(0), Instruction(code: 0x45, jt: 0, jf: 1, k: 1), .answer(.allow), .answer(.errno(1)),
    ])
    var diagrams = Diagrams()
    let diagram = try diagrams.diagram(of: filter)
    #expect(
      diagrams.value(of: diagram, for: Invocation(architectureToken: 0, number: .max)) == .allow)
    #expect(throws: TooComplex.self) { try diagrams.numberRanges(of: diagram, limit: 1000) }
  }

  @Test func answersOfACallAreTold() throws {
    let filter = try Filter([
      .load(0), .ifEqual(56, 0, 4), .load(16), .and(0x7e02_0000), .ifEqual(0, 0, 1),
      .answer(.allow), .answer(.errno(1)),
    ])
    var diagrams = Diagrams()
    let diagram = try diagrams.diagram(of: filter)
    let clone = try diagrams.answers(of: diagram, token: 0xc000_003e, number: 56)
    let read = try diagrams.answers(of: diagram, token: 0xc000_003e, number: 0)
    #expect(clone.map(\.verdict) == [.allow, .errno(1)])
    #expect(
      clone.map { $0.arguments?.description(for: "clone") }
        == ["flags & 0x7e020000 = 0", "flags & 0x7e020000 ≠ 0"])
    #expect(read.map(\.verdict) == [.errno(1)])
    #expect(read.map(\.region) == [.all])
  }

  /// The order of bytes is the token's: another half of the argument for s390x.
  @Test func halvesOfArgumentsFollowTheTokensByteOrder() throws {
    let filter = try Filter([.load(16), .ifEqual(7, 0, 1), .answer(.allow), .answer(.errno(1))])
    var diagrams = Diagrams()
    let diagram = try diagrams.diagram(of: filter)
    for architecture in [Architecture.x86_64, .s390x] {
      for argument: UInt64 in [7, 7 << 32, 7 << 32 | 7] {
        let call = Invocation(number: 1, on: architecture, arguments: [argument])
        #expect(diagrams.value(of: diagram, for: call) == filter.simulate(call).verdict)
      }
    }
  }

  // MARK: Strictness

  @Test func looserIsWhatMayRunWhereTheOtherMayNot() {
    let verdicts: [Verdict] = [
      .allow, .log, .trace(1), .trace(2), .notify, .errno(0), .errno(1), .errno(38), .trap(0),
      .killThread, .killProcess,
    ]
    let looser = verdicts.map { first in verdicts.filter { first.lets(moreRunThan: $0) } }
    let refusals = Array(verdicts[5...])
    #expect(looser[0] == [.trace(1), .trace(2), .notify] + refusals)
    #expect(looser[1] == looser[0])
    #expect(looser[2] == [.trace(2), .notify] + refusals)
    #expect(looser[4] == [.trace(1), .trace(2)] + refusals)
    #expect(looser[5...].flatMap { $0 } == [])
  }
}

extension Seeded {
  fileprivate mutating func call() -> Invocation {
    let tokens = [Architecture.x86_64, .x86, .s390x, .ppc].map(\.auditToken) + [0, value()]
    return Invocation(
      architectureToken: tokens.randomElement(using: &self) ?? 0, number: value(),
      instructionPointer: argument(), arguments: (0..<6).map { _ in argument() })
  }

  /// Allows calls by a random and-or of comparisons of two arguments' low words with 0 to 2, in a
  /// random order: equal meanings are frequent.
  fileprivate mutating func comparisons() -> [Instruction] {
    var program: [Instruction] = []
    let count = Int.random(in: 1...3, using: &self)
    for rest in (0..<count).reversed() {
      let code: UInt16 = [0x15, 0x25, 0x35, 0x45].randomElement(using: &self) ?? 0x15
      program.append(.load(Bool.random(using: &self) ? 16 : 24))
      let skip = UInt8(2 * rest)
      let isLast = rest == 0
      program.append(
        Instruction(
          code: code, jt: Bool.random(using: &self) ? skip : skip + (isLast ? 1 : 0),
          jf: isLast ? 1 : 0, k: UInt32.random(in: 0...2, using: &self)))
    }
    return program + [.answer(.allow), .answer(.errno(1))]
  }
}
