internal import Syscalls

/// A call that a filter refused to a running process; like ones are one denial, counted.
package struct Denial: Hashable, Sendable {
  /// Who made the call.
  package struct Process: Hashable, Sendable {
    /// As this process sees it; 0 for one of a pid namespace outside.
    package let id: UInt32
    /// `comm`: fifteen bytes that the process chose itself; empty where /proc does not tell.
    package let name: String

    /// A process by number and name.
    package init(id: UInt32, name: String) {
      self.id = id
      self.name = name
    }
  }

  /// The first that was denied it; others have its name.
  package let process: Process
  /// The first call; others may differ in arguments that no rule is about.
  package let invocation: Invocation
  /// What the filter says about it.
  package let verdict: Verdict
  /// How often it was denied; 1 or more.
  package private(set) var count: Int

  /// A first denial, or as many as are alike.
  package init(process: Process, invocation: Invocation, verdict: Verdict, count: Int = 1) {
    self.process = process
    self.invocation = invocation
    self.verdict = verdict
    self.count = count
  }

  /// Counts another one like it.
  package mutating func repeatOnce() { count += 1 }

  /// What the call failed with, 0 for seeming success.
  package var errno: UInt16 {
    switch verdict {
    case .errno(let number): number
    // Nobody is there to be asked.
    default: Errno.ENOSYS.rawValue
    }
  }
}
