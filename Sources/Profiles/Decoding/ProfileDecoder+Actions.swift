internal import Findings
internal import JSON
internal import Syscalls
internal import Text

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
        "\(key) 0 makes the call report success without running; \(Errno.EPERM.rawValue) is EPERM, "
          + "\(Errno.ENOSYS.rawValue) ENOSYS")
    }
    return Action(scmpName: name, errnoRet: errnoRet)
  }

  private mutating func errnoRet(_ node: JSON.Node) -> Errno? {
    switch node.content {
    case .number(let number):
      if let errnoRet = number.exactly(UInt16.self).flatMap(Errno.init(rawValue:)) {
        return errnoRet
      }
      var message =
        "expected an error number from 0 to \(Errno.maximum), found "
        + number.text.quotedForTerminal.dropFirst().dropLast()
      if let wide = number.exactly(UInt32.self), wide > UInt16.max {
        message += "; runc cuts it to 16 bits: \(UInt16(truncatingIfNeeded: wide))"
      }
      report(.errnoRet, .error, at: node, message)
    case .string(let name):
      let number = Errno(named: name).map { "; write \($0.rawValue)" } ?? "; write its number"
      report(
        .errnoRet, .error, at: node,
        "expected an error number, found the string \(name.quotedForTerminal)\(number)")
    default:
      report(.wrongType, .error, at: node, "expected an error number, found \(node.kind)")
    }
    return nil
  }
}
