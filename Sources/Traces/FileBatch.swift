internal import Logs

/// Files of one run, one after the other, that are read by themselves: a piece of work for a thread.
///
/// Which files make one depends on their sizes alone, so that nothing depends on who reads them.
struct FileBatch {
  let run: Int
  let files: Range<Int>
  /// Of the files as they lie there; `nil` where a pipe is among them.
  let size: Int?

  /// What is worth a thread: many small files are read by one recorder.
  private static let leastSize = 1 << 20

  /// The stretches of all runs, in their order.
  static func all(of runs: [[TraceFile]]) -> [Self] {
    runs.indices.flatMap { run in
      let isWhole = runs[run][0].continuesAcrossFiles
      var stretches: [Self] = []
      var start = 0
      var size: Int? = 0
      for (index, file) in runs[run].enumerated() {
        size = size.flatMap { size in file.size.map { size + $0 } }
        let isLast = index == runs[run].count - 1
        guard isLast || (!isWhole && (size ?? .max) >= leastSize) else { continue }
        stretches.append(Self(run: run, files: start..<(index + 1), size: size))
        start = index + 1
        size = 0
      }
      return stretches
    }
  }

  /// The size of all of them; `nil` where a pipe is among them.
  static func size(of stretches: [Self]) -> Int? {
    var sum = 0
    for stretch in stretches {
      guard let size = stretch.size else { return nil }
      sum += size
    }
    return sum
  }

  /// Whether it is so great that one thread would still be reading when the others have read all else.
  func needsAllThreads(of total: Int?, threads: Int) -> Bool {
    guard let size, let total else { return true }
    return size > Self.leastSize && size > total / threads
  }
}
