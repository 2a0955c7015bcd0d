/// The number of a Docker Engine release.
package struct Release: Hashable, Sendable {
  /// 29 in 29.4.3.
  package let major: Int
  /// 4 in 29.4.3.
  package let minor: Int
  /// 3 in 29.4.3.
  package let patch: Int

  /// A release of the engine by its numbers.
  package init(_ major: Int, _ minor: Int, _ patch: Int) {
    self.major = major
    self.minor = minor
    self.patch = patch
  }
}

extension Release: Comparable {
  package static func < (left: Self, right: Self) -> Bool {
    (left.major, left.minor, left.patch) < (right.major, right.minor, right.patch)
  }
}

extension Release: CustomStringConvertible {
  package var description: String { "\(major).\(minor).\(patch)" }
}

/// The releases that a number stands for; one that leaves out parts, as `28.5`, is every 28.5.x.
struct ReleaseNumber {
  let first: Release
  let last: Release

  /// - Parameter text: such as `28`, `28.5`, `v28.5.1`, `20.10.24+dfsg1`.
  init?(_ text: some StringProtocol) {
    let digits = text.hasPrefix("v") ? String(text.dropFirst()) : String(text)
    // What a distribution appends says nothing about the profile.
    guard let number = digits.split(whereSeparator: { "+-~".contains($0) }).first else {
      return nil
    }
    let fields = number.split(separator: ".", omittingEmptySubsequences: false)
    let parts = fields.compactMap { Int($0) }
    guard (1...3).contains(fields.count), parts.count == fields.count,
      parts.allSatisfy({ (0..<10_000).contains($0) })
    else { return nil }
    first = Release(parts[0], parts.count > 1 ? parts[1] : 0, parts.count > 2 ? parts[2] : 0)
    last = Release(
      parts[0], parts.count > 1 ? parts[1] : .max, parts.count > 2 ? parts[2] : .max)
  }
}
