/// An error number of the kernel, 0 to ``maximum``: what a call fails with, and a profile's `errnoRet`.
package struct Errno: RawRepresentable, Hashable, Sendable {
  /// 1 to 4095.
  package let rawValue: UInt16

  /// `nil` for 0 and for what the kernel never returns.
  package init?(rawValue: UInt16) {
    guard rawValue <= Self.maximum else { return nil }
    self.rawValue = rawValue
  }

  private init(known rawValue: UInt16) { self.rawValue = rawValue }

  /// The number that `name` stands for, such as 38 for `ENOSYS`; also `E123`, as strace prints those
  /// without a name.
  package init?(named name: String) {
    guard let number = KernelConstants.shared.errno(named: name) else { return nil }
    self.init(rawValue: number)
  }

  /// `MAX_ERRNO` of `linux/err.h`, the largest that the kernel returns: it cuts a filter's larger ones to
  /// it, and libseccomp refuses them.
  package static let maximum: UInt16 = 4095

  // The names of errno.h, which profiles, man pages and messages use; the values of asm-generic/errno.h,
  // the same on every architecture that Swift runs on.
  // swift-format-ignore: AlwaysUseLowerCamelCase
  /// What runtimes answer where a profile names no number.
  package static let EPERM = Errno(known: 1)
  // swift-format-ignore: AlwaysUseLowerCamelCase
  /// What a call answers to arguments that it does not take.
  package static let EINVAL = Errno(known: 22)
  // swift-format-ignore: AlwaysUseLowerCamelCase
  /// What libraries fall back from.
  package static let ENOSYS = Errno(known: 38)
}
