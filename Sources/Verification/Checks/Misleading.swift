internal import Findings

extension Check {
  static let misleading: Check = .init(
    .misleading, .warning, .medium,
    title: "The profile's text says something other than it seems to.",
    help: "Write what is meant at the place that the finding tells."
  ) { examination in
    examination.text(.misleading)
  }
}
