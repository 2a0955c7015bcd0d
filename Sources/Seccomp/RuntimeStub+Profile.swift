package import Filters
package import Profiles
package import Syscalls

extension RuntimeStub {
  /// What `runtime` puts in front of this profile's filter on a machine of this architecture, with
  /// the names that the present libseccomp knows.
  package init(_ runtime: Runtime, for profile: FlatProfile, native: Architecture) {
    let names = Set(profile.rules.flatMap(\.names))
    self.init(
      runtime, fallback: Verdict(profile.defaultAction), listed: profile.architectures,
      native: native
    ) { architecture in
      names.compactMap { Libseccomp.rawNumber(of: $0, on: architecture) }.max()
    }
  }
}
