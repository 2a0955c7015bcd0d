package import Observations
package import Profiles

/// What a baseline was reduced to, and why.
package struct Reduction: Hashable, Sendable {
  /// A call that the profile allows.
  package struct Entry: Hashable, Sendable {
    /// The call's kernel name.
    package let name: String
    /// Why it is allowed.
    package let reason: Reason
  }

  /// A call that the profile refuses by a rule of its own.
  package struct Refusal: Hashable, Sendable {
    /// Why the call has a rule of its own.
    package enum Cause: Hashable, Sendable {
      /// The baseline says so.
      case stated
      /// It was not there while recording (ENOSYS), and the program went on without it.
      case absentWhileRecording
      /// It was not used, and whoever tries it expects ENOSYS.
      case probe
    }

    /// The call's kernel name.
    package let name: String
    /// What the rule answers.
    package let action: Action
    /// Why the call has a rule of its own.
    package let cause: Cause
  }

  /// A call that was observed and does not run under the profile.
  package struct Omission: Hashable, Sendable {
    /// Why the call does not run.
    package enum Cause: Hashable, Sendable {
      /// The baseline refuses it, with these arguments at least. It ran while recording.
      case refusedByBaseline(Action)
      /// The kernel or a filter refused it while recording, as the baseline does.
      case refusedWhileRecording
      /// Not in whittle's table.
      case unknownCall
      /// Of an architecture that the baseline does not list.
      case foreignArchitecture
    }

    /// What was seen.
    package let observation: Observation
    /// Why it does not run.
    package let cause: Cause
    /// What was added to the profile because callers do it instead.
    package let fallbacks: [String]
  }

  /// Conditions of the baseline that do not bind the kernel, kept as they are.
  package struct Unbound: Hashable, Sendable {
    /// The call's kernel name.
    package let name: String
    /// Or-bound lists of and-bound conditions.
    package let conditions: [[Condition]]
    /// Why they could not be rewritten.
    package let obstacle: BindingObstacle
  }

  /// Flat, in libseccomp's safe shapes, rules grouped by reason.
  package let profile: FlatProfile
  /// Sorted by name.
  package let entries: [Entry]
  /// Sorted by name.
  package let refusals: [Refusal]
  /// Of a canary, the calls that it lets run and logs, as an enforcing profile would refuse them. Sorted.
  package let logged: [String]
  /// Sorted by key.
  package let outside: [Omission]
  /// In the order of the rules; empty for Docker's own defaults.
  package let unbound: [Unbound]
  /// Calls that have a list of ordinary values, in the order of the rules; empty where none is asked for.
  package let held: [HeldCall]
}
