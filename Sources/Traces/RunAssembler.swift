internal import Findings
internal import Logs
internal import Observations
internal import Parallelism

/// The runs that many files make.
struct RunAssembler {
  /// Of each run, in the order in which they were written.
  private let files: [[TraceFile]]

  private let shapes: ObservationShapes

  /// - Parameter shapes: what the runs of other files have in common.
  init(of files: [TraceFile], _ shapes: ObservationShapes) {
    self.files = Dictionary(grouping: files, by: \.runKey)
      .sorted { $0.key < $1.key }
      .map { $0.value.sorted(by: TraceFile.isWrittenBefore) }
    self.shapes = shapes
  }

  /// What the files of one run come to.
  enum Outcome {
    case run(RecordedRun)
    case unreadable(files: [String], TraceError)
  }

  /// Reads them all, whatever is great with all threads and the rest side by side.
  ///
  /// - Parameter blocks: one for each thread.
  func read(_ options: TraceOptions, by blocks: [LineBlock]) -> [Outcome] {
    let stretches = FileBatch.all(of: files)
    let size = FileBatch.size(of: stretches)
    options.progress?.begin(bytesInAll: size)
    let reader = RunReader(options: options)
    var parts = [Result<Part, TraceError>?](repeating: nil, count: stretches.count)
    let great = stretches.indices.filter {
      stretches[$0].needsAllThreads(of: size, threads: blocks.count)
    }
    for index in great { parts[index] = read(stretches[index], with: reader, by: blocks) }
    let others = stretches.indices.filter { parts[$0] == nil }
    let read = Threads.map(others.count, atOnce: blocks.count) { number, thread in
      self.read(stretches[others[number]], with: reader, by: [blocks[thread]])
    }
    for (index, part) in zip(others, read) { parts[index] = part }
    let outcomes = assemble(stretches, parts)
    return options.selection.isEverything ? Self.losing(outcomes) : outcomes
  }

  /// The same; of logs that share a file one at least must hold calls, or the file is lost.
  private static func losing(_ outcomes: [Outcome]) -> [Outcome] {
    var read: Set<String> = []
    for case .run(let run) in outcomes { read.insert(run.place.file) }
    return outcomes.map { outcome in
      guard case .unreadable(let files, let error) = outcome, error.isForeign,
        read.isDisjoint(with: files)
      else { return outcome }
      return .unreadable(
        files: files, TraceError(error.path, line: error.line, error.problem))
    }
  }

  /// What reading a stretch comes to: a run is finished at once where the stretch is all of it.
  private enum Part {
    case part(RunPart)
    case run(Run)
  }

  private func read(
    _ stretch: FileBatch, with reader: RunReader, by blocks: [LineBlock]
  ) -> Result<Part, TraceError> {
    let files = files[stretch.run]
    return Result { () throws(TraceError) in
      let part = try reader.part(of: files[stretch.files], by: blocks)
      guard stretch.files == files.indices else { return .part(part) }
      return .run(try run([part], of: files))
    }
  }

  private func run(_ parts: [RunPart], of files: [TraceFile]) throws(TraceError) -> Run {
    shapes.sharing(try RunReader.run(parts, of: files))
  }

  private func assemble(
    _ stretches: [FileBatch], _ results: [Result<Part, TraceError>?]
  ) -> [Outcome] {
    var outcomes: [Outcome] = []
    var parts: [RunPart] = []
    var failure: TraceError?
    for (stretch, result) in zip(stretches, results) {
      guard let result else { preconditionFailure("every stretch is read") }
      let files = files[stretch.run]
      let isLast = stretch.files.upperBound == files.count
      do throws(TraceError) {
        var run: Run?
        switch try result.get() {
        case .run(let whole): run = whole
        case .part(let part):
          parts.append(part)
          if isLast, failure == nil { run = try self.run(parts, of: files) }
        }
        if let run {
          outcomes.append(
            .run(RecordedRun(run, at: SourceLocation(file: files[0].path, line: 1))))
        }
      } catch {
        failure = failure ?? error
      }
      guard isLast else { continue }
      if let failure { outcomes.append(.unreadable(files: files.map(\.path), failure)) }
      parts = []
      failure = nil
    }
    return outcomes
  }
}
