/// A known weakness of kernels or container engines, and the calls that its exploitation needs.
package struct Weakness: Hashable, Sendable {
  /// A way to have one of the things that are needed.
  package enum Way: Hashable, Sendable {
    /// A capability that the container holds, such as `CAP_NET_ADMIN`.
    case capability(String)
    case call(CallPattern)
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
    default: [.call(CallPattern(parsing: text))]
    }
  }

  private static func capability(parsing text: ArraySlice<UInt8>) -> Self {
    .capability("CAP_" + String(decoding: text.dropFirst(), as: UTF8.self))
  }

  /// `CLONE_NEWUSER` (`linux/sched.h`), which clone3 takes in memory.
  private static let inUserNamespace: [Self] =
    ["unshare(0&0x10000000=0x10000000)", "clone(0&0x10000000=0x10000000)", "clone3"].map {
      .call(CallPattern(parsing: ArraySlice($0.utf8)))
    }
}

extension UInt8 {
  fileprivate static let lineFeed = UInt8(ascii: "\n")
}
