internal import JSON

/// What the runs of a file have in common: every observation once, with all outcomes that any run
/// shows, and the sets of them.
struct FileColumns {
  private let keys: [ObservationKey]
  private let indices: [ObservationKey: Int]
  /// By observation.
  private let outcomes: [[Outcome]]
  /// By observation: whether any run has ends of calls whose start its log does not hold.
  private var hasOrphans: [Bool]
  /// By shape: shapes that differ in their outcomes alone have one name.
  private let names: [ObservationShape: String]
  private var sets: [String: [Int]] = [:]

  /// The outcome of an end that was not counted as a call.
  static let orphan = "start-not-seen"

  init(_ runs: [Run]) {
    let shapes = Set(runs.map(\.shape))
    keys = Set(shapes.flatMap(\.keys)).sorted()
    indices = Dictionary(uniqueKeysWithValues: zip(keys, keys.indices))
    var known = [Set<Outcome>](repeating: [], count: keys.count)
    let names = Self.names(of: shapes)
    for shape in shapes {
      var set: [Int] = []
      for (index, key) in shape.keys.enumerated() {
        guard let column = indices[key] else { continue }
        known[column].formUnion(shape.outcomes(of: index))
        set.append(column)
      }
      if let name = names[shape] { sets[name] = set }
    }
    self.names = names
    outcomes = known.map { $0.sorted() }
    hasOrphans = .init(repeating: false, count: keys.count)
    for run in runs {
      for (index, key) in run.shape.keys.enumerated() where run.orphans(of: index) > 0 {
        if let column = indices[key] { hasOrphans[column] = true }
      }
    }
  }

  /// Short as long as that tells sets apart, which it does unless somebody takes great pains.
  private static func names(of shapes: Set<ObservationShape>) -> [ObservationShape: String] {
    let whole = Dictionary(uniqueKeysWithValues: shapes.map { ($0, name(of: $0.keys)) })
    let short = whole.mapValues { String($0.prefix(16)) }
    return Set(short.values).count == Set(whole.values).count ? short : whole
  }

  /// Depends on the set alone, so that another one changes no line of those that refer to this.
  private static func name(of keys: [ObservationKey]) -> String {
    var digest = ContentDigest("whittle set")
    digest.add(keys.count)
    for key in keys { digest.add(key) }
    return digest.finish()
  }

  func name(of shape: ObservationShape) -> String { names[shape] ?? Self.name(of: shape.keys) }

  /// For each observation of the run, how often there was the first outcome, the second, and so on;
  /// without zeros at the end, and without brackets where one number is left.
  func counts(of run: Run) -> [JSON.Value] {
    run.shape.keys.indices.map { index in
      guard let column = indices[run.shape.keys[index]] else { return .array([]) }
      let seen = run.shape.outcomes(of: index)
      let counts = run.counts[run.shape.counts(of: index)].dropFirst()
      var numbers = outcomes[column].map { outcome in
        seen.firstIndex(of: outcome).map { counts[counts.startIndex + $0 - seen.startIndex] } ?? 0
      }
      if hasOrphans[column] { numbers.append(run.orphans(of: index)) }
      while numbers.last == 0 { numbers.removeLast() }
      return numbers.count == 1
        ? .integer(numbers[0]) : .array(numbers.map { .integer($0) }, .packed)
    }
  }

  var observationsJSON: JSON.Value {
    .array(
      keys.indices.map { column in
        let names = outcomes[column].map(\.name) + (hasOrphans[column] ? [Self.orphan] : [])
        return .object(
          keys[column].members
            + [.init("outcomes", .array(names.map { .string($0) }, .inline))], .inline)
      })
  }

  var setsJSON: JSON.Value {
    .object(
      sets.sorted { $0.key < $1.key }.map { name, columns in
        .init(name, .array(columns.map { .integer($0) }, .packed))
      })
  }
}

extension Run {
  /// Ends of calls whose start the log does not hold.
  func orphans(of index: Int) -> Int {
    let counts = counts[shape.counts(of: index)]
    return counts.dropFirst().reduce(0, +) - (counts.first ?? 0)
  }
}
