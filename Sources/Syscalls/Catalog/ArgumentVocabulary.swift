/// Which names stand for the values of one argument.
enum ArgumentVocabulary: Sendable {
  /// One name for one value.
  case names(prefix: String)
  /// Numbers of signals.
  case signals
  /// Names for single bits, joined; what `low` covers is one name of another kind.
  case flags(prefix: String, low: UInt64, lowPrefix: String)

  /// `nil` for a value that has no name, whole or in part.
  func spelling(of value: UInt64) -> String? {
    let constants = KernelConstants.shared
    switch self {
    case .names(let prefix):
      return constants.name(of: value, prefix: prefix)
    case .signals:
      return Int32(exactly: value).flatMap { constants.name(ofSignal: $0) }
    case .flags(let prefix, let low, let lowPrefix):
      var parts: [String] = []
      for bit in (0..<64).map({ UInt64(1) << UInt64($0) }) where value & ~low & bit != 0 {
        guard let name = constants.name(of: bit, prefix: prefix) else { return nil }
        parts.append(name)
      }
      if value & low != 0 {
        guard let name = constants.name(of: value & low, prefix: lowPrefix) else { return nil }
        parts.append(name)
      }
      return parts.isEmpty ? nil : parts.joined(separator: "|")
    }
  }
}

extension KernelConstants {
  /// The commonest of the names that begin so and stand for `value`; `nil` for none.
  fileprivate func name(of value: UInt64, prefix: String) -> String? {
    names(of: value).filter { $0.hasPrefix(prefix) }.min { left, right in
      let common: Set = ["AF_UNIX", "AF_NETLINK", "SIGCHLD"]
      if common.contains(left) != common.contains(right) { return common.contains(left) }
      return (left.utf8.count, left) < (right.utf8.count, right)
    }
  }
}
