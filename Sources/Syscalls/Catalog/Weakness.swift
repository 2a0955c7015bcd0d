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
    package struct Bits: Hashable, Sendable {
      package let index: Int
      /// `.max` asks for all the bits that the kernel reads.
      package let mask: UInt64
      package let value: UInt64
    }

    package let call: Syscall
    /// `nil` for any ABI.
    package let architecture: Architecture?
    package let arguments: [Bits]
  }

  /// Such as `CVE-2022-0847`.
  package let id: String
  /// All of them are needed, and of each one way.
  package let needs: [[Way]]

  /// Every weakness that whittle knows, by year and identifier.
  package static let all = weaknessRows.description.split(separator: "\n").map { Weakness(row: $0) }

  private init(row: Substring) {
    let fields = row.split(separator: " ")
    precondition(fields.count >= 2, "a row of the table is cut")
    id = String(fields[0])
    needs = fields.dropFirst().map { need in
      need.split(separator: "|").flatMap { Way.ways(parsing: $0) }
    }
  }
}

extension Weakness.Way {
  fileprivate static func ways(parsing text: Substring) -> [Self] {
    switch text.first {
    case "+": [.capability("CAP_" + text.dropFirst())]
    case "@": inUserNamespace + [.capability("CAP_" + text.dropFirst())]
    default: [.call(Weakness.Pattern(parsing: text))]
    }
  }

  /// `CLONE_NEWUSER` (`linux/sched.h`), which clone3 takes in memory.
  private static let inUserNamespace: [Self] =
    ["unshare(0&0x10000000=0x10000000)", "clone(0&0x10000000=0x10000000)", "clone3"].map {
      .call(Weakness.Pattern(parsing: $0))
    }
}

extension Weakness.Pattern {
  fileprivate init(parsing text: Substring) {
    let parts = text.split(separator: "(")
    let name = parts[0].split(separator: ":")
    guard let call = name.last.flatMap({ Syscall($0) }) else {
      preconditionFailure("a row of the table is of no call")
    }
    self.call = call
    architecture = name.count > 1 ? Architecture(rawValue: String(name[0])) : nil
    arguments =
      parts.count < 2 ? [] : parts[1].dropLast().split(separator: ";").map { Bits(parsing: $0) }
  }
}

extension Weakness.Pattern.Bits {
  fileprivate init(parsing text: Substring) {
    func number(_ text: Substring) -> UInt64 {
      guard let value = UInt64(text.dropFirst(2), radix: 16) else {
        preconditionFailure("a number of the table is none")
      }
      return value
    }
    let sides = text.split(separator: "=")
    let left = sides[0].split(separator: "&")
    guard let index = Int(left[0]) else { preconditionFailure("an index of the table is none") }
    self.index = index
    mask = left.count > 1 ? number(left[1]) : .max
    value = number(sides[1])
  }
}
