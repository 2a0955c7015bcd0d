internal import Findings
internal import Syscalls

extension Check {
  static let tooFewStopped: Check = .init(
    .tooFewStopped, .error, .high,
    title:
      "The profile stops fewer known weaknesses than the limit weaknessesStopped of whittle.json.",
    help: "Close calls that the service can do without, or lower the limit."
  ) { examination in
    guard let limit = examination.circumstances.limits.weaknessesStopped,
      let exposure = examination.filter?.proof.exposure, exposure.stopped.count < limit
    else { return [] }
    return [
      Finding(
        .tooFewStopped, tooFewStopped.severity,
        facts:
          "Of \(exposure.known) known weaknesses the profile stops \(exposure.stopped.count), and it "
          + "should stop \(limit).",
        help: tooFewStopped.help)
    ]
  }
}
