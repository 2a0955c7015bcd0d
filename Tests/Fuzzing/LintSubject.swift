import Deployment
import Findings
import JSON
import Syscalls

/// A file of a deployment, as `whittle lint` reads it: YAML of Compose or Kubernetes, a unit of systemd, or JSON of
/// `docker inspect`.
///
/// - Every place that is told lies within the file; that where a file was refused may lie just behind it.
/// - A comment before all else moves what is found by one line, and changes nothing else; unless the first line says
///   which unit it is, as `systemctl cat` prints it.
/// - An empty line at the end changes nothing.
struct LintSubject: FuzzSubject {
  func check(_ input: [UInt8]) {
    let found = findings(in: input)
    let lines = Self.lineCount(of: input)
    guard case .read(let findings) = found else {
      // libyaml tells of what is missing at the end as in the line behind it.
      for line in found.lines {
        require((1...(lines + 1)).contains(line), "refused at line \(line) of \(lines)")
      }
      return
    }
    for line in found.lines {
      require((1...lines).contains(line), "line \(line) of a file that has \(lines)")
    }
    if !Self.isInBraces(input), !input.starts(with: Self.byteOrderMark),
      !Self.tellsItsPath(input)
    {
      let commented = self.findings(in: Array("# what is deployed\n".utf8) + input)
      require(
        commented.moved == findings.map { Moved($0, by: 1) },
        "with a comment before it, other things are found: \(commented)")
    }
    if !Self.keepsItsEnd(input) {
      let lengthened = self.findings(in: input + Array("\n\n".utf8))
      require(
        lengthened.moved == findings.map { Moved($0, by: 0) },
        "with an empty line at the end, other things are found: \(lengthened)")
    }
  }

  private enum Outcome {
    case read([Finding])
    /// The line at which it was given up.
    case refused(Int?)

    var lines: [Int] {
      switch self {
      case .read(let findings): findings.compactMap { $0.location?.line }
      case .refused(let line): line.map { [$0] } ?? []
      }
    }

    /// `nil` for a file that was refused.
    var moved: [Moved]? {
      if case .read(let findings) = self { findings.map { Moved($0, by: 0) } } else { nil }
    }
  }

  /// A finding, but for what it says, which may name other places.
  private struct Moved: Equatable {
    let kind: Finding.Kind
    let severity: Finding.Severity
    let service: String?
    let line: Int?
    let column: Int?
    let path: String?

    init(_ finding: Finding, by lines: Int) {
      kind = finding.kind
      severity = finding.severity
      service = finding.service
      line = finding.location.map { $0.line + lines }
      column = finding.location?.column
      path = finding.location?.path?.description
    }
  }

  private func findings(in bytes: [UInt8]) -> Outcome {
    do {
      let deployment = try Deployment(
        reading: Deployment.File(path: "compose.yaml", bytes: bytes), project: "/home/me/app")
      return .read(
        deployment.findings(
          DeploymentCircumstances(engine: 28, kubeletHasDefault: false, profiles: NoProfiles())
        )
        .sorted())
    } catch {
      return .refused(error.position?.line)
    }
  }

  private static let byteOrderMark: [UInt8] = [0xef, 0xbb, 0xbf]

  private static func tellsItsPath(_ bytes: [UInt8]) -> Bool {
    bytes.drop { $0 == UInt8(ascii: "\n") }.starts(with: Array("# /".utf8))
  }

  /// JSON has no comments.
  private static func isInBraces(_ bytes: [UInt8]) -> Bool {
    let first = bytes.first { ![0x20, 0x09, 0x0a, 0x0d].contains($0) }
    return first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
  }

  /// Whether empty lines at the end may belong to a value: of a block that keeps them, or after a backslash.
  private static func keepsItsEnd(_ bytes: [UInt8]) -> Bool {
    bytes.contains(UInt8(ascii: "\\"))
      || bytes.contains(UInt8(ascii: "+"))
        && bytes.contains { $0 == UInt8(ascii: "|") || $0 == UInt8(ascii: ">") }
  }

  /// How many lines there are at most: YAML ends lines in more ways than JSON.
  private static func lineCount(of bytes: [UInt8]) -> Int {
    let breaks: Set<Unicode.Scalar> = ["\n", "\r", "\u{85}", "\u{2028}", "\u{2029}"]
    return String(decoding: bytes, as: UTF8.self).unicodeScalars.count { breaks.contains($0) } + 1
  }
}

/// Every profile that is named is there, and none is checked in.
private struct NoProfiles: ProfileKnowledge {
  func state(ofProfileAt path: String, in kind: Deployment.Kind) -> ProfileState { .usable }

  func profile(for workload: Workload, in kind: Deployment.Kind) -> KnownProfile? { nil }

  func comparison(
    of workload: Workload, with profile: KnownProfile, in kind: Deployment.Kind
  ) -> ProfileComparison { .same }

  func standing(of workload: Workload, in kind: Deployment.Kind) -> ProfileStanding { .unknown }

  func kernelExposure(
    of workload: Workload, under profile: KnownProfile?, in kind: Deployment.Kind
  ) -> KernelExposure? {
    nil
  }
}
