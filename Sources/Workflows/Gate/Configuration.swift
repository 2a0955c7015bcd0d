internal import Profiles
internal import Syscalls
internal import Verification

/// What a repository's `whittle.json` says of its profiles.
struct Configuration: Sendable {
  /// What holds for one profile or, where that says nothing, for all.
  struct Settings: Sendable {
    var baseline: String?
    var architectures: [Architecture]?
    var kernel: String?
    var addedCapabilities: [String]?
    var droppedCapabilities: [String]?
    var noNewPrivileges: Environment.NoNewPrivileges?
    var runtime: Environment.Runtime?
    var withInit: Bool?
    var limits = Limits()
    var overrides = SeverityOverrides.none

    /// These, and where they say nothing, `others`.
    func completed(by others: Self) -> Self {
      let hasCapabilities = addedCapabilities != nil || droppedCapabilities != nil
      return Self(
        baseline: baseline ?? others.baseline, architectures: architectures ?? others.architectures,
        kernel: kernel ?? others.kernel,
        addedCapabilities: hasCapabilities ? addedCapabilities : others.addedCapabilities,
        droppedCapabilities: hasCapabilities ? droppedCapabilities : others.droppedCapabilities,
        noNewPrivileges: noNewPrivileges ?? others.noNewPrivileges,
        runtime: runtime ?? others.runtime, withInit: withInit ?? others.withInit,
        limits: limits.completed(by: others.limits),
        overrides: overrides.completed(by: others.overrides))
    }
  }

  /// One profile that the file names.
  struct Service: Sendable {
    /// Not escaped.
    let name: String
    /// Absolute.
    let profile: String
    /// Absolute; `nil` for the one beside the profile.
    let evidence: String?
    let settings: Settings
    /// Where the file names it: `whittle.json:12:5: /services/nginx`, safe to print.
    let place: String
  }

  /// As messages name it; not escaped.
  let path: String
  /// The folder from which its paths start, absolute.
  let folder: String
  let settings: Settings
  /// In the order of the file.
  let services: [Service]

  /// The file's name, by which it is found.
  static let name = "whittle.json"
}
