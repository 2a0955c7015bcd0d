/// One of the answers to a call, and the arguments that get it.
package struct CallAnswer: Hashable, Sendable {
  /// What the filter answers.
  package let verdict: Verdict
  /// `Region.all` for a call that is answered alike whatever its arguments.
  package let region: Region
  /// The region in words; `nil` where there are too many.
  package let arguments: ArgumentRegion?
}

extension Diagrams {
  /// The answers to one token and number, the mildest first.
  package mutating func answers(
    of diagram: Diagram<Verdict>, token: UInt32, number: UInt32
  ) throws(TooComplex) -> [CallAnswer] {
    let call = arguments(of: diagram, token: token, number: number)
    let verdicts = values(of: call).sorted {
      ($0.strictness, $0.returnValue) < ($1.strictness, $1.returnValue)
    }
    var result: [CallAnswer] = []
    for verdict in verdicts {
      let region = try map(call) { $0 == verdict }
      result.append(
        CallAnswer(verdict: verdict, region: region, arguments: try argumentRegion(region)))
    }
    return result
  }
}
