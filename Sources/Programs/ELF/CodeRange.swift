/// Bytes of the file that are executed, and the address of the first of them.
struct CodeRange: Sendable {
  let address: UInt64
  let offset: Int
  let count: Int

  var end: UInt64 { address &+ UInt64(count) }

  func contains(_ address: UInt64) -> Bool {
    address >= self.address && address &- self.address < UInt64(count)
  }

  /// Where the byte at an address of the range stands in the file.
  func offset(of address: UInt64) -> Int { offset + Int(address &- self.address) }

  /// The address of a byte of the range.
  func address(ofOffset offset: Int) -> UInt64 { address &+ UInt64(offset - self.offset) }

  /// Sections that hold code, or where there are none the segments that do; in order, none of them
  /// overlapping another.
  static func all(sections: [Section], segments: [Segment]) -> [CodeRange] {
    var ranges = sections.filter(\.isExecutable)
      .map { CodeRange(address: $0.address, offset: $0.offset, count: $0.count) }
    if ranges.isEmpty {
      ranges = segments.filter { $0.kind == .load && $0.isExecutable }
        .map { CodeRange(address: $0.address, offset: $0.offset, count: $0.count) }
    }
    var result: [CodeRange] = []
    for range in ranges.sorted(by: { $0.address < $1.address }) where range.count > 0 {
      guard range.end > range.address else { continue }
      if let last = result.last, range.address < last.end { continue }
      result.append(range)
    }
    return result
  }
}
