internal import Filters
internal import Findings
internal import Syscalls

extension Finding.Witness {
  /// - Parameters:
  ///   - showing: how many arguments to tell at least, so that the words mean no other call.
  ///   - reference: whose answer the last one is.
  init(
    _ invocation: Invocation, showing: Int = 0, profile: Verdict,
    _ reference: Reference = .baseline,
    baseline: Verdict
  ) {
    self.init(
      architecture: invocation.architecture, architectureToken: invocation.architectureToken,
      syscall: invocation.call?.syscall, number: invocation.number,
      arguments: invocation.arguments, call: invocation.spelling(showing: showing),
      verdict: profile.description, reference: reference, baseline: baseline.description)
  }
}
