/// An `errnoRet`: the error number that a refused call answers with.
///
/// At most 4095, the largest that the kernel returns (`MAX_ERRNO`, `linux/err.h`); libseccomp
/// refuses larger ones.
package struct ErrnoRet: RawRepresentable, Hashable, Sendable {
  package let rawValue: UInt16

  package init?(rawValue: UInt16) {
    guard rawValue <= Self.maximum else { return nil }
    self.rawValue = rawValue
  }

  private init(known rawValue: UInt16) { self.rawValue = rawValue }

  package static let maximum: UInt16 = 4095

  /// `EPERM`: what runtimes answer where a profile names no number.
  package static let notPermitted = ErrnoRet(known: 1)
  /// `ENOSYS`: what libraries fall back from.
  package static let noFunction = ErrnoRet(known: 38)
}
