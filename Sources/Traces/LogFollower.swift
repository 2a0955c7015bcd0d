internal import Audit
internal import Findings
package import Logs
package import Observations
internal import SystemPackage
internal import Text

/// Reads one log while it is written, through the names that it is given: what was observed in the end is what
/// the same bytes give that lie there already.
package final class LogFollower {
  private let path: String
  private let options: TraceOptions
  private let following: Following
  private let block: LineBlock

  private let log: FoundLogs.Log
  private let session: RunSession
  private var lines: LineBuffer
  private var unwrapper: Unwrapper?
  private var files: [TraceFile] = []
  /// A file whose name another one has now; it may still be written.
  private var previous: LineBuffer?
  /// Files that are to be read next.
  private var successors: [String] = []
  private var totalBytes = 0
  private var beginnings: UInt64 = 0

  /// Formats whose readers tell of the records of filters.
  private static let formats: [TraceFormat] = ["audit", "audit-json", "journal-export"]
    .compactMap(TraceFormat.named)

  /// Opens the log at `path`, or standard input for `-`, and waits until it is known what it is; `nil` where
  /// that was not known in the end, since it holds no record.
  ///
  /// - Parameters:
  ///   - options: with a ``TraceOptions/following``.
  ///   - note: told what is waited for.
  package init?(
    _ path: String, _ options: TraceOptions, note: (String) -> Void
  ) throws(TraceError) {
    guard let following = options.following else {
      preconditionFailure("somebody ends the following")
    }
    self.path = path
    self.options = options
    self.following = following
    guard Folder(at: path) == nil else {
      throw TraceError(
        path, "is a folder; --follow reads one log: name the file that is written", isMistake: true)
    }
    let parent = FilePath(path).removingLastComponent()
    guard parent.isEmpty || Folder(at: parent.string) != nil else {
      throw TraceError(
        path, "cannot come to be there: there is no folder \(parent.string.quotedForTerminal)",
        isMistake: true)
    }
    block = LineBlock(size: max(options.blockSize, LineBuffer.blockSize))
    guard let lines = try Self.open(path, options, following, note) else { return nil }
    self.lines = lines
    var isTold = false
    while true {
      let count = try lines.sample(into: block)
      // Of /dev/kmsg, a read gives a whole record or none.
      let isFull = count + Self.longestMessage > block.bytes.count
      let sample = block.bytes[..<count]
      if let log = try Self.log(in: sample, path, options, isFull: isFull) {
        self.log = log
        break
      }
      if lines.reachedEnd {
        // Who writes a pipe may have been ended together with whittle.
        if !following.isStopped { following.rest() }
        guard following.isStopped else { throw Self.refusal(of: sample, path, options) }
        note("\(path.escapedForTerminal): note: holds no audit record")
        return nil
      }
      if !isTold, sample.contains(.newline) {
        isTold = true
        note("\(path.escapedForTerminal): note: holds no audit record yet; waiting for one")
      }
    }
    session = RunReader.session(with: log.format.makeReader(nil, CallSignatures()), options)
    begin(path)
  }

  /// What a record of `/dev/kmsg` takes at the most.
  private static let longestMessage = 1 << 14

  /// Waits until there is a file of this name; `nil` where there never is.
  private static func open(
    _ path: String, _ options: TraceOptions, _ following: Following, _ note: (String) -> Void
  ) throws(TraceError) -> LineBuffer? {
    var isTold = false
    while true {
      do {
        return try LineBuffer(path: path, options: options)
      } catch {
        guard error.isMistake else { throw error }
        if following.isStopped {
          note("\(path.escapedForTerminal): note: never was there")
          return nil
        }
        if !isTold { note("\(path.escapedForTerminal): note: is not there yet; waiting for it") }
        isTold = true
        following.rest()
      }
    }
  }

  /// What a log is whose beginning is known; `nil` where more of it may tell.
  private static func log(
    in beginning: ArraySlice<UInt8>, _ path: String, _ options: TraceOptions, isFull: Bool
  ) throws(TraceError) -> FoundLogs.Log? {
    guard !Observations.isObservationFile(beginningWith: beginning) else {
      throw TraceError(
        path, "is an observation file, which does not grow; leave --follow away", isMistake: true)
    }
    if let compression = Compression(magic: Array(beginning.prefix(6))) {
      throw TraceError(
        path,
        "is compressed with \(compression), and such a file does not grow; leave --follow away",
        isMistake: true)
    }
    let sample = beginning.span
    let found: FoundLogs
    do {
      found = try Self.logs(in: sample, path, options.format)
    } catch {
      // Other programs' lines may be more than the records of a system's log.
      let likely = formats.map { ($0, $0.linesRecognized(sample)) }.max { $0.1 < $1.1 }
      if options.format == nil, let (format, count) = likely, count > 0 {
        found = try Self.logs(in: sample, path, format)
      } else {
        if sample.isBinary { throw error }
        // A system's log may be long without any.
        guard isFull else { return nil }
        found = try Self.logs(in: sample, path, options.format ?? .audit)
      }
    }
    guard let log = found.logs.first, found.logs.count == 1 else {
      throw TraceError(
        path,
        "holds \(found.logs.count) logs, of several containers or streams, and one can be followed; have "
          + "one written by itself",
        isMistake: true)
    }
    guard formats.contains(where: { $0 === log.format }) else {
      throw TraceError(
        path,
        "is a log of the format \"\(log.format.name)\", which does not tell what filters answer; follow "
          + "audit records, or leave --follow away",
        isMistake: true)
    }
    return log
  }

  /// Why nothing is read of a log that ended.
  private static func refusal(
    of beginning: ArraySlice<UInt8>, _ path: String, _ options: TraceOptions
  ) -> TraceError {
    do {
      _ = try logs(in: beginning.span, path, options.format)
    } catch {
      return error
    }
    return TraceError(path, "holds no audit record")
  }

  private static func logs(
    in sample: Span<UInt8>, _ path: String, _ format: TraceFormat?
  ) throws(TraceError) -> FoundLogs {
    try FoundLogs(in: sample, of: path, forced: format, isInFolder: false, isTruncated: false) {
      envelopes throws(TraceError) in SourceSamples(opening: sample, envelopes)
    }
  }

  private func begin(_ path: String) {
    files.append(TraceFile(path: path, log, lines: lines))
    session.beginFile(path, format: log.format.name, with: nil)
    unwrapper = log.wrapping.map { Unwrapper($0, path: path, options: options) }
    if let unwrapper { lines.unwrap(with: unwrapper) }
  }

  /// Waits for more lines and reads them; `false` where no more come.
  package func readMore() throws(TraceError) -> Bool {
    while try lines.fill(block) == nil {
      guard try goOn() else { return false }
    }
    session.read(block)
    return true
  }

  /// Ends the file; `true` where another one goes on with it.
  private func goOn() throws(TraceError) -> Bool {
    if let fate = lines.fate {
      session.note(.lostEvents, count: fate.overwritten)
      // What was written between the last look and the cut is gone.
      if fate.end == .rewritten { session.note(.recordingStopped) }
      if fate.end != .ended { successors = self.successors(of: fate) }
    }
    endFile()
    previous = lines
    while !successors.isEmpty {
      let successor = successors.removeFirst()
      var options = options
      if successor != path {
        // One that was renamed already does not grow.
        options.following = nil
        guard let renamed = try? LineBuffer(path: successor, options: options) else {
          session.note(.recordingStopped)
          continue
        }
        lines = renamed
      } else {
        guard let next = try Self.open(path, options, following, { _ in }) else { continue }
        lines = next
      }
      begin(successor)
      return true
    }
    return false
  }

  private func endFile() {
    // What was written into a file after another one had its name.
    if previous?.fate?.unread ?? 0 > 0 { session.note(.recordingStopped) }
    session.endFile(isTruncated: lines.isTruncated, unwrappedBy: unwrapper)
    totalBytes += lines.totalBytes
    beginnings &+= lines.beginning
  }

  /// The files that were written after one that lost its name, in their order: `audit.log.1` where it is
  /// `audit.log.2` by now, and the one that has the name.
  private func successors(of fate: FollowedFile.Fate) -> [String] {
    guard fate.end == .replaced else { return [path] }
    let names = (1...99).map { "\(path).\($0)" }
    if let number = names.firstIndex(where: fate.isNow) {
      return names[..<number].reversed() + [path]
    }
    // It was removed, or has another form of name; with it, others may have been that were written after it.
    let later = names.prefix { fate.isOlder(than: $0) }
    if !later.isEmpty { session.note(.recordingStopped) }
    return later.reversed() + [path]
  }

  /// What the log showed; a run without calls where it held none.
  package func finish() throws(TraceError) -> Observations {
    let name = files.first?.runName ?? path
    let run = Run([session.end(totalBytes: totalBytes, beginnings: beginnings)], name: name)
    do {
      return try Observations(
        merging: [RecordedRun(run, at: SourceLocation(file: path, line: 1))], unread: [])
    } catch {
      throw TraceError(path, "run \(error.id) is there twice")
    }
  }
}

extension Span<UInt8> {
  /// Whether the beginning holds control characters that are in no text: of them, logs have colours of terminals, and
  /// NUL bytes where a crash left a hole.
  fileprivate var isBinary: Bool {
    let first = extracting(first: 512)
    return first.indices.contains { index in
      let byte = first[index]
      return byte < 0x20 && byte != 0 && byte != .escape && !(0x07...0x0d).contains(byte)
    }
  }
}
