/// Calls about which newer kernels ask no filter.
///
/// `uretprobe` and `uprobe` are made by trampolines that the kernel itself puts into a process; made by others
/// they end it. `seccomp_uprobe_exception` and before it `seccomp_is_uretprobe` (`kernel/seccomp.c`, x86-64
/// alone) let them pass: uretprobe from Linux 6.14 on, uprobe from 6.18 on, which has it first.
package enum UnfilteredCalls {
  /// The first two numbers of the first kernel that asks no filter; `nil` where all ask.
  package static func since(_ call: Syscall, on architecture: Architecture) -> (
    major: Int, minor: Int
  )? {
    guard architecture == .x86_64 else { return nil }
    return switch call.name {
    case "uretprobe": (6, 14)
    case "uprobe": (6, 18)
    default: nil
    }
  }
}
