package import Profiles
package import Syscalls

extension Syscall {
  /// The values that conditions on the call ask for, by their names: `AF_INET, SOCK_STREAM, 0x0`, `TCP_NODELAY`.
  package func spelling(of conditions: [Condition]) -> String {
    let values = conditions.reduce(into: [Int: UInt64]()) { $0[$1.index] = comparedValue($1) }
    let parts = conditions.map { condition -> String in
      guard let value = values[condition.index] else { return condition.description }
      return spelling(of: value, at: condition.index, beside: values)
    }
    // The level of an option is in its name.
    let isOption = name == "setsockopt" && parts.last?.hasPrefix("0x") == false
    return isOption ? parts.suffix(1).joined() : parts.joined(separator: ", ")
  }

  /// Of a comparison for equality with the whole argument, or with as much of it as the call's list looks at, the
  /// value.
  private func comparedValue(_ condition: Condition) -> UInt64? {
    switch condition.operator {
    case .equal: return condition.value
    case .maskedEqual:
      let list = ArgumentList.list(for: name, at: .strict)
      let isWhole = condition.value & 0xffff_ffff == 0xffff_ffff
      return isWhole || list?.looks(at: condition.index, through: condition.value) ?? false
        ? condition.valueTwo : nil
    default: return nil
    }
  }

  /// What conditions on the call ask for, for a reader: `domain 32 to 35`, `domain 39 (AF_NFC)`.
  func words(for conditions: [Condition]) -> String {
    conditions.map(words).joined(separator: ", ")
  }

  private func words(for condition: Condition) -> String {
    let argument = name(ofArgument: condition.index)
    let free = ~condition.value & 0xffff_ffff
    // What the mask leaves open are the lowest bits: a range.
    guard condition.operator == .maskedEqual, condition.value <= 0xffff_ffff, free & (free + 1) == 0
    else { return condition.description }
    let value = condition.valueTwo
    if free > 0 { return "\(argument) \(value) to \(value | free)" }
    let spelling = spelling(of: value, at: condition.index)
    return spelling.hasPrefix("0x") ? "\(argument) \(value)" : "\(argument) \(value) (\(spelling))"
  }
}
