package import Foundation

extension Process {
  /// Runs with no signal blocked. A child inherits those that its parent's thread blocks. The threads that tests run
  /// on block nearly all, and an auditd that blocks SIGTERM never ends, as nsjail that blocks SIGCHLD.
  package func runWithoutBlockedSignals() throws {
    var none = sigset_t()
    var before = sigset_t()
    // SAFETY: both sets outlive the calls, and no await lies between: the thread stays the same.
    unsafe sigemptyset(&none)
    unsafe pthread_sigmask(SIG_SETMASK, &none, &before)
    defer { unsafe pthread_sigmask(SIG_SETMASK, &before, nil) }
    try run()
  }
}
