extension Diagrams {
  /// How many of a call's arguments, from the first on, have to be known to know that it lies in a region:
  /// whatever the others are, it does. Those up to the last that is not 0 are always among them.
  ///
  /// - Parameters:
  ///   - region: of the arguments of the call's token and number.
  ///   - call: one of the region.
  package mutating func tellingArguments(
    of call: Invocation, in region: Region
  ) throws(TooComplex) -> Int {
    let least = (call.arguments.lastIndex { $0 != 0 } ?? -1) + 1
    var alike = Region.all
    for count in 0...Invocation.argumentCount {
      if count >= least, try subtracting(region, from: alike) == .none { return count }
      guard count < Invocation.argumentCount else { break }
      alike = try intersection(
        alike, try self.region(argument: count, equals: call.arguments[count]))
    }
    return Invocation.argumentCount
  }
}
