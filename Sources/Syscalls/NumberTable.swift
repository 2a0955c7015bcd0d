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
  /// Syscall index by table and number.
  let indices: [[UInt32: UInt16]]
  let indexByName: [String: UInt16]

  static let shared = SyscallCatalog(rows: syscallNumberRows.description)

  init(rows: String) {
    var names: [String] = []
    var numbers = [[Int32]](repeating: [], count: NumberTable.allCases.count)
    var indices = [[UInt32: UInt16]](repeating: [:], count: NumberTable.allCases.count)
    var indexByName: [String: UInt16] = [:]
    for row in Array(rows.utf8).split(separator: UInt8(ascii: "\n")) {
      let fields = row.split(separator: UInt8(ascii: " "))
      precondition(fields.count == NumberTable.allCases.count + 1, "a row of the table is cut")
      let index = UInt16(names.count)
      let name = String(decoding: fields[0], as: UTF8.self)
      indexByName[name] = index
      names.append(name)
      for (table, field) in fields.dropFirst().enumerated() {
        // A call that the table lacks has a `-`.
        let number =
          field.first == UInt8(ascii: "-") ? -1 : field.reduce(0) { 10 * $0 + Int32($1 - 0x30) }
        numbers[table].append(number)
        if number >= 0 { indices[table][UInt32(number)] = index }
      }
    }
    self.names = names
    self.numbers = numbers
    self.indices = indices
    self.indexByName = indexByName
  }
}
