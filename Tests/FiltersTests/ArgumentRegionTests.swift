import Filters
import Testing

@Suite struct ArgumentRegionTests {
  typealias Make = @Sendable (inout Diagrams) throws -> Region

  struct Row: Sendable, CustomTestStringConvertible {
    let testDescription: String
    var call = "socket"
    let region: Make
  }

  @Test(arguments: [
    Row(testDescription: "any arguments") { _ in .all },
    Row(testDescription: "no arguments") { _ in .none },
    Row(testDescription: "domain = AF_INET") { try $0.region(argument: 0, equals: 2) },
    Row(testDescription: "domain ≤ 37 or = AF_NFC or ≥ 41") {
      try $0.complement(of: try $0.values(38, 40))
    },
    Row(testDescription: "domain ≠ AF_VSOCK") { try $0.complement(of: try $0.values(40)) },
    Row(testDescription: "domain = AF_UNIX or 4…7") { try $0.values(1, 4, 5, 6, 7) },
    Row(testDescription: "domain ≥ 0x10000000") {
      try $0.region(argument: 0, greaterThan: 0x0fff_ffff)
    },
    Row(testDescription: "flags & 0x7e020000 = 0", call: "clone") {
      try $0.region(argument: 0, masked: 0x7e02_0000, equals: 0)
    },
    Row(testDescription: "a0 & 0x7e020000 ≠ 0", call: "no_such_call") {
      try $0.complement(of: try $0.region(argument: 0, masked: 0x7e02_0000, equals: 0))
    },
    Row(testDescription: "low half of domain = AF_INET or = AF_INET6") {
      try $0.union(
        try $0.region(argument: 0, masked: 0xffff_ffff, equals: 2),
        try $0.region(argument: 0, masked: 0xffff_ffff, equals: 10))
    },
    Row(
      testDescription:
        "domain = AF_UNIX, or domain = AF_INET and (type = SOCK_STREAM or = SOCK_RAW)"
    ) {
      let types = try $0.union(
        try $0.region(argument: 1, equals: 1), try $0.region(argument: 1, equals: 3))
      let two = try $0.intersection(try $0.values(2), types)
      return try $0.union(try $0.values(1), two)
    },
  ])
  func isWrittenAsPeopleWriteIt(_ row: Row) throws {
    var diagrams = Diagrams()
    let region = try row.region(&diagrams)
    let described = try diagrams.argumentRegion(region)
    #expect(described?.description(for: row.call) == row.testDescription)
  }

  @Test func whatTakesTooManyWordsIsNotWritten() throws {
    var diagrams = Diagrams()
    var region = Region.none
    for value in stride(from: 1, to: 90, by: 3) {
      region = try diagrams.union(region, try diagrams.region(argument: 0, equals: UInt64(value)))
    }
    let described = try diagrams.argumentRegion(region)
    #expect(described == nil)
  }
}

extension Diagrams {
  fileprivate mutating func values(_ values: UInt64...) throws -> Region {
    var result = Region.none
    for value in values { result = try union(result, try region(argument: 0, equals: value)) }
    return result
  }
}
