/// Follows a value backward through decoded code, to where it comes from.
struct ValueSearch {
  /// What was found of one value.
  struct Found {
    /// Constants that it may be, in order.
    var values: [Int64] = []
    /// Functions at whose start it stands in a place: their callers know it.
    var entries: [(function: UInt64, place: Place)] = []
  }

  private let file: ELFFile
  private let listing: Listing
  private let functions: FunctionMap
  private let instructions: any InstructionSet
  /// Steps that all searches in a file may take together; a hostile file runs out of them.
  private var budget = 20_000_000
  /// Steps of one search; what is not found by then has too many ways to come about.
  private static let limit = 3000

  init(
    _ file: ELFFile, _ listing: Listing, _ functions: FunctionMap,
    _ instructions: any InstructionSet
  ) {
    self.file = file
    self.listing = listing
    self.functions = functions
    self.instructions = instructions
  }

  private struct Visit: Hashable {
    let step: Int
    let place: Place
  }

  /// What stands in a place before the instruction at an index.
  mutating func search(_ place: Place, before step: Int) -> Found {
    var found = Found()
    var seen: Set<Visit> = []
    var pending = [Visit(step: step, place: place)]
    var steps = 0
    while let visit = pending.popLast() {
      steps += 1
      budget -= 1
      guard steps <= Self.limit, budget > 0 else { break }
      let address = listing.steps[visit.step].address
      let isStart = functions.isStart(address)
      if isStart,
        !found.entries.contains(where: { $0.function == address && $0.place == visit.place })
      {
        found.entries.append((address, visit.place))
      }
      for before in predecessors(of: visit.step, isStart: isStart) {
        guard seen.insert(Visit(step: before, place: visit.place)).inserted else { continue }
        switch instructions.effect(of: listing.steps[before], on: visit.place, in: file) {
        case .keeps: pending.append(Visit(step: before, place: visit.place))
        case .moves(let source): pending.append(Visit(step: before, place: source))
        case .chooses(let one, let other):
          pending.append(Visit(step: before, place: one))
          pending.append(Visit(step: before, place: other))
        case .constant(let value):
          if !found.values.contains(value) { found.values.append(value) }
        case .unknown: break
        }
      }
    }
    found.values.sort()
    return found
  }

  /// The instructions that may run just before one; at a function's start those of the function itself,
  /// as its callers are looked at on their own.
  private func predecessors(of step: Int, isStart: Bool) -> [Int] {
    let address = listing.steps[step].address
    var result: [Int] = []
    if !isStart, step > 0 {
      let last = listing.steps[step - 1]
      if last.goesOn, last.end == address { result.append(step - 1) }
    }
    for arrival in listing.arrivals(at: address) {
      if isStart,
        functions.index(of: listing.steps[arrival].address) != functions.index(of: address)
      {
        continue
      }
      result.append(arrival)
    }
    return result
  }
}
