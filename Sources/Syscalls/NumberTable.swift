/// A table of system call numbers; architectures that differ in byte order alone share one.
///
/// The cases stand in the order of the columns of ``syscallNumberRows``.
enum NumberTable: Int, CaseIterable {
  // swift-format-ignore: AlwaysUseLowerCamelCase
  case x86_64
  case x86, x32, aarch64, arm, riscv64, ppc64, s390x, s390, mips64, loongarch64
}

extension Architecture {
  /// `nil` where whittle carries no numbers: calls are known there by name alone.
  var numberTable: NumberTable? {
    switch self {
    case .x86_64: .x86_64
    case .x86: .x86
    case .x32: .x32
    case .aarch64: .aarch64
    case .arm: .arm
    case .riscv64: .riscv64
    case .loongarch64: .loongarch64
    case .ppc64, .ppc64le: .ppc64
    case .s390: .s390
    case .s390x: .s390x
    case .mips64, .mipsel64: .mips64
    case .ppc, .mips, .mips64n32, .mipsel, .mipsel64n32: nil
    }
  }

  /// Whether whittle can tell this architecture's numbers and names apart.
  package var hasNumbers: Bool { numberTable != nil }
}

/// ``syscallNumberRows``, read once.
struct SyscallCatalog: Sendable {
  let names: [String]
  /// Number by table and syscall index; -1 where the table lacks the call.
  let numbers: [[Int32]]
  let indexByName: [String: UInt16]
  /// Syscall index by table and number; ``noCall`` where there is none.
  private let indices: [[UInt16]]
  /// The same for greater numbers, such as arm's `0x0f0000` and above.
  private let furtherIndices: [[UInt32: UInt16]]

  static let shared = SyscallCatalog(rows: syscallNumberRows.description)

  private static let noCall = UInt16.max
  /// mips64 counts from 5000.
  private static let numbersInArrays = 6000

  init(rows: String) {
    let rows = Array(rows.utf8)
    let tables = NumberTable.allCases.count
    var names: [String] = []
    var numbers = [[Int32]](repeating: [], count: tables)
    var indices = [[UInt16]](repeating: [], count: tables)
    var further = [[UInt32: UInt16]](repeating: [:], count: tables)
    var indexByName: [String: UInt16] = [:]
    indexByName.reserveCapacity(1 << 10)
    // Read byte by byte: every run of the command begins with this.
    var position = 0
    while position < rows.count {
      let start = position
      while rows[position] != UInt8(ascii: " ") { position += 1 }
      let index = UInt16(names.count)
      let name = String(decoding: rows[start..<position], as: UTF8.self)
      indexByName[name] = index
      names.append(name)
      for table in 0..<tables {
        let number = Self.number(in: rows, at: &position)
        numbers[table].append(number)
        guard number >= 0 else { continue }
        if number < Self.numbersInArrays {
          let missing = Int(number) + 1 - indices[table].count
          if missing > 0 {
            indices[table].append(contentsOf: repeatElement(Self.noCall, count: missing))
          }
          indices[table][Int(number)] = index
        } else {
          further[table][UInt32(number)] = index
        }
      }
      precondition(
        position == rows.count || rows[position] == UInt8(ascii: "\n"),
        "a row has a column too many")
      position += 1
    }
    self.names = names
    self.numbers = numbers
    self.indices = indices
    furtherIndices = further
    self.indexByName = indexByName
  }

  /// The next column of a row: a call that the table lacks has a `-`.
  private static func number(in rows: [UInt8], at position: inout Int) -> Int32 {
    while rows[position] == UInt8(ascii: " ") { position += 1 }
    if rows[position] == UInt8(ascii: "-") {
      position += 1
      return -1
    }
    precondition(rows[position].isDecimalDigit, "a row of the table is cut")
    var number: Int32 = 0
    while position < rows.count, rows[position].isDecimalDigit {
      number = 10 * number + Int32(rows[position] - 0x30)
      position += 1
    }
    return number
  }

  /// The index of the call that has this number; `nil` for none.
  func index(of number: UInt32, in table: NumberTable) -> UInt16? {
    let indices = indices[table.rawValue]
    guard number < Self.numbersInArrays else { return furtherIndices[table.rawValue][number] }
    guard number < indices.count, indices[Int(number)] != Self.noCall else { return nil }
    return indices[Int(number)]
  }
}

extension UInt8 {
  fileprivate var isDecimalDigit: Bool { self &- 0x30 < 10 }
}
