internal import ArgumentParser
internal import Workflows

/// What the runs are as samples, and how much they must have shown.
struct CompletenessArguments: ParsableArguments {
  @Option(
    name: .customLong("label"),
    help: ArgumentHelp(
      "The kind of a run, such as start, serve or reload: runs of different kinds are told apart. A run's name, id or path; * stands for anything. Kept in the observation file. Repeatable.",
      valueName: "label=run"),
    transform: { text in
      guard let label = CompletenessRequest.Label(parsing: text) else {
        throw ValidationError("takes a label and a run, such as start=run-1.strace.")
      }
      return label
    })
  var labels: [CompletenessRequest.Label] = []

  @Option(
    help: ArgumentHelp(
      "The most that the upper bound of future runs with a new call may be: a probability such as 0.05, or 5%. More is an error.",
      valueName: "probability"),
    transform: Self.probability(of:))
  var maxNovelty: Double?

  var request: CompletenessRequest { CompletenessRequest(labels: labels, limit: maxNovelty) }

  private static func probability(of text: String) throws -> Double {
    let isPercentage = text.hasSuffix("%")
    let number = Double(isPercentage ? String(text.dropLast()) : text)
    guard let number, number > 0, number <= (isPercentage ? 100 : 1) else {
      throw ValidationError(
        "takes a probability above 0 and up to 1, such as 0.05, or a percentage such as 5%.")
    }
    return isPercentage ? number / 100 : number
  }
}
