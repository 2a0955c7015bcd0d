internal import Logs
internal import Observations

/// The runs that many files make.
struct RunAssembler {
  /// Of each run, in the order in which they were written.
  private let files: [[TraceFile]]

  init(of files: [TraceFile]) {
    self.files = Dictionary(grouping: files, by: \.runKey)
      .sorted { $0.key < $1.key }
      .map { $0.value.sorted(by: TraceFile.isWrittenBefore) }
  }

  /// Reads them all, whatever is great with all threads and the rest side by side.
  ///
  /// - Parameter blocks: one for each thread.
  ///
  /// - Returns: the runs, and which of the logs that share a file hold no call.
  func read(
    _ options: TraceOptions, by blocks: [LineBlock]
  ) throws(TraceError) -> (runs: [Run], skipped: [TraceError]) {
    let stretches = FileBatch.all(of: files)
    let size = FileBatch.size(of: stretches)
    options.progress?.begin(bytesInAll: size)
    let reader = RunReader(options: options)
    var outcomes = [Result<Outcome, TraceError>?](repeating: nil, count: stretches.count)
    let great = stretches.indices.filter {
      stretches[$0].needsAllThreads(of: size, threads: blocks.count)
    }
    for index in great { outcomes[index] = read(stretches[index], with: reader, by: blocks) }
    let others = stretches.indices.filter { outcomes[$0] == nil }
    let read = Threads.map(others.count, with: blocks) { number, block in
      self.read(stretches[others[number]], with: reader, by: [block])
    }
    for (index, outcome) in zip(others, read) { outcomes[index] = outcome }
    return try assemble(stretches, outcomes)
  }

  /// What reading a stretch comes to: a run is finished at once where the stretch is all of it.
  private enum Outcome {
    case part(RunPart)
    case run(Run)
  }

  private func read(
    _ stretch: FileBatch, with reader: RunReader, by blocks: [LineBlock]
  ) -> Result<Outcome, TraceError> {
    let files = files[stretch.run]
    return Result { () throws(TraceError) in
      let part = try reader.part(of: files[stretch.files], by: blocks)
      guard stretch.files == files.indices else { return .part(part) }
      return .run(try RunReader.run([part], of: files))
    }
  }

  private func assemble(
    _ stretches: [FileBatch], _ outcomes: [Result<Outcome, TraceError>?]
  ) throws(TraceError) -> (runs: [Run], skipped: [TraceError]) {
    var runs: [Run] = []
    var parts: [RunPart] = []
    var skipped: [TraceError] = []
    var pathsRead: Set<String> = []
    for (stretch, outcome) in zip(stretches, outcomes) {
      let files = files[stretch.run]
      do throws(TraceError) {
        switch try outcome!.get() {
        case .run(let run): runs.append(run)
        case .part(let part):
          parts.append(part)
          guard stretch.files.upperBound == files.count else { continue }
          let whole = parts
          parts = []
          runs.append(try RunReader.run(whole, of: files))
        }
        pathsRead.insert(files[0].path)
      } catch {
        guard error.isForeign else { throw error }
        skipped.append(error)
      }
    }
    if let error = skipped.first(where: { !pathsRead.contains($0.path) }) { throw error }
    return (runs, skipped)
  }
}
