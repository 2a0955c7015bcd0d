internal import Dispatch
internal import Parallelism
internal import Synchronization

/// Reads the blocks of one log: several threads prepare them side by side, and each waits for its
/// turn to have its block read, so that they are read in their order.
///
/// A thread reads the file, prepares, and hands on; there is no thread for either alone, so that none
/// stands idle. What overlaps is what takes long: reading a pipe, decompressing, preparing.
package final class BlockPipeline: Sendable {
  private let lines: LineBuffer
  private let recording: RunSession
  /// One for each thread.
  private let blocks: [LineBlock]
  /// Opened for the thread that holds block `n` of `turns.count` when block `n - 1` has been read.
  private let turns: [DispatchSemaphore]
  private let failure = Mutex<TraceError?>(nil)

  /// Reads `lines` into `recording`, with a thread for each of `blocks`.
  package init(_ lines: LineBuffer, into recording: RunSession, by blocks: [LineBlock]) {
    self.lines = lines
    self.recording = recording
    self.blocks = blocks
    turns = blocks.map { _ in DispatchSemaphore(value: 0) }
  }

  /// Reads up to the end of the file.
  package func run() throws(TraceError) {
    recording.makePreparations(turns.count)
    turns[0].signal()
    // A thread that comes late, or never, finds less to do, or nothing.
    Threads.run(blocks.count) { self.fillAndRead(self.blocks[$0], self.recording.preparations[$0]) }
    if let failure = failure.withLock({ $0 }) { throw failure }
  }

  private func fillAndRead(_ block: LineBlock, _ preparation: (any LinePreparation)?) {
    do throws(TraceError) {
      while let number = try lines.fill(block) {
        preparation?.prepare(block)
        turns[number % turns.count].wait()
        recording.read(block, prepared: preparation)
        turns[(number + 1) % turns.count].signal()
      }
    } catch {
      failure.withLock { $0 = error }
    }
  }
}
