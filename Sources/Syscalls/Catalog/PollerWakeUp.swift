/// What a program that waits by epoll wakes itself up by: a pipe in one version of it, an eventfd in the next.
///
/// Go took eventfd2 for pipe2 between 1.22 and 1.25, and does not start without it (golang/go issue 75337). Redis took
/// it for a pipe beside its threads between 7.0 and 8.0, and ends by SIGSEGV where it is refused. It is no other entry
/// point to a pipe's code, so neither stands in a group of ``Successors``; an eventfd is a counter within the process.
package enum PollerWakeUp {
  private static let pipes: Set<String> = ["pipe", "pipe2"]
  private static let pollers: Set<String> = ["epoll_create", "epoll_create1"]

  /// What a later version makes in place of its pipe.
  package static let later = "eventfd2"

  /// Of the calls of a program, the pipes that a later version may replace, in their order; empty where it does not
  /// wait by epoll.
  package static func pipes(of calls: Set<String>) -> [String] {
    calls.isDisjoint(with: pollers) ? [] : pipes.intersection(calls).sorted()
  }
}
