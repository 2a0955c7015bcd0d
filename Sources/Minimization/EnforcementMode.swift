/// What a profile does with calls that the baseline allows and nothing gives a reason for.
package enum EnforcementMode: String, CaseIterable, Hashable, Sendable {
  /// It refuses them.
  case enforce
  /// It lets them run and logs each, so that production shows what is missing without breaking. What the
  /// baseline refuses stays refused.
  case canary
}
