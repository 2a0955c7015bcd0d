internal import Profiles

/// Since when a call has been there, for those that a libseccomp in use may not know.
struct Introduction: CustomStringConvertible {
  private let name: String
  private let kernel: KernelVersion

  /// `nil` for calls that every libseccomp 2.5.4 knows.
  init?(of name: String) {
    guard let kernel = Self.kernels[name] else { return nil }
    self.name = name
    self.kernel = kernel
  }

  var description: String {
    "\(name) is in Linux since \(kernel), and in libseccomp since \(library)"
  }

  /// 2.5.5 has the calls of Linux 6.7, 2.5.6 and 2.6.0 those of 6.13, 2.6.1 those of 7.1 (libseccomp's
  /// pull requests 407, 445 and 487); Debian's 2.5.4 has those of 6.7.
  private var library: String {
    if kernel <= KernelVersion(6, 7) { return "2.5.5" }
    return kernel <= KernelVersion(6, 13) ? "2.5.6 and 2.6.0" : "2.6.1"
  }

  private static let kernels: [String: KernelVersion] = {
    let releases: [(KernelVersion, [String])] = [
      (.init(6, 4), ["riscv_hwprobe"]),
      (.init(6, 5), ["cachestat"]),
      (.init(6, 6), ["fchmodat2", "map_shadow_stack"]),
      (.init(6, 7), ["futex_requeue", "futex_wait", "futex_wake"]),
      (
        .init(6, 8),
        [
          "listmount", "lsm_get_self_attr", "lsm_list_modules", "lsm_set_self_attr", "statmount",
        ]
      ),
      (.init(6, 10), ["mseal"]),
      (.init(6, 11), ["uretprobe"]),
      (.init(6, 13), ["getxattrat", "listxattrat", "removexattrat", "setxattrat"]),
      (.init(6, 15), ["open_tree_attr"]),
      (.init(6, 17), ["file_getattr", "file_setattr"]),
      (.init(6, 18), ["uprobe"]),
      (.init(6, 19), ["listns"]),
      (.init(7, 0), ["rseq_slice_yield"]),
    ]
    return Dictionary(
      uniqueKeysWithValues: releases.flatMap { kernel, names in names.map { ($0, kernel) } })
  }()
}
