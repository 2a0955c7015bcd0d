/// Calls that libraries try, to fall back when the kernel says ENOSYS, and only then.
///
/// Refused with EPERM, such a call takes its caller down: glibc's `pthread_create` dies of an EPERM
/// from clone3, its `access` of one from faccessat2.
package enum Probes {
  /// Since Linux 5.1 new calls bear the same number everywhere, from 403 on
  /// (`include/uapi/asm-generic/unistd.h`); those are all younger than the libraries' fall-backs.
  private static let firstCommonNumber: UInt32 = 403

  private static let older: Set<String> = [
    "copy_file_range", "getrandom", "io_pgetevents", "membarrier", "memfd_create", "mlock2",
    "pkey_alloc", "pkey_free", "pkey_mprotect", "preadv2", "pwritev2", "renameat2", "rseq", "statx",
  ]

  /// Whether callers of `name` on this architecture take ENOSYS for "not on this kernel".
  package static func contains(_ name: String, on architecture: Architecture) -> Bool {
    if older.contains(name) { return true }
    guard let number = Syscall(name)?.number(on: architecture) else { return false }
    // On MIPS behind the number at which the ABI's begin.
    return (firstCommonNumber..<1024).contains(number - architecture.firstNumber)
  }
}
