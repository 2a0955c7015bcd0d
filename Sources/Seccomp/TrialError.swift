internal import CSeccomp
package import Filters
internal import Syscalls

/// Why a command was not run under a profile.
package enum TrialError: Error, Sendable {
  case compilation(CompilationError)
  /// The runtime's part and the profile's are too long together.
  case unacceptable(FilterError)
  /// No command can be started under the profile.
  case refusesExecution(Verdict)
  /// The command.
  case notFound
  case notExecutable(errno: Int32)
  /// The kernel did not take the filter.
  case couldNotLoad(errno: Int32)
  case couldNotStart(errno: Int32)

  /// `nil` for a command that was started.
  init?(step: cseccomp_start_step, errno: Int32) {
    switch (step, errno) {
    case (CSECCOMP_STARTED, _): return nil
    case (CSECCOMP_FINDING, 2): self = .notFound
    case (CSECCOMP_FINDING, _): self = .notExecutable(errno: errno)
    case (CSECCOMP_LOADING, _): self = .couldNotLoad(errno: errno)
    default: self = .couldNotStart(errno: errno)
    }
  }
}

extension TrialError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .compilation(let error):
      "\(error)"
    case .unacceptable(let error):
      "the kernel would not take the filter: \(error)"
    case .refusesExecution(let verdict):
      "the profile answers \(verdict) to execve, so that no command starts under it; "
        + "container runtimes need it as well: allow execve"
    case .notFound:
      "no such command"
    case .notExecutable(let errno):
      "cannot be executed (\(name(of: errno)))"
    case .couldNotLoad(let errno):
      "the kernel did not take the filter (\(name(of: errno))): \(explanation(of: errno))"
    case .couldNotStart(let errno):
      "no process could be started (\(name(of: errno)))"
    }
  }

  private func name(of errno: Int32) -> String {
    KernelConstants.shared.name(ofErrno: UInt16(truncatingIfNeeded: errno))
  }

  private func explanation(of errno: Int32) -> String {
    switch name(of: errno) {
    case "EINVAL":
      "user notification needs Linux 5.0 with CONFIG_SECCOMP_FILTER"
    case "EBUSY":
      "a supervisor listens to this process already, as in a container whose profile notifies; "
        + "run the trial outside of it"
    case "EPERM", "EACCES", "ENOSYS":
      "a sandbox around this process refuses seccomp(2), or the kernel lacks it; run the trial "
        + "outside of the sandbox"
    case "ENOMEM":
      "with those of the sandboxes around it, it is longer than the kernel takes for one process"
    default:
      "see seccomp(2)"
    }
  }
}
