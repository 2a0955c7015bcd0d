internal import Syscalls

extension ArgumentRegion: CustomStringConvertible {
  /// `a0 ≤ 37 or = 39 or ≥ 41`, `a0 & 0x7e020000 = 0`; `any arguments`, `no arguments`.
  package var description: String { described(tellsHalves: true, of: nil) { "a\($0)" } }

  /// The same with the names of a call's arguments, and of single values: `domain ≤ 37 or = AF_NFC or ≥ 41`.
  ///
  /// `tellsHalves`: whether an argument of which the low half alone counts is said to be one.
  package func description(for syscall: String, tellsHalves: Bool = true) -> String {
    let call = Syscall(syscall)
    return described(tellsHalves: tellsHalves, of: call) {
      call?.name(ofArgument: $0) ?? "a\($0)"
    }
  }

  private func described(
    tellsHalves: Bool, of call: Syscall?, _ name: (Int) -> String
  ) -> String {
    if alternatives.isEmpty { return "no arguments" }
    if alternatives.contains([]) { return "any arguments" }
    return alternatives.map { terms in
      let certain = terms.reduce(into: [Int: UInt64]()) { $0[$1.argument] = $1.onlyValue }
      return terms.map { term in
        let text = term.text(name(term.argument), tellsHalf: tellsHalves) { value in
          let name = call?.spelling(of: value, at: term.argument, beside: certain)
          return name.flatMap { $0.hasPrefix("0x") ? nil : $0 } ?? Self.number(value)
        }
        let isSeveral = terms.count > 1 || alternatives.count > 1
        return isSeveral && text.contains(" or ") ? "(\(text))" : text
      }.joined(separator: " and ")
    }.joined(separator: ", or ")
  }
}

extension ArgumentRegion.Term {
  /// Where there is but one.
  fileprivate var onlyValue: UInt64? {
    guard case .intervals(let intervals, _) = values, intervals.count == 1,
      intervals[0].lowerBound == intervals[0].upperBound
    else { return nil }
    return intervals[0].lowerBound
  }

  fileprivate func text(
    _ name: String, tellsHalf: Bool, _ spelling: (UInt64) -> String
  ) -> String {
    switch values {
    case .masked(let mask, let value, let isEqual):
      return "\(name) & \(ArgumentRegion.hexadecimal(mask)) \(isEqual ? "=" : "≠") "
        + (value == 0 ? "0" : ArgumentRegion.hexadecimal(value))
    case .intervals(let intervals, let isHalf):
      let most = isHalf ? UInt64(UInt32.max) : .max
      // The whole register is what `=` speaks of; a half of it is named.
      let subject = isHalf && tellsHalf ? "low half of \(name)" : name
      if intervals.count == 2, intervals[0].lowerBound == 0, intervals[1].upperBound == most,
        intervals[0].upperBound + 2 == intervals[1].lowerBound
      {
        return "\(subject) ≠ \(spelling(intervals[0].upperBound + 1))"
      }
      let texts = intervals.map { interval in
        if interval.lowerBound == interval.upperBound {
          return "= \(spelling(interval.lowerBound))"
        }
        let low = ArgumentRegion.number(interval.lowerBound)
        let high = ArgumentRegion.number(interval.upperBound)
        if interval.lowerBound == 0 { return "≤ \(high)" }
        return interval.upperBound == most ? "≥ \(low)" : "\(low)…\(high)"
      }
      return "\(subject) " + texts.joined(separator: " or ")
    }
  }
}

extension ArgumentRegion {
  /// Small numbers as they are counted, flags and bit patterns as they are written.
  fileprivate static func number(_ value: UInt64) -> String {
    value < 4096 ? String(value) : hexadecimal(value)
  }

  fileprivate static func hexadecimal(_ value: UInt64) -> String { "0x" + String(value, radix: 16) }
}
