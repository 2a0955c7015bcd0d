package import Syscalls

/// The decisions that a container runtime takes in front of the profile's filter.
///
/// runc answers ENOSYS to calls newer than anything that the profile names, so that userspace that
/// tries a new call falls back to an old one (`libcontainer/seccomp/patchbpf/enosys_linux.go`).
/// Allowing less therefore lowers the bar: calls between the new bar and the old one change their
/// answer. crun has no such stub.
package struct RuntimeStub: Hashable, Sendable {
  /// A runtime that puts decisions of its own before a profile's filter.
  package enum Runtime: String, CaseIterable, Hashable, Sendable {
    /// runc 1.1.15 and later: the native architecture has a bar although it may not be listed.
    case runc
    /// runc 1.1.5 to 1.1.14: listed architectures alone.
    case olderRunc = "runc-1.1.14"
    case crun

    /// Runtimes within a sentence: `runc before 1.1.15 and crun`.
    package static func names(of runtimes: Set<Runtime>) -> String {
      let runc: String? =
        switch (runtimes.contains(.runc), runtimes.contains(.olderRunc)) {
        case (true, true): "runc"
        case (true, false): "runc 1.1.15 and later"
        case (false, true): "runc before 1.1.15"
        case (false, false): nil
        }
      return [runc, runtimes.contains(.crun) ? "crun" : nil].compactMap(\.self)
        .joined(separator: " and ")
    }
  }

  /// Whose stub it is.
  package let runtime: Runtime

  /// What the stub says.
  package static let answer = Verdict.errno(Errno.ENOSYS.rawValue)

  /// Raw number by architecture, for x32 with ``Architecture/x32Bit``: larger ones get ENOSYS.
  package let bars: [Architecture: UInt32]

  /// - Parameters:
  ///   - fallback: what the profile answers to calls that no rule is about. Where such calls run or
  ///     go to a tracer there is no stub.
  ///   - listed: the profile's architectures.
  ///   - native: the architecture of the container's machine.
  ///   - largestNumber: the largest raw number that names of the profile have on an architecture,
  ///     whatever their rules say; `nil` for none. The runtime asks libseccomp, which gives calls
  ///     multiplexed there (x86's `socket`) no number of their own.
  package init(
    _ runtime: Runtime, fallback: Verdict, listed: some Sequence<Architecture>,
    native: Architecture, largestNumber: (Architecture) -> UInt32?
  ) {
    self.runtime = runtime
    var architectures = Set(listed)
    switch (runtime, fallback) {
    case (.crun, _), (_, .allow), (_, .log), (_, .trace): architectures = []
    case (.runc, _): architectures.insert(native)
    case (.olderRunc, _): break
    }
    var bars: [Architecture: UInt32] = [:]
    for architecture in architectures {
      // runc takes 0 for "no call found": a profile that names `read` alone has no bar on x86_64.
      if let largest = largestNumber(architecture), largest != 0 { bars[architecture] = largest }
    }
    self.bars = bars
  }

  /// ENOSYS where the stub answers; `nil` where the profile's filter is asked.
  package func verdict(for invocation: Invocation) -> Verdict? {
    let number = invocation.number
    let enosys = Self.answer
    if invocation.architectureToken == Architecture.x86_64.auditToken {
      // Told apart by the bit alone: −1 counts as x32 here.
      let isX32 = number & Architecture.x32Bit != 0
      return bars[isX32 ? .x32 : .x86_64].flatMap { number > $0 ? enosys : nil }
    }
    guard let architecture = invocation.architecture, let bar = bars[architecture] else {
      return nil
    }
    // Number 0 multiplexes large numbers there; unknown ones are left at 0.
    if number == 0, architecture == .s390x || architecture == .s390 { return enosys }
    return number > bar ? enosys : nil
  }
}
