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
    return ParameterTable.shared.letters[Int(index)]?[table.rawValue]?.map {
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
  /// Letters by syscall index and number table; `nil` for what is not known.
  let letters: [[[UInt8]?]?]

  static let shared = ParameterTable(rows: parameterRows.description)

  init(rows: String) {
    var letters = [[[UInt8]?]?](repeating: nil, count: Syscall.count)
    let tables = Dictionary(
      uniqueKeysWithValues: NumberTable.allCases.map { ("\($0)", $0.rawValue) })
    for row in Array(rows.utf8).split(separator: UInt8(ascii: "\n")) {
      let fields = row.split(separator: UInt8(ascii: " "))
      guard fields.count >= 2, let call = Syscall(String(decoding: fields[0], as: UTF8.self)) else {
        preconditionFailure("a row of the table is of no call")
      }
      var own = [[UInt8]?](repeating: Self.letters(fields[1]), count: tables.count)
      for exception in fields.dropFirst(2) {
        let parts = exception.split(separator: UInt8(ascii: "="))
        for name in parts[0].split(separator: UInt8(ascii: ",")) {
          guard let table = tables[String(decoding: name, as: UTF8.self)] else {
            preconditionFailure("a row of the table is of no ABI")
          }
          own[table] = parts[1].first == UInt8(ascii: "?") ? nil : Self.letters(parts[1])
        }
      }
      letters[Int(call.index)] = own
    }
    self.letters = letters
  }

  private static func letters(_ text: ArraySlice<UInt8>) -> [UInt8] {
    text.first == UInt8(ascii: "0") ? [] : Array(text)
  }
}
