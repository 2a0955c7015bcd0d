package import Syscalls

/// The calls of a run that the catalog does not know, as long as they may be those of a system.
package struct UnknownCalls: Sendable {
  /// How many names and numbers a run may have. No kernel has a thousand calls, so that a log with more is none of
  /// one, or of a program that tries numbers.
  package static let limit = 4096

  private var calls: Set<SyscallReference> = []
  private var latest: SyscallReference?

  /// None.
  package init() {}

  /// Whether there were more than ``limit``: then none of them is kept among the observations.
  package var areTooMany: Bool { calls.count > Self.limit }

  /// The same call; or, where there are too many already, an unknown one that stands for it.
  package mutating func standIn(for call: SyscallReference) -> SyscallReference {
    guard call.syscall == nil, !calls.contains(call) else { return call }
    if areTooMany, let latest { return latest }
    calls.insert(call)
    latest = call
    return call
  }
}
