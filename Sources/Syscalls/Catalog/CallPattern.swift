/// A call, with certain bits in some of its arguments.
package struct CallPattern: Hashable, Sendable {
  /// Bits of one argument.
  package struct Bits: Hashable, Sendable {
    /// Of the argument, 0 to 5.
    package let index: Int
    /// `.max` asks for all the bits that the kernel reads.
    package let mask: UInt64
    /// What the bits of the mask must be.
    package let value: UInt64
  }

  /// The call that is meant.
  package let call: Syscall
  /// `nil` for any ABI.
  package let architecture: Architecture?
  /// All of them must hold; empty for any arguments.
  package let arguments: [Bits]
}

extension CallPattern {
  /// A call of one of the catalog's tables: `clone(0&0xf=5;1=2)`, in hexadecimal.
  init(parsing text: ArraySlice<UInt8>) {
    let parts = text.split(separator: UInt8(ascii: "("))
    let name = parts[0].split(separator: UInt8(ascii: ":"))
    guard let last = name.last, let call = Syscall(String(decoding: last, as: UTF8.self)) else {
      preconditionFailure("a row of the table is of no call")
    }
    self.call = call
    architecture =
      name.count > 1 ? Architecture(rawValue: String(decoding: name[0], as: UTF8.self)) : nil
    arguments =
      parts.count < 2
      ? [] : parts[1].dropLast().split(separator: UInt8(ascii: ";")).map { Bits(parsing: $0) }
  }
}

extension CallPattern.Bits {
  fileprivate init(parsing text: ArraySlice<UInt8>) {
    let sides = text.split(separator: UInt8(ascii: "="))
    let left = sides[0].split(separator: UInt8(ascii: "&"))
    index = Int(left[0].hexadecimal)
    mask = left.count > 1 ? left[1].dropFirst(2).hexadecimal : .max
    value = sides[1].dropFirst(2).hexadecimal
  }
}

extension ArraySlice<UInt8> {
  /// The number that fills the text, in lower-case digits.
  fileprivate var hexadecimal: UInt64 {
    reduce(0) { $0 << 4 | UInt64($1 < 0x3a ? $1 - 0x30 : $1 - 0x57) }
  }
}
