import Filters
import Profiles
import Syscalls

/// Folds denials that a reader would take for the same.
struct DenialLog {
  /// What tells denials apart: pointers, lengths and other arguments that no rule is about do not.
  private struct Key: Hashable {
    let name: String
    let token: UInt32
    let number: UInt32
    let arguments: [UInt64]
    let verdict: Verdict
  }

  /// A program may choose its name and its arguments anew for every call.
  static let limit = 10_000

  private let conditions: [String: Set<Int>]
  private var denials: [Key: Denial] = [:]
  private var order: [Key] = []
  /// Calls beyond the limit.
  private(set) var unlisted = 0

  init(for profile: FlatProfile) {
    conditions = profile.effectiveRulesByName.mapValues { rules in
      Set(rules.flatMap(\.conditions).map(\.index))
    }
  }

  mutating func add(_ invocation: Invocation, by process: Denial.Process, _ verdict: Verdict) {
    let key = Key(
      name: process.name, token: invocation.architectureToken, number: invocation.number,
      arguments: tellingArguments(of: invocation), verdict: verdict)
    if denials[key] == nil, denials.count >= Self.limit {
      unlisted += 1
    } else {
      if denials[key] == nil { order.append(key) }
      denials[
        key,
        default: Denial(process: process, invocation: invocation, verdict: verdict, count: 0)
      ].repeatOnce()
    }
  }

  /// In the order in which the first of each was made.
  var inOrder: [Denial] { order.compactMap { denials[$0] } }

  private func tellingArguments(of invocation: Invocation) -> [UInt64] {
    guard let architecture = invocation.architecture, let syscall = invocation.call?.syscall
    else { return [] }
    var masks: [Int: UInt64] = [:]
    for argument in syscall.significantArguments(on: architecture) {
      masks[argument.index] = argument.mask
    }
    for index in conditions[syscall.name] ?? [] { masks[index] = .max }
    return masks.keys.sorted().map { invocation.arguments[$0] & (masks[$0] ?? .max) }
  }
}
