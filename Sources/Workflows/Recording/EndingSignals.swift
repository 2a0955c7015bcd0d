internal import Glibc
internal import Synchronization

/// The signals by which a program is told to end, taken one by one where a recording can do so in order.
enum EndingSignals {
  /// A signal, and who sent it.
  struct Signal: Hashable, Sendable {
    let number: Int32
    /// Whether the terminal sent it, to this program's children as well.
    let isTerminals: Bool
  }

  /// The latest that came and was not taken: its number, twice, and 1 where the terminal sent it.
  private static let latest = Atomic<Int32>(0)

  /// From now on they wait for ``next(within:)``. A mask would not do: threads that libraries make unblock them.
  static func hold() {
    // Before a handler needs it.
    latest.store(0, ordering: .relaxed)
    for signal in [SIGHUP, SIGINT, SIGTERM, SIGQUIT] {
      var action = sigaction()
      // SAFETY: the handler touches one atomic number alone, and both structures outlive the calls.
      unsafe sigaction(signal, nil, &action)
      // As nohup(1) has it, and a shell for what runs in the background.
      if action.sa_flags & SA_SIGINFO == 0, isIgnored(action) { continue }
      action = sigaction()
      action.sa_flags = SA_SIGINFO | SA_RESTART
      unsafe action.__sigaction_handler.sa_sigaction = { number, information, _ in
        // SI_KERNEL of asm-generic/siginfo.h, which Swift does not import.
        let isTerminals: Int32 = unsafe information?.pointee.si_code == 0x80 ? 1 : 0
        EndingSignals.latest.store(number << 1 | isTerminals, ordering: .relaxed)
      }
      unsafe sigaction(signal, &action, nil)
    }
  }

  private static func isIgnored(_ action: sigaction) -> Bool {
    // SAFETY: the handler is only compared.
    unsafe unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == 1
  }

  /// The next one; `nil` where none came.
  static func next(within duration: Duration) -> Signal? {
    if let signal = take() { return signal }
    usleep(UInt32(duration.components.attoseconds / 1_000_000_000_000))
    return take()
  }

  private static func take() -> Signal? {
    let value = latest.exchange(0, ordering: .relaxed)
    return value == 0 ? nil : Signal(number: value >> 1, isTerminals: value & 1 == 1)
  }
}
