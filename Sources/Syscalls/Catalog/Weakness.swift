/// A known weakness of kernels or container engines, and the calls that its exploitation needs.
package struct Weakness: Hashable, Sendable {
  /// A way to have one of the things that are needed.
  package enum Way: Hashable, Sendable {
    /// A capability that the container holds, such as `CAP_NET_ADMIN`.
    case capability(String)
    case call(Pattern)
  }

  /// A call, with certain bits in some of its arguments.
  package struct Pattern: Hashable, Sendable {
    /// Bits of one argument.
    package struct Bits: Hashable, Sendable {
      /// Of the argument, 0 to 5.
      package let index: Int
      /// `.max` asks for all the bits that the kernel reads.
      package let mask: UInt64
      /// What the bits of the mask must be.
      package let value: UInt64
    }

    /// The call that is needed.
    package let call: Syscall
    /// `nil` for any ABI.
    package let architecture: Architecture?
    /// All of them must hold; empty for any arguments.
    package let arguments: [Bits]
  }

  /// Such as `CVE-2022-0847`.
  package let id: String
  /// All of them are needed, and of each one way.
  package let needs: [[Way]]

  /// Every weakness that whittle knows, by year and identifier.
  package static let all = Array(weaknessRows.description.utf8).split(separator: .lineFeed)
    .map { Weakness(row: $0) }

  private init(row: ArraySlice<UInt8>) {
    let fields = row.split(separator: UInt8(ascii: " "))
    precondition(fields.count >= 2, "a row of the table is cut")
    id = String(decoding: fields[0], as: UTF8.self)
    needs = fields.dropFirst().map { need in
      need.split(separator: UInt8(ascii: "|")).flatMap { Way.ways(parsing: $0) }
    }
  }
}

extension Weakness.Way {
  fileprivate static func ways(parsing text: ArraySlice<UInt8>) -> [Self] {
    switch text.first {
    case UInt8(ascii: "+"): [capability(parsing: text)]
    case UInt8(ascii: "@"): inUserNamespace + [capability(parsing: text)]
    default: [.call(Weakness.Pattern(parsing: text))]
    }
  }

  private static func capability(parsing text: ArraySlice<UInt8>) -> Self {
    .capability("CAP_" + String(decoding: text.dropFirst(), as: UTF8.self))
  }

  /// `CLONE_NEWUSER` (`linux/sched.h`), which clone3 takes in memory.
  private static let inUserNamespace: [Self] =
    ["unshare(0&0x10000000=0x10000000)", "clone(0&0x10000000=0x10000000)", "clone3"].map {
      .call(Weakness.Pattern(parsing: ArraySlice($0.utf8)))
    }
}

extension Weakness.Pattern {
  fileprivate init(parsing text: ArraySlice<UInt8>) {
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

extension Weakness.Pattern.Bits {
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

extension UInt8 {
  fileprivate static let lineFeed = UInt8(ascii: "\n")
}
