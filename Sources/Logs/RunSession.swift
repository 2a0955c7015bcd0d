package import Observations

/// A run, or a part of one, while it is recorded: the reader, which knows what came before, and what
/// it writes into.
///
/// Shared by the threads of a ``BlockPipeline``. Unchecked: only the thread whose turn it is calls it.
package final class RunSession: @unchecked Sendable {
  private var recorder: ObservationBuilder
  private var reader: any TraceReader
  private var isCut = false
  /// Each is one thread's.
  private(set) var preparations: [(any LinePreparation)?] = []

  /// A run that begins.
  package init(_ reader: any TraceReader, _ recorder: ObservationBuilder) {
    self.reader = reader
    self.recorder = recorder
  }

  /// The next file begins, for which there is a reader of its own unless the last one goes on.
  package func beginFile(_ path: String, format: String, with newReader: (any TraceReader)?) {
    if let newReader {
      reader.endRun(recorder: &recorder)
      reader = newReader
    }
    isCut = false
    recorder.beginFile(path, format: format)
  }

  /// Makes what `count` threads prepare lines with, before any of them reads.
  func makePreparations(_ count: Int) {
    preparations = (0..<count).map { index in
      if index < preparations.count, let former = preparations[index], former.serves(recorder) {
        return former
      }
      return reader.makePreparation(for: recorder)
    }
  }

  /// Reads the next lines of the file.
  func read(_ block: LineBlock, prepared preparation: (any LinePreparation)?) {
    if let line = block.firstLine { recorder.line = line - 1 }
    reader.readLines(
      in: block.bytes.span.extracting(..<block.count), prepared: preparation, into: &recorder)
    if block.isCut { isCut = true }
    if block.isOverlong { recorder.note(.overlongLine) }
  }

  /// Reads the next lines of the file, for somebody who reads alone.
  package func read(_ block: LineBlock) {
    if preparations.isEmpty { makePreparations(1) }
    preparations[0]?.prepare(block)
    read(block, prepared: preparations[0])
  }

  /// Counts something for the ledger that became of the file.
  package func note(_ kind: Ledger.Kind, count: Int = 1) { recorder.note(kind, count: count) }

  /// Ends a file of the run.
  ///
  /// `unwrapper`: what took the lines out of their envelopes, if they were in any.
  package func endFile(isTruncated: Bool, unwrappedBy unwrapper: Unwrapper? = nil) {
    if isTruncated { recorder.note(.truncatedFile) }
    reader.endFile(isCut: isCut, recorder: &recorder)
    if let unwrapper {
      recorder.line = unwrapper.lines
      recorder.note(unwrapper.ledger)
    }
    recorder.endFile()
  }

  /// Ends the run: what it showed.
  package func end(totalBytes: Int, beginnings: UInt64) -> RunPart {
    reader.endRun(recorder: &recorder)
    return recorder.part(totalBytes: totalBytes, beginnings: beginnings)
  }
}
