internal import Dispatch
internal import Glibc
internal import SystemPackage

/// Holds back the signals by which a program is told to end, from its making on, and can be waited for instead.
///
/// Made before other threads are, which then hold them back as well. A reader of the results that goes away is no
/// signal any more, but an error of writing.
package struct StopSignals: ~Copyable {
  /// Can be read from once such a signal came.
  package let descriptor: CInt

  /// No signal has come yet.
  package init() throws(FileError) {
    var stopping = sigset_t()
    var held = sigset_t()
    // SAFETY: all work on the sets alone, which outlive the calls.
    unsafe sigemptyset(&stopping)
    for signal in [SIGINT, SIGTERM] { unsafe sigaddset(&stopping, signal) }
    if !Self.outlivesItsTerminal { unsafe sigaddset(&stopping, SIGHUP) }
    held = stopping
    unsafe sigaddset(&held, SIGPIPE)
    unsafe pthread_sigmask(SIG_BLOCK, &held, nil)
    do {
      let (reading, writing) = try FileDescriptor.pipe()
      descriptor = reading.rawValue
      DispatchQueue.global().async { [stopping] in
        var awaited = stopping
        var signal: CInt = 0
        // SAFETY: both outlive the call.
        unsafe sigwait(&awaited, &signal)
        // The end of a pipe can be read as well.
        try? writing.close()
      }
    } catch {
      throw FileError("error: signals cannot be waited for: \(error)")
    }
  }

  /// Whether `nohup` started the program.
  private static var outlivesItsTerminal: Bool {
    var action = sigaction()
    // SAFETY: the value outlives the call; a handler is a pointer, and SIG_IGN is 1 (signal.h).
    unsafe sigaction(SIGHUP, nil, &action)
    return unsafe unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == 1
  }

  deinit { try? FileDescriptor(rawValue: descriptor).close() }
}
