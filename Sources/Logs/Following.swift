internal import Glibc
internal import Synchronization
internal import SystemPackage

/// Waits for what is still to come of a log, until somebody says that it is enough.
///
/// Once stopped, what lies there already is still read.
package final class Following: Sendable {
  /// How often a file is looked at whether it grew, in milliseconds.
  private static let pause: CInt = 100

  private let stopping: CInt
  private let results: CInt?
  private let waited = Atomic(false)

  /// - Parameters:
  ///   - stopping: a descriptor that can be read from once it is enough; it is not read, nor closed.
  ///   - results: where results are written to: once nobody reads them, it is enough as well.
  package init(until stopping: CInt, orClosed results: CInt? = nil) {
    self.stopping = stopping
    self.results = results
  }

  /// Whether all that lay there in the beginning was read, so that what comes is new.
  package var isLive: Bool { waited.load(ordering: .relaxed) }

  /// What a wait ended with.
  enum Outcome { case readable, stopped, nothing }

  /// Waits until a pipe, a socket or a device can be read from.
  func wait(for descriptor: FileDescriptor) -> Outcome {
    if isReadable(descriptor) { return isStopped ? .stopped : .readable }
    waited.store(true, ordering: .relaxed)
    return poll(descriptor.rawValue, atMost: -1)
  }

  /// Waits a little.
  package func rest() {
    waited.store(true, ordering: .relaxed)
    _ = poll(nil, atMost: Self.pause)
  }

  /// Whether it is enough.
  package var isStopped: Bool { poll(nil, atMost: 0) == .stopped }

  /// Whether there is something to be read at once, or the end.
  func isReadable(_ descriptor: FileDescriptor) -> Bool {
    var polled = [pollfd(fd: descriptor.rawValue, events: Int16(POLLIN), revents: 0)]
    // SAFETY: the array has one element, and is there for the time of the call.
    return unsafe Glibc.poll(&polled, 1, 0) > 0
  }

  private func poll(_ descriptor: CInt?, atMost time: CInt) -> Outcome {
    // Those with a negative number are passed over; an error needs not be asked for (poll(2)).
    var polled = [
      pollfd(fd: stopping, events: Int16(POLLIN), revents: 0),
      pollfd(fd: results ?? -1, events: 0, revents: 0),
      pollfd(fd: descriptor ?? -1, events: Int16(POLLIN), revents: 0),
    ]
    // SAFETY: the count is the array's, which is there for the time of the call.
    guard unsafe Glibc.poll(&polled, nfds_t(polled.count), time) > 0 else { return .nothing }
    if polled[0].revents != 0 || polled[1].revents & Int16(POLLERR) != 0 { return .stopped }
    return polled[2].revents != 0 ? .readable : .nothing
  }
}
