/// A question about filters that was given up: its diagrams grew beyond the bound of their store.
///
/// It stands for "undecided", and must never be taken for a yes.
package struct TooComplex: Error, Hashable, Sendable {
  /// Index of the instruction at which it was given up; `nil` for a question about diagrams.
  package let instruction: Int?
  /// The instruction in words.
  package let operation: String?

  init(instruction: Int? = nil, operation: String? = nil) {
    self.instruction = instruction
    self.operation = operation
  }
}

extension TooComplex: CustomStringConvertible {
  package var description: String {
    let place = instruction.map { "instruction \($0) (\(operation ?? ""))" } ?? "the comparison"
    return "\(place) depends on the call's arguments in more ways than can be followed"
  }
}
