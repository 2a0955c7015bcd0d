package import Minimization
internal import Profiles
internal import Syscalls
internal import Text
package import Verification

/// Which calls a profile holds to ordinary argument values, and what that buys.
package struct ArgumentsReport {
  private let reduction: Reduction

  /// Of a reduction with lists.
  package init(_ reduction: Reduction) {
    self.reduction = reduction
  }

  /// `socket, setsockopt, ioctl, futex and 6 more are held to ordinary argument values and 2 seen besides
  /// (TCP_ULP, MSG_OOB): 42 known weaknesses fewer (179 -> 221 of 239 stopped). …`
  package func line(
    exposure: Exposure?, without plain: Exposure?,
    advice: String? = " --arguments none leaves the lists out."
  ) -> String {
    let held = reduction.held.filter { $0.obstacle == nil }
    guard !held.isEmpty else { return "No call is held to ordinary argument values." }
    let names = held.map(\.name).sorted(by: Self.areInOrder)
    let seen = held.flatMap(\.seen)
    let besides =
      seen.isEmpty
      ? "" : " and \(seen.count) seen besides (\(seen.joined(separator: "; ").escapedForTerminal))"
    return "\(Self.list(names)) \(names.count == 1 ? "is" : "are") held to ordinary argument values"
      + besides + price(exposure, plain) + "." + (advice ?? "")
  }

  /// What was asked for and could not be done, a line each.
  package var remarks: [String] {
    let obstacles = Dictionary(grouping: reduction.held.filter { $0.obstacle != nil }) {
      $0.obstacle?.words ?? ""
    }
    var remarks = obstacles.sorted { $0.key < $1.key }.map { words, calls in
      "note: \(calls.map(\.name).sorted().listed) \(calls.count == 1 ? "is" : "are") not held to "
        + "ordinary argument values: \(words)"
    }
    let multiplexed = reduction.held.filter {
      $0.obstacle == nil && Multiplexer(before: $0.name) != nil
    }
    let reachesMemory = reduction.profile.architectures.contains {
      Multiplexer.architectures.contains($0)
    }
    // glibc on s390x makes socketcall for 64-bit programs as well, where it is built for kernels before 4.3.
    let callers =
      reduction.profile.architectures.contains(.s390x)
      ? "programs that make it" : "32-bit programs"
    if !multiplexed.isEmpty, reachesMemory,
      reduction.entries.contains(where: { $0.name == "socketcall" })
    {
      remarks.append(
        "note: socketcall is allowed, of which no filter sees the arguments: for \(callers) "
          + "\(multiplexed.map(\.name).sorted().listed) \(multiplexed.count == 1 ? "is" : "are") not held"
      )
    }
    return remarks
  }

  private func price(_ exposure: Exposure?, _ plain: Exposure?) -> String {
    guard let exposure, let plain else { return "" }
    let more = Set(exposure.stopped).subtracting(plain.stopped).count
    return ": \(more) known \(more == 1 ? "weakness" : "weaknesses") fewer "
      + "(\(plain.stopped.count) -> \(exposure.stopped.count) of \(exposure.known) stopped)"
  }

  private static let first = ["socket", "setsockopt", "ioctl", "futex"]

  private static func areInOrder(_ left: String, _ right: String) -> Bool {
    (first.firstIndex(of: left) ?? first.count, left) < (
      first.firstIndex(of: right) ?? first.count, right
    )
  }

  private static func list(_ names: [String]) -> String {
    guard names.count > first.count + 1 else { return names.listed }
    return names.prefix(first.count).joined(separator: ", ")
      + " and \(names.count - first.count) more"
  }
}

extension HeldCall.Obstacle {
  /// As the end of a sentence.
  var words: String {
    switch self {
    case .otherNumbers(let architecture):
      "\(architecture) numbers its constants in its own way, and whittle does not have them"
    case .tooManyRules(let count):
      "it would take \(count) rules, more than \(BindingObstacle.limit)"
    case .argumentsInMemory(let architecture):
      "on \(architecture) the arguments lie in memory, where no filter sees them"
    case .seenTogether:
      "a run used memory that is written and executed at once"
    case .valuesUnknown:
      "the logs do not say whether a run used memory that is written and executed at once"
    }
  }
}
