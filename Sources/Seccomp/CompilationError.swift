package import Filters
internal import Findings
package import Profiles
package import Syscalls

/// Why libseccomp made no filter of a profile.
package struct CompilationError: Error, Sendable {
  /// What went wrong.
  package enum Reason: Sendable {
    /// `SCMP_ACT_NOTIFY` for calls without a rule, which runc and crun refuse.
    case notifyByDefault
    /// `SCMP_ACT_NOTIFY` for `write`, which runc refuses.
    case notifyOnWrite
    /// A newer one than this libseccomp.
    case unknownArchitecture(Architecture)
    case mixedByteOrders([Architecture])
    /// An earlier rule has the same name and the same condition, and another action; its index in
    /// the profile's rules, where it is found.
    case conflict(with: Int?)
    /// libseccomp did not return; some rule sets make it run for ever.
    case timedOut(Duration)
    case outOfMemory
    /// libseccomp's process ended by this signal.
    case crashed(signal: Int32)
    /// No process could be started.
    case couldNotStart(errno: Int32)
    case refused(errno: Int32)
    /// libseccomp made a program that the kernel would not load.
    case unacceptable(FilterError)
  }

  /// The rule that libseccomp was at.
  package struct Subject: Sendable {
    /// In the profile's rules.
    package let index: Int
    /// The rule itself.
    package let rule: Rule
    /// Which of the rule's calls.
    package let name: String
  }

  /// What went wrong.
  package let reason: Reason
  /// `nil` where it is about no rule.
  package let place: Subject?

  init(_ reason: Reason, at place: Subject? = nil) {
    self.reason = reason
    self.place = place
  }
}

extension CompilationError: CustomStringConvertible {
  package var description: String {
    place.map { "\($0): \(reason)" } ?? "\(reason)"
  }
}

extension CompilationError.Subject: CustomStringConvertible {
  /// `profile.json: /syscalls/3 (socket)`, or `rule 3 (socket)` for a rule that was not read.
  package var description: String {
    rule.location.map { "\($0)" + ($0.path.map { ": \($0)" } ?? "") + " (\(name))" }
      ?? "rule \(index) (\(name))"
  }
}

extension CompilationError.Reason: CustomStringConvertible {
  package var description: String {
    switch self {
    case .notifyByDefault:
      "SCMP_ACT_NOTIFY cannot be the default action; runtimes refuse it"
    case .notifyOnWrite:
      "SCMP_ACT_NOTIFY on write: runc refuses it, since it has to write under the filter;"
        + " name another call"
    case .unknownArchitecture(let architecture):
      "libseccomp \(Libseccomp.version) does not know the architecture \(architecture);"
        + " leave it out or use a newer libseccomp"
    case .mixedByteOrders(let architectures):
      "\(architectures.map(\.rawValue).joined(separator: ", ")) differ in byte order;"
        + " one filter cannot hold them, make a profile for each"
    case .conflict(let other):
      "the same call under the same condition has another action"
        + (other.map { " in rule \($0)" } ?? " in an earlier rule")
        + "; libseccomp refuses the profile, remove one of them"
    case .timedOut(let limit):
      "libseccomp did not finish within \(limit); some combinations of conditions keep it busy for"
        + " ever: use SCMP_CMP_EQ and SCMP_CMP_MASKED_EQ alone, or one argument per rule"
    case .outOfMemory:
      "libseccomp ran out of memory; the profile has too many conditions"
    case .crashed(let signal):
      "libseccomp crashed with signal \(signal)"
    case .couldNotStart(let errno):
      "no process could be started to compile the filter (errno \(errno))"
    case .refused(let errno):
      "libseccomp refused it (errno \(errno))"
    case .unacceptable(let error):
      "libseccomp made a filter that the kernel refuses: \(error)"
    }
  }
}
