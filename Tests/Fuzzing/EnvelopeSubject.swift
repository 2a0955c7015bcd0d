import Findings
import Logs
import Observations
import Syscalls
import TestSupport
import Traces

/// A log in an envelope.
///
/// The first byte says which platform writes the log, the second of which format it is, and the rest is
/// the log itself:
///
/// - Read out of its envelope, it shows what it shows without.
/// - Blocks of any size and any number of threads give the same.
/// - A sound log that is cut shows no call that the whole one does not.
///
/// Where the first byte names no platform, the rest is a file of which nothing is known: blocks of any
/// size give the same observations.
struct EnvelopeSubject: FuzzSubject {
  private struct Platform {
    let wrapper: Wrapper
    /// What the reader sees of a line.
    let inner: @Sendable (String) -> String
    let envelopes: [Envelope]
    let source: [UInt8]
  }

  private let platforms: [Platform]

  /// What tells nothing else apart from a line's beginning: `12:34:56` may be a number and a time.
  private static let ambiguous: Set<String> = ["grep -H"]

  init() {
    let programs = Wrapper.ofPrograms.filter { !Self.ambiguous.contains($0.name) }
      .map { ($0, { $0 } as @Sendable (String) -> String) }
    let kernels = Wrapper.ofKernels.prefix(3).map { wrapper in
      (wrapper, { "[    0.000000] \($0)" } as @Sendable (String) -> String)
    }
    platforms = (kernels + programs).map { wrapper, inner in
      Self.platform(wrapper, inner)
    }
  }

  /// Finds the envelopes that take a line out of what `wrapper` makes of it.
  private static func platform(
    _ wrapper: Wrapper, _ inner: @escaping @Sendable (String) -> String
  ) -> Platform {
    let text = "getpid()                                = 7\n"
    let sample = Array(wrapper(text).utf8)
    let expected = Array((inner(String(text.dropLast())) + "\n").utf8)
    let single = Envelope.all.map { [$0] }
    let double = Envelope.all.flatMap { outer in Envelope.all.map { [outer, $0] } }
    for candidate in single + double {
      guard candidate[0].carriesMost(of: sample.span) else { continue }
      let envelopes = candidate.map { $0.fitted(to: sample.span) }
      let samples = SourceSamples(opening: sample.span, envelopes)
      if samples.joined == expected, samples.names.count == 1 {
        return Platform(
          wrapper: wrapper, inner: inner, envelopes: envelopes, source: samples.names[0])
      }
    }
    fatalError("no envelope is known for \(wrapper.name)")
  }

  func check(_ input: [UInt8]) {
    guard input.count > 2 else { return }
    let format = TraceFormat.all[Int(input[1]) % TraceFormat.all.count]
    if Int(input[0]) < platforms.count {
      check(String(decoding: input[2...], as: UTF8.self), in: platforms[Int(input[0])], format)
    } else {
      check(unknown: Array(input[1...]))
    }
  }

  // MARK: A log that is known

  private func check(_ text: String, in platform: Platform, _ format: TraceFormat) {
    let lines = text.split(whereSeparator: \.isNewline).map(String.init).filter(isPlain)
    guard !lines.isEmpty else { return }
    let plain = lines.map { platform.inner($0) + "\n" }.joined()
    let wrapped = Array(lines.map { platform.wrapper.wrap($0) + "\n" }.joined().utf8)
    let wrapping = Wrapping(
      envelopes: platform.envelopes, source: platform.source, otherLogs: [platform.source],
      countsOthers: true, linesRecognized: format.linesRecognized)

    let whole = read(wrapped, format, wrapping)
    let expected = read(Array(plain.utf8), format, nil)
    require(
      Shown(whole) == Shown(expected),
      "\(platform.wrapper.name) shows \(Shown(whole)) in place of \(Shown(expected))")
    for (blockSize, threads) in [(61, 1), (1000, 2)] {
      let other = read(wrapped, format, wrapping, blockSize: blockSize, threads: threads)
      require(other == whole, "\(platform.wrapper.name): blocks of \(blockSize) bytes differ")
    }

    guard whole.ledger.losses == 0 else { return }
    let position = wrapped.reduce(0) { ($0 &* 31 &+ Int($1)) & 0xffff } % wrapped.count
    let cut = read(Array(wrapped[..<position]), format, wrapping)
    let invented = names(cut).subtracting(names(whole))
    require(
      invented.isEmpty, "\(platform.wrapper.name): cut after \(position) bytes it shows \(invented)"
    )
  }

  /// Whether the line can be told from what a platform, a terminal or a crash adds to it.
  private func isPlain(_ line: String) -> Bool {
    let scalars = line.unicodeScalars
    return !scalars.contains("\0") && !scalars.contains("\r") && !scalars.contains("\n")
      && scalars.first != "\u{feff}" && scalars.first != "\u{1b}"
  }

  /// What a run shows, wherever in its file.
  private struct Shown: Equatable {
    private struct Call: Equatable {
      let key: ObservationKey
      let count: Int
      let outcomes: Outcomes
    }

    private let calls: [Call]
    let ledger: [Ledger.Kind: Int]
    let processes: Int

    init(_ run: Run) {
      calls = run.observations.map { Call(key: $0.key, count: $0.count, outcomes: $0.outcomes) }
      ledger = run.ledger.entries.mapValues(\.count)
      processes = run.processes
    }
  }

  private func names(_ run: Run) -> Set<String> {
    Set(run.observations.compactMap { $0.key.call.syscall?.name })
  }

  private func read(
    _ bytes: [UInt8], _ format: TraceFormat, _ wrapping: Wrapping?, blockSize: Int = 1 << 18,
    threads: Int = 1
  ) -> Run {
    let path = MemoryFile.shared.holding(bytes)
    var options = TraceOptions()
    options.blockSize = blockSize
    options.threads = threads
    let session = RunSession(
      format.makeReader(nil, CallSignatures()),
      ObservationBuilder(
        assuming: .x86_64, isTold: false, selection: options.selection, keeping: nil))
    session.beginFile(path, format: format.name, with: nil)
    do {
      let lines = try LineBuffer(path: path, options: options)
      let unwrapper = wrapping.map { Unwrapper($0, path: path, options: options) }
      if let unwrapper { lines.unwrap(with: unwrapper) }
      try BlockPipeline(lines, into: session, by: options.makeBlocks()).run()
      session.endFile(isTruncated: lines.isTruncated, unwrappedBy: unwrapper)
      return Run(
        [session.end(totalBytes: lines.totalBytes, beginnings: lines.beginning)], name: "log")
    } catch {
      fatalError("\(error)")
    }
  }

  // MARK: A file of which nothing is known

  private func check(unknown input: [UInt8]) {
    let whole = read(unknown: input)
    for (blockSize, threads) in [(61, 1), (1000, 2)] {
      let other = read(unknown: input, blockSize: blockSize, threads: threads)
      require(other == whole, "blocks of \(blockSize) bytes differ")
    }
  }

  private func read(unknown input: [UInt8], blockSize: Int = 1 << 18, threads: Int = 1) -> [UInt8]?
  {
    var options = TraceOptions()
    options.assumedArchitecture = .x86_64
    options.blockSize = blockSize
    options.threads = threads
    return try? TraceSet(reading: [MemoryFile.shared.holding(input)], options: options)
      .observations.fileBytes
  }
}
