extension Syscall {
  /// The values of argument `index` that a kernel can know, where they are numbered from 0 on without
  /// gaps; `nil` for all other arguments.
  ///
  /// Of `AF_MAX` in `include/linux/socket.h`, Linux 7.1: 46, as since 5.15, whose last is AF_MCTP.
  package func knownValues(ofArgument index: Int) -> ClosedRange<UInt64>? {
    index == 0 && (name == "socket" || name == "socketpair") ? 0...45 : nil
  }
}
