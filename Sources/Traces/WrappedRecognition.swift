internal import Logs
internal import Tracers

/// The envelopes inside of which more lines of a text are recognised than without.
struct WrappedRecognition {
  /// From the outermost to the innermost.
  let envelopes: [Envelope]
  private let recognized: Int

  /// Whether a platform writes the file by itself and rotates it: `CONTAINER-json.log.1` of Docker,
  /// `0.log.20240501-100000` of the kubelet.
  var isRotated: Bool { envelopes.first?.isRotated ?? false }

  /// `docker compose logs -t` in the log of a GitHub job, shipped as JSON.
  private static let depthLimit = 4

  /// - Parameters:
  ///   - forced: the only format that is asked, if there is one. It need not recognise a line then, for
  ///     the log may begin with other programs' words.
  ///   - least: what is recognised without envelopes.
  init?(of sample: Span<UInt8>, forced: TraceFormat?, above least: Int) {
    var best = Self(envelopes: [], recognized: least)
    best.improve(sample, forced, [])
    if best.envelopes.isEmpty, forced != nil, least == 0 { best.peel(sample) }
    guard !best.envelopes.isEmpty else { return nil }
    self = best
  }

  private init(envelopes: [Envelope], recognized: Int) {
    self.envelopes = envelopes
    self.recognized = recognized
  }

  private mutating func improve(
    _ sample: Span<UInt8>, _ forced: TraceFormat?, _ outer: [Envelope]
  ) {
    for envelope in Self.fitting(sample) {
      let layers = outer + [envelope]
      let inner = SourceSamples(opening: sample, [envelope]).joined
      let found = Recognition(of: inner.span, forced: forced)
      if let found, found.recognized > recognized,
        !layers.contains(where: \.isOfBareWords) || Self.isMoreThanWords(found, in: sample)
      {
        self = Self(envelopes: layers, recognized: found.recognized)
      }
      if layers.count < Self.depthLimit, !(found?.isWhole ?? false) {
        improve(inner.span, forced, layers)
      }
    }
  }

  /// Whether the first words of lines are a prefix: those of a list of names are none, nor are those of a few lines
  /// of a text, `will call mlockall(MCL_FUTURE) = 0`.
  private static func isMoreThanWords(_ found: Recognition, in sample: Span<UInt8>) -> Bool {
    found.format.name != TraceFormat.names.name
      && (found.recognized >= 10 || 2 * found.recognized >= sample.countLines { !$0.isEmpty })
  }

  /// Takes whatever envelopes the lines are in.
  private mutating func peel(_ sample: Span<UInt8>) {
    guard envelopes.count < Self.depthLimit,
      let envelope = Self.fitting(sample).first(where: { !$0.isOfBareWords }),
      case let inner = SourceSamples(opening: sample, [envelope]).joined, !inner.isEmpty
    else { return }
    self = Self(envelopes: envelopes + [envelope], recognized: 0)
    peel(inner.span)
  }

  /// The envelopes that most lines are in.
  private static func fitting(_ sample: Span<UInt8>) -> [Envelope] {
    Envelope.all.filter { $0.carriesMost(of: sample) }.map { $0.fitted(to: sample) }
  }
}
