internal import Findings
internal import Text

extension Check {
  static let evidenceTooOld: Check = .init(
    .evidenceTooOld, .error, .medium,
    title:
      "The evidence was changed longer ago than the limit evidenceDays of whittle.json, or nobody can "
      + "tell when.",
    help: "Record the tests again, and generate the profile with the new runs."
  ) { examination in
    let circumstances = examination.circumstances
    guard examination.verifier != nil, let limit = circumstances.limits.evidenceDays,
      let age = circumstances.evidenceAge
    else { return [] }
    switch age {
    case .days(let days) where days <= limit: return []
    case .days(let days):
      return [
        Finding(
          .evidenceTooOld, evidenceTooOld.severity,
          facts: "The evidence was changed \(days.counting("day")) ago for the last time, and "
            + "\(limit.counting("day")) are the limit.",
          help: evidenceTooOld.help)
      ]
    case .unknown(let reason):
      return [
        Finding(
          .evidenceTooOld, evidenceTooOld.severity,
          facts:
            "How old the evidence is cannot be told, and \(limit.counting("day")) are the limit: "
            + "\(reason).")
      ]
    }
  }
}
