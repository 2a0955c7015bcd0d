internal import Completeness
internal import Findings
internal import Observations
internal import Text

extension Check {
  static let tooMuchNovelty: Check = .init(
    .tooMuchNovelty, .error, .medium,
    title:
      "The runs have shown too little: more future runs than the limit novelty of whittle.json may need a call "
      + "that none of them made.",
    help: "Record more runs of other features, and generate the profile with them."
  ) { examination in
    guard let verifier = examination.verifier,
      let limit = examination.circumstances.limits.novelty
    else { return [] }
    let completeness = Completeness(of: verifier.observations)
    guard !completeness.strata.isEmpty else {
      return [
        Finding(
          .tooMuchNovelty, tooMuchNovelty.severity,
          facts: "There are no runs, so that nobody knows what future ones need; the limit is "
            + "\(limit.percentage).",
          help: tooMuchNovelty.help)
      ]
    }
    return completeness.shortfalls(of: limit).map { shortfall in
      let facts = shortfall.description
      return Finding(
        .tooMuchNovelty, tooMuchNovelty.severity,
        facts: facts.prefix(1).uppercased() + facts.dropFirst() + ".", help: tooMuchNovelty.help)
    }
  }
}
