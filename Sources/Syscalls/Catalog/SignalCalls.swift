/// Calls that show that a program was told to stop, to read its settings anew, or that something went wrong.
package enum SignalCalls {
  /// A handler returns by one (sigreturn(2)), a program waits for a signal by one (sigwaitinfo(2),
  /// signalfd(2)), or sends one, as shells and masters of workers do, and abort(3).
  package static let show: Set<Syscall> = Set(
    [
      "kill", "rt_sigreturn", "rt_sigsuspend", "rt_sigtimedwait", "rt_sigtimedwait_time64",
      "signalfd", "signalfd4", "sigreturn", "tgkill", "tkill",
    ].compactMap { Syscall($0) })
}
