internal import Logs

/// What strace says where it cannot trace, in place of a log.
package enum TracerComplaint {
  /// The kernel did not let it trace: in a container without SYS_PTRACE, or under Yama's `ptrace_scope`.
  case refused
  /// Some other word of its own: of a program that it cannot find, of options that it does not know.
  case other

  /// What to do about ``refused``.
  package static let wayOut =
    "give the container the right to trace (docker run --cap-add SYS_PTRACE), or run strace outside of it, "
    + "and record anew"

  /// `nil` for a text that holds anything else than strace's own messages, unless one of them says that it
  /// was refused.
  package init?(in text: Span<UInt8>) {
    var isRefused = false
    let others = text.countLines { line in
      if Self.isRefusal(line) { isRefused = true }
      return !line.isEmpty && !TracerMessage.isOther(line, at: 0)
    }
    if isRefused {
      self = .refused
    } else if others == 0 {
      self = .other
    } else {
      return nil
    }
  }

  /// `strace: attach: ptrace(PTRACE_SEIZE, 1): Operation not permitted`,
  /// `strace: test_ptrace_setoptions_followfork: PTRACE_TRACEME doesn't work: Permission denied`,
  /// `strace: Could not attach to process.  If your uid matches …: Operation not permitted`,
  /// `attach: ptrace(PTRACE_ATTACH, ...): Operation not permitted` of strace up to 4.9.
  static func isRefusal(_ line: Span<UInt8>) -> Bool {
    guard TracerMessage.isOther(line, at: 0) || line.hasPrefix("attach: ptrace(") else {
      return false
    }
    return
      (line.firstRange(of: "PTRACE_") != nil || line.firstRange(of: "Could not attach") != nil)
      && (line.firstRange(of: "Operation not permitted") != nil
        || line.firstRange(of: "Permission denied") != nil
        || line.firstRange(of: "doesn't work") != nil)
  }
}
