internal import Findings
internal import Observations

extension Check {
  static let lossyTrace: Check = .init(
    .lossyTrace, .error, .medium,
    title:
      "The evidence is incomplete: calls may have happened that no log shows, or with --strict "
      + "something was assumed.",
    help: "Record it anew, or say with --allow-loss which loss does not matter."
  ) { examination in
    examination.circumstances.losses.map { kind, entry in
      Finding(
        .lossyTrace, lossyTrace.severity, at: entry.places.first,
        facts: "In the evidence: \(kind.counting(entry.count)) (\(kind.rawValue)).")
    }
  }
}
