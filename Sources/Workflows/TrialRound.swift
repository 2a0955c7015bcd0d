internal import Files
package import Filters
internal import Logs
internal import Profiles
internal import Seccomp
internal import Syscalls
internal import Text
internal import Traces
internal import Verification

/// `try`: a command that runs under a profile.
package struct TrialRound {
  private let path: String
  private let trial: Trial

  /// - Parameters:
  ///   - path: of the profile.
  ///   - request: of this machine, with the capabilities that the user says.
  ///   - note: takes warnings.
  package init(
    of path: String, in request: EnvironmentRequest, note: Note
  ) throws(WorkflowError) {
    self.path = path
    let environment = try request.environment()
    let resolved = try ProfileFile.read(path, for: environment.architecture, note: note)
      .resolved(for: environment)
    do {
      let compilation = try Trial.compilation(of: resolved)
      trial = try Trial(
        of: resolved, compilation, underRuntime: environment.runtime == .crun ? .crun : .runc)
      let enforced = EnforcedProfile(
        resolved, filter: compilation.filter, unknownNames: compilation.unknownNames, stubs: [])
      CompilationRemarks.note(on: enforced, path, in: environment, note)
      // What no Linux has was told when the text was read.
      CompilationRemarks.note(
        enforced.droppedNames(
          in: environment, but: Set(compilation.unknownNames.filter { Syscall($0) == nil })),
        about: path, note)
    } catch {
      throw WorkflowError(error, about: path, command: [])
    }
  }

  /// Runs `command` to its end, and to that of every process that it leaves.
  package func run(_ command: [String], note: Note) throws(WorkflowError) -> TrialOutcome {
    do {
      return try trial.run(command) {
        note(
          "\(path.escapedForTerminal): note: the command has ended, processes that it started "
            + "go on and are waited for; Ctrl-C ends the waiting")
      }
    } catch {
      throw WorkflowError(error, about: path, command: command)
    }
  }

  /// Refuses an output that is a profile or a log: reports are replaced, those are not. And no trial
  /// should be lost for want of a folder.
  package static func checkReplacement(of output: String) throws(WorkflowError) {
    try WorkflowError.wrapping { () throws(FileError) in
      if try Destination(of: output).isOccupied {
        guard (try? ProfileFile.read(output, for: nil, note: { _ in })) == nil else {
          throw .occupied(output, by: "is a profile")
        }
        guard (try? TraceSet(reading: [output], options: TraceOptions())) == nil else {
          throw .occupied(output, by: "is a log, or holds observations")
        }
      }
      // This file is gone at once.
      _ = try OutputFile([], for: output)
    }
  }
}

extension WorkflowError {
  fileprivate init(_ error: TrialError, about profile: String, command: [String]) {
    let kind: Kind =
      switch error {
      case .notFound: .commandNotFound
      case .notExecutable: .commandNotExecutable
      default: .cannot
      }
    let place = kind == .cannot ? profile : command.first ?? profile
    self.init(
      kind: kind,
      message: "\(place.escapedForTerminal): error: \(error.description.escapedForTerminal)")
  }
}
