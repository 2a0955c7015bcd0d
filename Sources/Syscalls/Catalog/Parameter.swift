/// What the kernel takes of the register that holds one argument of a call.
///
/// Registers are cut where the call's C function takes them (`__SC_CAST` in `include/linux/syscalls.h`):
/// of an `int`, the bits above 31 never count. A seccomp filter sees the whole register all the same.
package struct Parameter: Hashable, Sendable {
  /// How many of the register's low bits count: 16, 32 or 64.
  package let bits: Int
  /// Whether they are a number with a sign.
  package let isSigned: Bool

  /// The bits of the register that count.
  package var mask: UInt64 { .max >> UInt64(64 - bits) }

  /// - Parameter letter: as in ``parameterRows``.
  fileprivate init(letter: UInt8, registerBits: Int) {
    bits =
      switch letter {
      case UInt8(ascii: "h"): 16
      case UInt8(ascii: "i"), UInt8(ascii: "u"): 32
      case UInt8(ascii: "l"), UInt8(ascii: "L"): registerBits
      default: preconditionFailure("a row of the table has another letter")
      }
    isSigned = letter == UInt8(ascii: "i") || letter == UInt8(ascii: "l")
  }
}

extension Syscall {
  /// The parameters of the call's function; `nil` where the table lacks the call on that ABI.
  package func parameters(on architecture: Architecture) -> [Parameter]? {
    guard let table = architecture.numberTable, exists(on: architecture) else { return nil }
    return ParameterTable.shared[self, table]?.letters.map {
      Parameter(letter: $0, registerBits: architecture.registerBits)
    }
  }

  /// Where an ABI has the argument that all others have at `index`.
  ///
  /// `CONFIG_CLONE_BACKWARDS2` (`kernel/fork.c`): on s390 the stack of clone comes first, its flags second.
  package func position(ofArgument index: Int, on architecture: Architecture) -> Int {
    let isMoved = name == "clone" && (architecture == .s390 || architecture == .s390x)
    return isMoved && index < 2 ? 1 - index : index
  }

  /// What the kernel takes of argument `index`; the whole register where that is not known.
  package func mask(ofArgument index: Int, on architecture: Architecture) -> UInt64 {
    let parameters = parameters(on: architecture) ?? []
    return parameters.indices.contains(index) ? parameters[index].mask : architecture.registerMask
  }
}

extension Architecture {
  /// How wide the registers are that a filter sees the arguments in: of 32-bit programs the upper half
  /// of `seccomp_data.args` is always 0.
  package var registerBits: Int {
    switch self {
    case .x86, .arm, .ppc, .s390, .mips, .mipsel: 32
    case .x86_64, .x32, .aarch64, .riscv64, .loongarch64, .ppc64, .ppc64le, .s390x, .mips64,
      .mips64n32, .mipsel64, .mipsel64n32:
      64
    }
  }

  /// The bits of a register that the kernel takes.
  package var registerMask: UInt64 { .max >> UInt64(64 - registerBits) }
}

/// ``parameterRows``, read once.
private struct ParameterTable: Sendable {
  /// The letters of a call's parameters, six at the most.
  struct Letters: Sendable {
    /// From the lowest byte on; 0 behind the last.
    private let packed: UInt64

    init(_ text: ArraySlice<UInt8>) {
      precondition(text.count <= 6, "a row of the table has too many parameters")
      packed =
        text.first == UInt8(ascii: "0") ? 0 : text.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    var letters: [UInt8] {
      (0..<6).map { UInt8(truncatingIfNeeded: packed >> (8 * $0)) }.filter { $0 != 0 }
    }
  }

  private struct Row: Sendable {
    var common: Letters
    /// Of the tables that differ; `nil` for what is not known.
    var exceptions: [(table: Int, letters: Letters?)] = []
  }

  /// By syscall index.
  private let rows: [Row?]

  static let shared = ParameterTable(rows: parameterRows.description)

  init(rows: String) {
    var read = [Row?](repeating: nil, count: Syscall.count)
    let tables = NumberTable.allCases.map { Array("\($0)".utf8) }
    let names = SyscallCatalog.shared.names
    let text = Array(rows.utf8)
    var next = 0
    var start = 0
    // Read byte by byte: nearly every run of the command needs it.
    while start < text.count {
      let end = text[start...].firstIndex(of: UInt8(ascii: "\n")) ?? text.count
      var words = Words(text[start..<end])
      start = end + 1
      guard let name = words.next(), let letters = words.next() else {
        preconditionFailure("a row of the table is cut")
      }
      // Both tables are sorted by name.
      while next < names.count, !names[next].utf8.elementsEqual(name) { next += 1 }
      precondition(next < names.count, "a row of the table is of no call, or in no order")
      var row = Row(common: Letters(letters))
      while let exception = words.next() {
        guard let equals = exception.firstIndex(of: UInt8(ascii: "=")) else {
          preconditionFailure("an exception of the table says nothing")
        }
        let letters = exception[(equals + 1)...]
        let isKnown = letters.first != UInt8(ascii: "?")
        for name in exception[..<equals].split(separator: UInt8(ascii: ",")) {
          guard let table = tables.firstIndex(where: { $0[...] == name }) else {
            preconditionFailure("a row of the table is of no ABI")
          }
          row.exceptions.append((table, isKnown ? Letters(letters) : nil))
        }
      }
      read[next] = row
      next += 1
    }
    self.rows = read
  }

  subscript(call: Syscall, table: NumberTable) -> Letters? {
    guard let row = rows[Int(call.index)] else { return nil }
    let exception = row.exceptions.last { $0.table == table.rawValue }
    return exception.map(\.letters) ?? row.common
  }

  /// Words divided by blanks.
  private struct Words {
    private var rest: ArraySlice<UInt8>

    init(_ text: ArraySlice<UInt8>) { rest = text }

    mutating func next() -> ArraySlice<UInt8>? {
      rest = rest.drop { $0 == UInt8(ascii: " ") }
      guard !rest.isEmpty else { return nil }
      let word = rest.prefix { $0 != UInt8(ascii: " ") }
      rest = rest[word.endIndex...]
      return word
    }
  }
}
