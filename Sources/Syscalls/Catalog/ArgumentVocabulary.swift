/// Which names stand for the values of one argument.
enum ArgumentVocabulary: Sendable {
  /// One name for one value.
  case names(prefix: String)
  /// Numbers of signals.
  case signals
  /// Requests of ioctl(2) that are not of one device alone.
  case requests
  /// Options of setsockopt(2), which mean something beside their level alone.
  case socketOptions
  /// Names for single bits, joined; what `low` covers is one name of another kind.
  case flags(prefix: String, low: UInt64, lowPrefix: String)

  /// `nil` for a value that has no name, whole or in part.
  func spelling(of value: UInt64) -> String? {
    let constants = KernelConstants.shared
    switch self {
    case .names(let prefix):
      return constants.name(of: value, prefix: prefix)
    case .requests:
      return ["TCG", "TCS", "TCX", "TCF", "FIO", "TIOC", "SIOC", "BLK", "FS_IOC"].lazy.compactMap {
        constants.name(of: value, prefix: $0)
      }.first.flatMap { $0.hasPrefix("TCP_") ? nil : $0 }
    case .socketOptions:
      return nil
    case .signals:
      return Int32(exactly: value).flatMap { constants.name(ofSignal: $0) }
    case .flags(let prefix, let low, let lowPrefix):
      var parts: [String] = []
      for bit in (0..<64).map({ UInt64(1) << UInt64($0) }) where value & ~low & bit != 0 {
        guard let name = constants.name(of: bit, prefix: prefix) else { return nil }
        parts.append(name)
      }
      if value & low != 0 || value == 0 && low != 0 {
        guard let name = constants.name(of: value & low, prefix: lowPrefix) else { return nil }
        parts.append(name)
      }
      return parts.isEmpty ? nil : parts.joined(separator: "|")
    }
  }
}

/// Options of setsockopt(2) by their level.
enum SocketOption {
  /// `TCP_ULP`; `nil` for an option without a known name.
  static func name(of option: UInt64, level: UInt64) -> String? {
    guard let prefix = prefixes[level] else { return nil }
    return KernelConstants.shared.name(of: option, prefix: prefix)
  }

  /// By level (`SOL_IP`, `SOL_SOCKET`, ...).
  private static let prefixes: [UInt64: String] = [
    0: "IP_", 1: "SO_", 6: "TCP_", 17: "UDP_", 41: "IPV6_",
  ]
}

extension KernelConstants {
  /// The commonest of the names that begin so and stand for `value`; `nil` for none.
  fileprivate func name(of value: UInt64, prefix: String) -> String? {
    names(of: value).filter { $0.hasPrefix(prefix) }.min { left, right in
      let common: Set = [
        "AF_UNIX", "AF_NETLINK", "FUTEX_WAIT_PRIVATE", "MSG_DONTROUTE", "O_NONBLOCK", "SIGCHLD",
      ]
      if common.contains(left) != common.contains(right) { return common.contains(left) }
      return (left.utf8.count, left) < (right.utf8.count, right)
    }
  }
}
