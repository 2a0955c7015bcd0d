package import Minimization
internal import Observations
package import Profiles
package import Syscalls
package import Verification

/// `harden`: a whole baseline with its calls held to ordinary argument values, and its proof.
package struct Hardening {
  /// What the container runs on and holds.
  package let environment: Environment
  /// The baseline, and what it became.
  package let reduction: Reduction
  private var proof: ProfileProof

  /// Resolves the baseline for the container.
  ///
  /// `isForNativeOnly`: whether the machine's other ABIs are refused.
  package init(
    _ name: BaselineReference, in request: EnvironmentRequest, arguments: ArgumentList.Level,
    isForNativeOnly: Bool, note: Note
  ) throws(WorkflowError) {
    environment = try request.environment()
    let baseline = try name.resolved(for: environment, note: note)
    try baseline.requireRefusal(of: name)
    proof = ProfileProof(within: baseline, in: environment)
    reduction = Minimizer(baseline: baseline, environment: environment, arguments: arguments)
      .harden(isForNativeOnly: isForNativeOnly)
  }

  /// Proves the profile that `bytes` hold, as a stranger would who finds them.
  package mutating func verification(
    of bytes: [UInt8], _ path: String
  ) throws(WorkflowError) -> VerificationResult {
    try proof.verify(bytes, path, against: Observations(), isStrict: false)
  }
}
