internal import Glibc

/// The signals by which a program is told to end, taken one by one where a recording can do so in order.
enum EndingSignals {
  /// A signal, and who sent it.
  struct Signal: Hashable, Sendable {
    let number: Int32
    /// Whether the terminal sent it, to this program's children as well.
    let isTerminals: Bool
  }

  private static var set: sigset_t {
    var set = sigset_t()
    // SAFETY: both work on the set alone, which outlives the calls.
    unsafe sigemptyset(&set)
    for signal in [SIGHUP, SIGINT, SIGTERM, SIGQUIT] { unsafe sigaddset(&set, signal) }
    return set
  }

  /// From now on they wait for ``next(within:)``. To be called before there is a second thread, since each
  /// thread has its own mask, which it takes over from the one that makes it.
  static func hold() {
    var set = set
    // SAFETY: the set outlives the call.
    unsafe pthread_sigmask(SIG_BLOCK, &set, nil)
  }

  /// The next one; `nil` where none came.
  static func next(within duration: Duration) -> Signal? {
    var set = set
    var information = unsafe siginfo_t()
    var time = timespec(
      tv_sec: Int(duration.components.seconds),
      tv_nsec: Int(duration.components.attoseconds / 1_000_000_000))
    // SAFETY: all three outlive the call.
    let number = unsafe sigtimedwait(&set, &information, &time)
    guard number > 0 else { return nil }
    // SI_KERNEL of asm-generic/siginfo.h, which Swift does not import.
    // SAFETY: sigtimedwait filled it in.
    return Signal(number: number, isTerminals: unsafe information.si_code == 0x80)
  }
}
