internal import CSeccomp
import Profiles

extension Compiler {
  /// The program's bytes, or what went wrong in the words of the profile.
  func run(_ job: CompilationJob, for profile: FlatProfile) throws(CompilationError) -> [UInt8] {
    let outcome = job.run()
    let entry = outcome.step == CSECCOMP_ADDING_RULE ? job.entries[outcome.index] : nil
    let place = entry.map { entry in
      CompilationError.Subject(index: entry.rule, rule: profile.rules[entry.rule], name: entry.name)
    }
    func failure(_ reason: CompilationError.Reason) -> CompilationError {
      CompilationError(reason, at: place)
    }

    if outcome.timedOut { throw failure(.timedOut(timeLimit)) }
    if outcome.errno == outOfMemory { throw failure(.outOfMemory) }
    if outcome.signal != 0, outcome.errno == 0 { throw failure(.crashed(signal: outcome.signal)) }
    switch outcome.step {
    case CSECCOMP_DONE:
      return outcome.bytes
    case CSECCOMP_ADDING_ARCHITECTURE:
      let architecture = job.architectures[outcome.index]
      throw failure(
        outcome.errno == domainError
          ? .mixedByteOrders(job.architectures) : .unknownArchitecture(architecture))
    case CSECCOMP_ADDING_RULE where outcome.errno == exists:
      throw failure(.conflict(with: job.entryAgainst(outcome.index)?.rule))
    case CSECCOMP_STARTING:
      throw failure(.couldNotStart(errno: outcome.errno))
    default:
      throw failure(.refused(errno: outcome.errno))
    }
  }

  // Figures of `asm-generic/errno-base.h`, the same on every architecture that Swift runs on.
  private var outOfMemory: Int32 { 12 }
  private var exists: Int32 { 17 }
  private var domainError: Int32 { 33 }
}

extension CompilationJob {
  /// The earlier entry whose condition another action repeats at `index`.
  ///
  /// Compared as wide as the machine's registers first; failing that as 32-bit ABIs see the
  /// constants, whose low halves alone may be alike.
  fileprivate func entryAgainst(_ index: Int) -> LibraryRule? {
    let entry = entries[index]
    let rivals = entries[..<index].filter { $0.name == entry.name && $0.action != entry.action }
    return rivals.first {
      Set($0.conditions.map(\.canonical)) == Set(entry.conditions.map(\.canonical))
    }
      ?? rivals.first { Set($0.conditions.map(\.narrow)) == Set(entry.conditions.map(\.narrow)) }
  }
}
