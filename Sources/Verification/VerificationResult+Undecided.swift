package import Observations

extension VerificationResult {
  /// An observed call whose verdict depends on what its log does not tell.
  package struct Undecided: Hashable, Sendable {
    /// What was seen.
    package let observation: Observation
    /// Indices of the arguments that decide.
    package let arguments: [Int]
  }
}
