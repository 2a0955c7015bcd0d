internal import Glibc

/// Holds back, while it lives, the signals by which a program is told to end, so that it leaves no file
/// behind that is half done.
struct BlockedSignals: ~Copyable {
  private var before = sigset_t()

  init() {
    var held = sigset_t()
    // SAFETY: all three work on the sets alone, which outlive the calls.
    unsafe sigemptyset(&held)
    for signal in [SIGHUP, SIGINT, SIGTERM] { unsafe sigaddset(&held, signal) }
    unsafe pthread_sigmask(SIG_BLOCK, &held, &before)
  }

  deinit {
    var before = before
    // SAFETY: the set outlives the call.
    unsafe pthread_sigmask(SIG_SETMASK, &before, nil)
  }
}
