internal import Findings
internal import JSON
internal import Syscalls
internal import Text

extension ProfileDecoder {
  /// The action at `node`, with the number that the keys of the same object give it.
  /// - Parameters:
  ///   - numberKey: of an error number, which all readers know.
  ///   - nameKey: of an error's name, which Podman and CRI-O take in place of the number.
  mutating func action(
    _ node: JSON.Node, errnoRet numberKey: String, errno nameKey: String,
    of members: [JSON.Node.Member]
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
    // Whoever passes over it answers EPERM.
    let isDefault = field(numberKey, of: members).map { errnoRet(writtenAt: $0) == .EPERM } ?? true
    let number =
      isDefault
      ? field(numberKey, of: members)
      : read(numberKey, of: members, "\(Errno.EPERM.words) is answered")
    var stated: Errno?
    if let number {
      guard let errnoRet = errnoRet(number) else { return nil }
      stated = errnoRet
    }
    let nameNode = field(nameKey, of: members)
    let named = nameNode.flatMap { namedErrno($0) }
    guard let fallback = plain.errnoRet else {
      if let number { reportUseless(numberKey, at: number, name) }
      if named != nil, let nameNode { reportUseless(nameKey, at: nameNode, name) }
      return plain
    }
    if let nameNode, let named, named != stated ?? fallback {
      let reason = stated == nil ? "for want of \(numberKey)" : "by \(numberKey)"
      report(
        .errnoRet, .error, at: nameNode,
        "Podman and CRI-O answer \(named.words), by \(nameKey); Docker and containerd do not know that "
          + "key and answer \((stated ?? fallback).words), \(reason). "
          + "Write \"\(numberKey)\": \(named.rawValue) if \(nameKey) is right")
    }
    if let number, stated?.rawValue == 0, case .errno = plain {
      report(
        .errnoRet, .warning, at: number,
        "\(numberKey) 0 makes the call report success without running; \(Errno.EPERM.rawValue) is EPERM, "
          + "\(Errno.ENOSYS.rawValue) ENOSYS")
    }
    return Action(scmpName: name, errnoRet: stated)
  }

  private mutating func reportUseless(_ key: String, at node: JSON.Node, _ action: String) {
    report(
      .errnoRet, .warning, at: node,
      "\(key) means nothing to \(action), and crun refuses the profile for it; remove it")
  }

  /// What Podman and CRI-O read: a name, or digits (containers-common, `getErrno`). Empty is absent.
  private mutating func namedErrno(_ node: JSON.Node) -> Errno? {
    guard let text = string(node), !text.isEmpty else { return nil }
    let digits = text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    let known = KernelConstants.shared.errnos.map(\.name).sorted()
    let number = digits ? UInt16(text) : known.contains(text) ? Errno(named: text)?.rawValue : nil
    if let errno = number.flatMap(Errno.init(rawValue:)) { return errno }
    report(
      .errnoRet, .error, at: node,
      "no error is called \(text.quotedForTerminal): Podman and CRI-O refuse the profile; write a name "
        + "such as EPERM" + suggestion(text, among: known))
    return nil
  }

  private func errnoRet(writtenAt node: JSON.Node) -> Errno? {
    guard case .number(let number) = node.content else { return nil }
    return number.exactly(UInt16.self).flatMap(Errno.init(rawValue:))
  }

  private mutating func errnoRet(_ node: JSON.Node) -> Errno? {
    switch node.content {
    case .number(let number):
      if let errnoRet = errnoRet(writtenAt: node) { return errnoRet }
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

extension Errno {
  /// `ENOSYS (38)`
  fileprivate var words: String {
    "\(KernelConstants.shared.name(ofErrno: rawValue)) (\(rawValue))"
  }
}
