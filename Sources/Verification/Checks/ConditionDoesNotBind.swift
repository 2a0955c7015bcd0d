internal import Filters
internal import Findings
internal import Syscalls

extension Check {
  static let conditionDoesNotBind: Check = .init(
    .conditionDoesNotBind, .warning, isErrorWhenStrict: true, .high,
    title: "The kernel reads less of an argument than a condition compares, and can be made to do "
      + "what it refuses.",
    help: "Use SCMP_CMP_MASKED_EQ with a mask of those bits, or generate the profile again."
  ) { examination in
    guard let filter = examination.filter else { return [] }
    return filter.proof.loopholes.map {
      filter.finding(
        $0, of: filter.subject, conditionDoesNotBind.severity(examination.circumstances),
        help: conditionDoesNotBind.help)
    }
  }
}

extension FilterExamination {
  /// The same about the baseline itself, whatever the profile.
  var baselineFindings: [Finding] {
    proof.baselineLoopholes.map {
      finding(
        $0, of: baseline, Check.conditionDoesNotBind.severity,
        help: "Profiles that whittle generates close this; those that copy the conditions do not.")
    }
  }

  /// - Parameter owner: whose conditions they are.
  fileprivate func finding(
    _ loophole: Loophole, of owner: EnforcedProfile, _ severity: Finding.Severity, help: String
  ) -> Finding {
    let names = loophole.arguments.map { index in
      "\(loophole.view.read[index].nonzeroBitCount) bits of "
        + loophole.call.name(ofArgument: index)
    }
    return Finding(
      .conditionDoesNotBind, severity, at: owner.location(of: loophole.call.name),
      architecture: loophole.architecture, calls: [loophole.call.name],
      arguments: loophole.arguments,
      facts: "The conditions on \(loophole.call.name) do not bind: the kernel reads "
        + "\(names.joined(separator: " and ")), the filter compares more, so that "
        + "\(loophole.invocations[0].spelling(showing: loophole.telling[0])) passes and does what they refuse.",
      help: help,
      witnesses: zip(loophole.invocations, loophole.telling).map {
        Finding.Witness(
          $0, showing: $1, profile: owner.filter.simulate($0).verdict,
          baseline: baseline.filter.simulate($0).verdict)
      })
  }
}
