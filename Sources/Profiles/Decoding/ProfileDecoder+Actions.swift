internal import Findings
internal import JSON

extension ProfileDecoder {
  /// The action at `node` with the number at `errnoRet`, which stands at `key`.
  mutating func action(
    _ node: JSON.Node, errnoRet number: JSON.Node?, key: String
  ) -> Action? {
    guard let name = string(node) else { return nil }
    guard let plain = Action(scmpName: name) else {
      report(
        .action, .error, at: node,
        "unknown action \(name.quotedForTerminal); one of "
          + Action.scmpNames.joined(separator: ", ")
          + suggestion(
            name.uppercased().hasPrefix("SCMP_") ? name : "SCMP_ACT_" + name,
            among: Action.scmpNames))
      return nil
    }
    guard let number else { return plain }
    guard let errnoRet = errnoRet(number) else { return nil }
    if plain.errnoRet == nil {
      report(
        .errnoRet, .warning, at: number,
        "\(key) means nothing to \(name), and crun refuses the profile for it; remove it")
    } else if errnoRet.rawValue == 0, case .errno = plain {
      report(
        .errnoRet, .warning, at: number,
        "\(key) 0 makes the call report success without running; 1 is EPERM, 38 ENOSYS")
    }
    return Action(scmpName: name, errnoRet: errnoRet)
  }

  private mutating func errnoRet(_ node: JSON.Node) -> ErrnoRet? {
    switch node.content {
    case .number(let number):
      if let errnoRet = number.exactly(UInt16.self).flatMap(ErrnoRet.init(rawValue:)) {
        return errnoRet
      }
      var message =
        "expected an error number from 0 to \(ErrnoRet.maximum), found "
        + number.text.quotedForTerminal.dropFirst().dropLast()
      if let wide = number.exactly(UInt32.self), wide > UInt16.max {
        message += "; runc cuts it to 16 bits: \(UInt16(truncatingIfNeeded: wide))"
      }
      report(.errnoRet, .error, at: node, message)
    case .string(let name):
      let number = Self.errorNumbers[name].map { "; write \($0)" } ?? "; write its number"
      report(
        .errnoRet, .error, at: node,
        "expected an error number, found the string \(name.quotedForTerminal)\(number)")
    default:
      report(.wrongType, .error, at: node, "expected an error number, found \(node.kind)")
    }
    return nil
  }

  /// The names that somebody may write where a number belongs (`asm-generic/errno.h`).
  private static let errorNumbers = [
    "EPERM": 1, "ENOENT": 2, "EINTR": 4, "EIO": 5, "EAGAIN": 11, "ENOMEM": 12, "EACCES": 13,
    "EFAULT": 14, "EINVAL": 22, "ENOSYS": 38, "EOPNOTSUPP": 95, "ENOTSUP": 95,
  ]
}
