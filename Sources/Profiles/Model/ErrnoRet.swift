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

  // The names of errno.h, which profiles, man pages and messages use.
  // swift-format-ignore: AlwaysUseLowerCamelCase
  /// What runtimes answer where a profile names no number.
  package static let EPERM = ErrnoRet(known: 1)
  // swift-format-ignore: AlwaysUseLowerCamelCase
  /// What libraries fall back from.
  package static let ENOSYS = ErrnoRet(known: 38)
}
