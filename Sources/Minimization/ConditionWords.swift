internal import Profiles
internal import Syscalls

extension Syscall {
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
