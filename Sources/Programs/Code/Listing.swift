/// Decoded code: instructions in order of address, and where they jump.
struct Listing: Sendable {
  private(set) var steps: [Step] = []
  private(set) var references: [Reference] = []
  /// Targets of branches and jumps, in order, each with the instruction's index.
  private var arrivals: [(target: UInt64, step: Int32)] = []
  /// Whether references are wanted.
  let keepsReferences: Bool

  init(keepingReferences: Bool = false) { keepsReferences = keepingReferences }

  mutating func append(_ step: Step) { steps.append(step) }

  mutating func append(_ reference: Reference) { references.append(reference) }

  /// Puts the jumps in order; to be called once, after all code has been decoded.
  mutating func finish() {
    arrivals = steps.indices.compactMap { index in
      let step = steps[index]
      guard step.flow == .branch || step.flow == .jump else { return nil }
      return (step.target, Int32(truncatingIfNeeded: index))
    }
    arrivals.sort { $0.target != $1.target ? $0.target < $1.target : $0.step < $1.step }
  }

  /// Index of the instruction that starts at an address.
  func index(of address: UInt64) -> Int? {
    let index = steps.firstPosition { $0.address >= address }
    return index < steps.count && steps[index].address == address ? index : nil
  }

  /// Indices of the instructions that jump to an address.
  func arrivals(at address: UInt64) -> some Sequence<Int> {
    let first = arrivals.firstPosition { $0.target >= address }
    return arrivals[first...].lazy.prefix { $0.target == address }.map { Int($0.step) }
  }
}

extension Array {
  /// The first index at which a condition holds that holds from there on; `count` where none.
  func firstPosition(where condition: (Element) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if condition(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
