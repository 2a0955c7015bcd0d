import Minimization
import Profiles
import Syscalls
import Testing

@Suite struct BindingConditionsTests {
  struct Row: CustomTestStringConvertible {
    let call: String
    let alternatives: [[Condition]]
    var architectures: [Architecture] = [.x86_64]
    var seen: [Int: Set<UInt64>] = [:]
    let expected: BindingConditions

    var testDescription: String { "\(call) \(alternatives) on \(architectures)" }
  }

  /// Families by mask and value.
  private static func families(_ blocks: (UInt64, UInt64)...) -> BindingConditions {
    .rewritten(blocks.map { [Condition(0, masked: $0, equals: $1)] })
  }

  static let newest = [
    [Condition(0, .less, 38)], [Condition(0, .equal, 39)], [Condition(0, .greater, 40)],
  ]

  @Test(arguments: [
    // Docker's default since 29.4.2, and since 23.0: 0 to 31, 32 to 35, 36 and 37, 39, 41, 42 and 43, 44
    // and 45.
    Row(
      call: "socket", alternatives: newest,
      expected: families(
        (0xffff_ffe0, 0), (0xffff_fffc, 32), (0xffff_fffe, 36), (0xffff_ffff, 39),
        (0xffff_ffff, 41), (0xffff_fffe, 42), (0xffff_fffe, 44))),
    Row(
      call: "socket", alternatives: [[Condition(0, .notEqual, 40)]],
      architectures: [.x86_64, .x86, .x32],
      expected: families(
        (0xffff_ffe0, 0), (0xffff_fff8, 32), (0xffff_ffff, 41), (0xffff_fffe, 42),
        (0xffff_fffe, 44))),
    // A family that no kernel knows, and that was asked for.
    Row(
      call: "socket", alternatives: newest, seen: [0: [2, 60]],
      expected: families(
        (0xffff_ffe0, 0), (0xffff_fffc, 32), (0xffff_fffe, 36), (0xffff_ffff, 39),
        (0xffff_ffff, 41), (0xffff_fffe, 42), (0xffff_fffe, 44), (0xffff_ffff, 60))),
    Row(call: "socket", alternatives: newest, architectures: [.x86], expected: .kept),
    Row(call: "personality", alternatives: [[Condition(0, .equal, 0xffff_ffff)]], expected: .kept),
    Row(
      call: "clone", alternatives: [[Condition(0, masked: 0x7e02_0000, equals: 0)]],
      expected: .kept),
    Row(
      call: "clone", alternatives: [[Condition(1, masked: 0x7e02_0000, equals: 0)]],
      architectures: [.s390x, .s390], expected: .kept),
    Row(call: "mprotect", alternatives: [[Condition(2, .notEqual, 7)]], expected: .kept),
    Row(
      call: "kcmp", alternatives: [[Condition(2, .notEqual, 0), Condition(0, .equal, 1)]],
      expected: .rewritten(
        (0..<32).reversed().map { bit in
          [
            Condition(0, .equal, 1),
            Condition(
              2, masked: 0xffff_ffff << UInt64(bit) & 0xffff_ffff, equals: 1 << UInt64(bit)),
          ]
        }.reversed())),
    // 32 rules for each of the two.
    Row(
      call: "ioctl", alternatives: [[Condition(0, .notEqual, 3), Condition(1, .notEqual, 0x5412)]],
      expected: .unbound(.tooManyRules)),
    Row(
      call: "socket", alternatives: [[Condition(0, .greaterOrEqual, 1 << 32)]],
      expected: .unbound(.nothingMeant)),
    // Where 2^33 is cut, nothing is less; but every register has the bits of 0 under a mask that is cut.
    Row(
      call: "mknodat",
      alternatives: [[Condition(2, .notEqual, 0), Condition(1, .less, 1 << 33)]],
      architectures: [.x86_64, .x86], expected: .unbound(.cutConstants(.x86))),
    Row(
      call: "fchmod",
      alternatives: [[Condition(1, .notEqual, 0), Condition(0, .equal, 0x1_0000_0001)]],
      architectures: [.x86_64, .x86], expected: .unbound(.nothingMeant)),
  ])
  func conditionsAreRewrittenWhereTheyDoNotBind(_ row: Row) throws {
    let call = try #require(Syscall(row.call))
    let binding = BindingConditions(
      of: row.alternatives, on: call, row.architectures, seen: row.seen)
    #expect(binding == row.expected)
  }
}
