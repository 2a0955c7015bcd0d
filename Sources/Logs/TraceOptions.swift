internal import Glibc
package import Syscalls

/// How logs are to be read.
package struct TraceOptions: Sendable {
  /// Taken for every file instead of what its content looks like.
  package var format: TraceFormat?
  /// The machine on which the logs were recorded, by the user's word.
  package var recordedOn: Architecture?
  /// What is guessed where neither the user nor a log tells; `nil` for this machine's.
  package var assumedArchitecture: Architecture?
  /// Whose calls count.
  package var selection = Selection()

  /// Bytes read at once, and the length beyond which a line is cut. The result does not depend on
  /// the first; tests vary both.
  package var blockSize = LineBuffer.blockSize
  /// In bytes; longer lines are cut, which is a loss.
  package var lineLimit = LineBuffer.lineLimit

  /// How many threads read. The result does not depend on it.
  package var threads = Self.availableProcessors
  /// Told how far reading has come, where somebody wants to know.
  package var progress: ReadingProgress?
  /// Where the programs that logs show are kept; `nil` where nobody wants them. Reading takes several times
  /// as long with it.
  package var programs: ProgramPaths?

  /// Told of the records of filters while logs are read, which takes several times as long then.
  package var watch: FilterWatch?
  /// Whether the paths stand in a list that a program made: what of them cannot be read is counted as lost,
  /// and there may be nothing left.
  package var areListed = false
  /// The log whose parts are read in place of the files; `nil` where each file is a log.
  package var joined: JoinedLog?

  /// Who waits for what is still to come of a log, and ends it; `nil` to read what lies there.
  package var following: Following?

  /// How many processors this machine has.
  package static var availableProcessors: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

  /// What whittle does where the user says nothing.
  package init() {}

  /// A block for each thread.
  package func makeBlocks() -> [LineBlock] { (0..<threads).map { _ in LineBlock(size: blockSize) } }
}
