internal import CSeccomp
package import Filters
import Syscalls

/// A filter whose verdicts the running kernel tells.
///
/// The kernel is given the program with other answers in their places: each verdict that is not an
/// errno becomes an errno of its own, so that no call is carried out and every answer comes back.
/// The path through the program stays the same. What the kernel does upon an answer, killing for
/// one, is not tried.
///
/// Filters around this process do not disturb: of two errnos the kernel gives the one of the filter
/// that was loaded last.
package struct LiveFilter: Sendable {
  private let tracingFilter: Filter
  /// The verdicts behind the errnos that stand for them.
  private let markers: [UInt16: Verdict]

  /// `nil` for a program that returns what it computed, which may be anything.
  package init?(_ filter: Filter) {
    guard let verdicts = filter.verdicts else { return nil }
    var markers: [UInt16: Verdict] = [:]
    var free = Errno.maximum
    for verdict in verdicts {
      if case .errno = verdict { continue }
      while verdicts.contains(.errno(free)) { free -= 1 }
      markers[free] = verdict
      free -= 1
    }
    let standIns = Dictionary(uniqueKeysWithValues: markers.map { ($1, Verdict.errno($0)) })
    guard let tracingFilter = filter.replacingAnswers({ standIns[$0] ?? $0 }) else { return nil }
    self.tracingFilter = tracingFilter
    self.markers = markers
  }

  /// Loads the filter in a child, and makes the calls there.
  /// - Parameter calls: of this machine's own ABI or its x32, none of which ``bypassesFilters(_:)``.
  package func verdicts(on calls: [Invocation]) throws(LiveFilterError) -> [Verdict] {
    precondition(
      calls.allSatisfy {
        $0.architectureToken == Architecture.native.auditToken && !Self.bypassesFilters($0)
      }, "the kernel would read another call, or carry it out")
    let probes = calls.map { call in
      let a = call.arguments
      return cseccomp_probe(
        number: call.number, arguments: (a[0], a[1], a[2], a[3], a[4], a[5]))
    }
    let program = tracingFilter.encoded()
    var answers = [Int32](repeating: CSECCOMP_NO_ANSWER, count: calls.count)
    // SAFETY: the pointers are to arrays of the given counts that outlive the call.
    let errno = unsafe cseccomp_ask_kernel(
      program, tracingFilter.instructions.count, probes, probes.count, &answers)
    guard errno == 0 else { throw .couldNotLoad(errno: errno) }
    var verdicts: [Verdict] = []
    for (call, answer) in zip(calls, answers) {
      guard let number = UInt16(exactly: answer) else { throw .noAnswer(to: call) }
      verdicts.append(markers[number] ?? .errno(number))
    }
    return verdicts
  }

  /// Calls of which no filter is asked: `uretprobe` (335) and `uprobe` (336) of x86-64, made by the
  /// kernel's own trampolines (`kernel/seccomp.c` leaves them out). Made by others
  /// they end the process.
  package static func bypassesFilters(_ call: Invocation) -> Bool {
    guard let architecture = call.architecture, let syscall = call.call?.syscall else {
      return false
    }
    return UnfilteredCalls.since(syscall, on: architecture) != nil
  }
}

/// Why the kernel told no verdicts.
package enum LiveFilterError: Error, Sendable {
  case couldNotLoad(errno: Int32)
  /// The process ended at this call.
  case noAnswer(to: Invocation)
}

extension LiveFilterError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .couldNotLoad(let errno):
      "this kernel did not take the filter "
        + "(\(KernelConstants.shared.name(ofErrno: UInt16(truncatingIfNeeded: errno)))); "
        + "where a sandbox refuses seccomp(2), verify outside of it"
    case .noAnswer(let call):
      "the process that asked this kernel ended at call number \(call.number); "
        + "where a sandbox kills, verify outside of it"
    }
  }
}
