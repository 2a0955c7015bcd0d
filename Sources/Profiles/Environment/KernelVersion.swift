/// The first two numbers of a Linux release, all that a profile can ask for.
package struct KernelVersion: Hashable, Sendable {
  /// 6 in 6.1.
  package let major: Int
  /// 1 in 6.1.
  package let minor: Int

  /// What Docker takes an empty `minKernel` for: no kernel is older.
  static let least = KernelVersion(0, 0)

  /// A kernel by its numbers.
  package init(_ major: Int, _ minor: Int) {
    self.major = major
    self.minor = minor
  }

  /// A release as `uname -r` prints it, or its beginning: `6.18`, `6.18.44-cloud-amd64`.
  package init(parsing text: String) throws(ProfileError) {
    let parts = text.split(separator: ".", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count >= 2 else { throw .kernelVersion(text) }
    let digits = parts[1].prefix { $0.isASCII && $0.isNumber }
    // A release may end after two numbers, as in `5.4-rc1`.
    let ending = parts[1].dropFirst(digits.count)
    guard ending.first.map({ "-+~".contains($0) }) ?? true, let major = Self.number(parts[0]),
      let minor = Self.number(digits)
    else { throw .kernelVersion(text) }
    self.init(major, minor)
  }

  /// A profile's `minKernel`: two numbers below 256, not both 0 (moby, `kernel_linux.go`).
  package init?(minKernel text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, let major = Self.number(parts[0]), let minor = Self.number(parts[1]),
      major < 256, minor < 256, (major, minor) != (0, 0)
    else { return nil }
    self.init(major, minor)
  }

  private static func number(_ digits: Substring) -> Int? {
    guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
      return nil
    }
    return Int(digits)
  }
}

extension KernelVersion: Comparable {
  package static func < (left: Self, right: Self) -> Bool {
    (left.major, left.minor) < (right.major, right.minor)
  }
}

extension KernelVersion: CustomStringConvertible {
  package var description: String { "\(major).\(minor)" }
}
