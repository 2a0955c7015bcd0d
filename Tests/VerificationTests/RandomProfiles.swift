import Filters
import Profiles
import Syscalls
import TestSupport

extension Seeded {
  private static let values: [UInt64] = [
    0, 1, 2, 3, 0xffff_ffff, 0x1_0000_0000, 0x1_0000_0001, .max,
  ]

  mutating func value() -> UInt64 { Self.values.randomElement(using: &self) ?? 0 }

  mutating func architectures() -> [Architecture] {
    [[.x86_64], [.x86_64], [.x86_64, .x86], [.x86_64, .x32]].randomElement(using: &self) ?? []
  }

  /// Up to four rules about two calls, with every operator and sometimes another action.
  mutating func profile(_ architectures: [Architecture]) -> FlatProfile {
    let rules = (0..<Int.random(in: 1...4, using: &self)).map { _ -> Rule in
      let conditions = (0..<Int.random(in: 0...2, using: &self)).map { _ -> Condition in
        let index = Int.random(in: 0...1, using: &self)
        let comparison = Condition.Operator.allCases.randomElement(using: &self) ?? .equal
        return comparison == .maskedEqual
          ? Condition(index, masked: value(), equals: value())
          : Condition(index, comparison, value())
      }
      return Rule(
        names: [["ioctl", "personality"].randomElement(using: &self) ?? "ioctl"],
        action: Int.random(in: 0..<6, using: &self) == 0 ? .errno(.ENOSYS) : .allow,
        conditions: conditions)
    }
    return FlatProfile(defaultAction: .errno(.EPERM), architectures: architectures, rules: rules)
  }

  mutating func call(_ architectures: [Architecture]) -> Invocation {
    let architecture =
      (architectures + [.x32]).randomElement(using: &self) ?? .x86_64
    let name = ["ioctl", "personality", "read"].randomElement(using: &self) ?? "read"
    let number = Syscall(name)?.rawNumber(on: architecture) ?? 0
    return Invocation(
      architectureToken: architecture.auditToken, number: number,
      arguments: [value(), value(), value()])
  }
}

extension FlatProfile {
  /// What the rules allow for, read one after the other; for x86-64 machines, and calls that are
  /// not multiplexed.
  func answers(to call: Invocation) -> Set<Verdict> {
    guard let architecture = call.architecture,
      filteredArchitectures(native: .x86_64).contains(architecture)
    else { return [.killThread] }
    let number = architecture == .x32 ? call.number & ~Architecture.x32Bit : call.number
    let name = Syscall(number: number, on: architecture)?.name
    let applying = rules.filter { $0.names.contains(name ?? "") && $0.action != defaultAction }
    let cut = architecture.comparesWideArguments ? UInt64.max : 0xffff_ffff
    if let rule = applying.first(where: \.conditions.isEmpty) { return [rule.verdict] }
    let meeting = applying.filter { rule in
      rule.alternatives.contains { conditions in
        conditions.allSatisfy { condition in
          let narrow =
            condition.operator == .maskedEqual
            ? Condition(condition.index, masked: condition.value & cut, equals: condition.valueTwo)
            : Condition(condition.index, condition.operator, condition.value & cut)
          return narrow.isMet(by: call.arguments[condition.index] & cut)
        }
      }
    }
    return meeting.isEmpty ? [.errno(1)] : Set(meeting.map(\.verdict))
  }
}

extension Rule {
  fileprivate var verdict: Verdict { action == .allow ? .allow : .errno(38) }
}
