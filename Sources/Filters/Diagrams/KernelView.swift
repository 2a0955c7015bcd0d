package import Syscalls

/// What the kernel reads of the registers of one call, and so what it can be made to do.
///
/// A filter is asked about whole registers; the kernel then cuts them (`Parameter`). So a value is
/// *reachable* where a filter lets any register pass that the kernel cuts to it, and *meant* where it
/// lets one pass that ordinary callers put it in: extended by zeros or, of 32 bits, by the sign.
/// What is reachable and not meant is let through by a condition that does not bind.
package struct KernelView: Hashable, Sendable {
  /// What registers of this ABI hold.
  private let registers: UInt64
  /// What the kernel reads of each of the six registers; nothing of those beyond the parameters.
  package let read: [UInt64]

  /// What the kernel reads of the arguments of `call`.
  package init(of call: Syscall, on architecture: Architecture) {
    registers = architecture.registerMask
    if let parameters = call.parameters(on: architecture) {
      read = (0..<Invocation.argumentCount).map {
        parameters.indices.contains($0) ? parameters[$0].mask : 0
      }
    } else {
      read = Array(repeating: architecture.registerMask, count: Invocation.argumentCount)
    }
  }

  /// The value that the kernel reads of a register; `nil` where the register holds nothing else, or
  /// where it holds the value in one of the ordinary ways.
  package func cutting(_ register: UInt64, at index: Int) -> UInt64? {
    let read = read[index]
    let isSignExtended = read == Self.word && register & Self.sign != 0 && register | read == .max
    return register & ~read == 0 || isSignExtended || read == 0 ? nil : register & read
  }

  /// The sets of values in which an ordinary caller's register of argument `index` lies: masks and what
  /// the bits under them are.
  fileprivate func ordinary(_ index: Int) -> [(mask: UInt64, value: UInt64)] {
    let read = read[index]
    var result = [(mask: ~read, value: UInt64(0))]
    if read == Self.word, registers != Self.word {
      result.append((~read | Self.sign, ~read | Self.sign))
    }
    return result
  }

  fileprivate var impossible: UInt64 { ~registers }

  private static let word: UInt64 = 0xffff_ffff
  private static let sign: UInt64 = 0x8000_0000
}

extension Diagrams {
  /// The calls that the kernel reads as it reads one of `region`; the region, and the result, are of
  /// the arguments of one token and number.
  package mutating func reachable(
    by region: Region, _ view: KernelView
  ) throws(TooComplex) -> Region {
    try forgetting(try possible(in: region, view), view.read)
  }

  /// The calls that the kernel reads as it reads one of `region` that an ordinary caller makes.
  package mutating func meant(
    by region: Region, _ view: KernelView
  ) throws(TooComplex) -> Region {
    var ordinary = try possible(in: region, view)
    for index in 0..<Invocation.argumentCount {
      var either = Region.none
      for (mask, value) in view.ordinary(index) {
        either = try union(either, try self.region(argument: index, masked: mask, equals: value))
      }
      ordinary = try intersection(ordinary, either)
    }
    return try forgetting(ordinary, view.read)
  }

  /// The calls of `region` with which the kernel can be made to do what the region does not mean to
  /// let it; none where every condition binds.
  package mutating func unbound(
    in region: Region, _ view: KernelView
  ) throws(TooComplex) -> Region {
    try subtracting(
      try meant(by: region, view), from: try possible(in: region, view))
  }

  /// The calls that the kernel reads as it reads these arguments.
  ///
  /// `indices`: of those that count; the others may be anything.
  package mutating func calls(
    reading arguments: [UInt64], at indices: some Sequence<Int>, _ view: KernelView
  ) throws(TooComplex) -> Region {
    var result = Region.all
    for index in indices {
      let value = arguments[index]
      result = try intersection(
        result, try region(argument: index, masked: view.read[index], equals: value))
    }
    return result
  }

  private mutating func possible(
    in region: Region, _ view: KernelView
  ) throws(TooComplex) -> Region {
    guard view.impossible != 0 else { return region }
    var result = region
    for index in 0..<Invocation.argumentCount {
      result = try intersection(
        result, try self.region(argument: index, masked: view.impossible, equals: 0))
    }
    return result
  }

  /// The calls that are in a region with some values of the bits outside of `kept`, a mask for each
  /// argument.
  private mutating func forgetting(
    _ region: Region, _ kept: [UInt64]
  ) throws(TooComplex) -> Region {
    var known: [Index: Index] = [:]
    func visit(_ index: Index, _ diagrams: inout Diagrams) throws(TooComplex) -> Index {
      let node = diagrams.nodes[Int(index)]
      guard node.level != Level.leaf else { return index }
      if let result = known[index] { return result }
      try diagrams.step()
      let low = try visit(node.low, &diagrams)
      let high = try visit(node.high, &diagrams)
      let argument = Level.argument(at: node.level)
      let isKept =
        argument < 0 || kept[argument] >> UInt64(63 - node.level % 64) & 1 != 0
      let result =
        isKept
        ? try diagrams.node(node.level, low: low, high: high) : try diagrams.or(low, high)
      known[index] = result
      return result
    }
    return Region(node: try visit(region.node, &self))
  }
}
