/// Since when a call has been there, for those that a libseccomp in use may not know.
package struct Introduction: CustomStringConvertible, Sendable {
  private typealias Release = (major: Int, minor: Int)

  private let name: String
  private let kernel: Release

  /// `nil` for calls that every libseccomp 2.5.4 knows.
  package init?(of name: String) {
    guard let kernel = Self.kernels[name] else { return nil }
    self.name = name
    self.kernel = kernel
  }

  package var description: String {
    "\(name) is in Linux since \(kernel.major).\(kernel.minor), and in libseccomp since \(library)"
  }

  /// The releases of libseccomp that have it first: `2.5.6 and 2.6.0`.
  ///
  /// 2.5.5 has the calls of Linux 6.7, 2.5.6 and 2.6.0 those of 6.13, 2.6.1 those of 7.1 (libseccomp's
  /// pull requests 407, 445 and 487); Debian's 2.5.4 has those of 6.7.
  package var library: String {
    if kernel <= (6, 7) { return "2.5.5" }
    return kernel <= (6, 13) ? "2.5.6 and 2.6.0" : "2.6.1"
  }

  private static let kernels: [String: Release] = {
    let releases: [(Release, [String])] = [
      ((6, 4), ["riscv_hwprobe"]),
      ((6, 5), ["cachestat"]),
      ((6, 6), ["fchmodat2", "map_shadow_stack"]),
      ((6, 7), ["futex_requeue", "futex_wait", "futex_wake"]),
      (
        (6, 8),
        [
          "listmount", "lsm_get_self_attr", "lsm_list_modules", "lsm_set_self_attr", "statmount",
        ]
      ),
      ((6, 10), ["mseal"]),
      ((6, 11), ["uretprobe"]),
      ((6, 13), ["getxattrat", "listxattrat", "removexattrat", "setxattrat"]),
      ((6, 15), ["open_tree_attr"]),
      ((6, 17), ["file_getattr", "file_setattr"]),
      ((6, 18), ["uprobe"]),
      ((6, 19), ["listns"]),
      ((7, 0), ["rseq_slice_yield"]),
    ]
    return Dictionary(
      uniqueKeysWithValues: releases.flatMap { kernel, names in names.map { ($0, kernel) } })
  }()
}
