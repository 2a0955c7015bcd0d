/// In which releases of Linux known weaknesses are fixed.
package enum KernelFixes {
  /// The release by which a weakness is fixed that a kernel has; `nil` for one that it does not have, or of which that is
  /// not known.
  package static func missing(of weakness: String, in kernel: KernelRelease) -> KernelRelease? {
    guard let fix = fixes[weakness], kernel.isBefore(fix.mainline) else { return nil }
    if let first = fix.introduced, kernel.isBefore(first) { return nil }
    if let own = fix.stable.first(where: { $0.series == kernel.series }) {
      return kernel.isBefore(own) ? own : nil
    }
    // A fix may have come to them since the table was made.
    return maintained.contains(kernel.series) ? nil : fix.mainline
  }

  /// Series that had releases when the table was made, in April 2024 (kernel.org).
  private static let maintained: Set<[Int]> = [
    [4, 19], [5, 4], [5, 10], [5, 15], [6, 1], [6, 6], [6, 8],
  ]

  /// Whether something can be told of a kernel: of a series that is maintained, only with the patch level.
  package static func tell(of kernel: KernelRelease) -> Bool {
    kernel.patch != nil || !maintained.contains(kernel.series)
  }

  private struct Fix {
    let introduced: KernelRelease?
    let mainline: KernelRelease
    let stable: [KernelRelease]
  }

  private static let fixes: [String: Fix] = {
    var fixes: [String: Fix] = [:]
    for row in kernelFixRows.description.split(separator: "\n") {
      let fields = row.split(separator: " ")
      guard fields.count >= 3, let mainline = KernelRelease(parsing: fields[2]) else {
        preconditionFailure("a row of the table is cut")
      }
      fixes[String(fields[0])] = Fix(
        introduced: KernelRelease(parsing: fields[1]), mainline: mainline,
        stable: fields.dropFirst(3).compactMap { KernelRelease(parsing: $0) })
    }
    return fixes
  }()
}

/// A release of Linux, as far as its text tells.
package struct KernelRelease: Hashable, Sendable {
  /// 5.10 of 5.10.102.
  let series: [Int]
  /// 102 of 5.10.102; `nil` where it is not told, as by distributions, which count for themselves.
  let patch: Int?

  /// `5.10.102`, `6.1`, or what `uname -r` prints; `nil` for another text.
  package init?(parsing text: some StringProtocol) {
    let numbers = text.prefix { $0 == "." || ("0"..."9").contains($0) }
      .split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
    guard numbers.count >= 2, let major = numbers[0], let minor = numbers[1] else { return nil }
    series = [major, minor]
    let own = numbers.count > 2 ? numbers[2] : nil
    // Debian's 6.1.0-18-amd64 and Ubuntu's 5.15.0-105-generic say 0, whatever they hold.
    patch = own == 0 && text.contains("-") ? nil : own
  }

  /// Whether it is earlier; one without a patch level is taken for the latest of its series.
  func isBefore(_ other: Self) -> Bool {
    guard series == other.series else { return series.lexicographicallyPrecedes(other.series) }
    return (patch ?? .max) < (other.patch ?? 0)
  }
}

extension KernelRelease: CustomStringConvertible {
  package var description: String {
    (series + (patch.map { [$0] } ?? [])).map(String.init).joined(separator: ".")
  }
}

extension KernelRelease: Comparable {
  package static func < (left: Self, right: Self) -> Bool { left.isBefore(right) }
}
