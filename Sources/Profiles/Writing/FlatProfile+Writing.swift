internal import JSON
internal import Syscalls

extension FlatProfile {
  /// The profile as an OCI file: the same profile gives the same bytes.
  ///
  /// Rules stand in the order given, names within a rule sorted, one per line.
  package var fileBytes: [UInt8] {
    JSON.Value.object(
      head(defaultAction) + [.init("architectures", list(architectures.map(\.scmpName)))]
        + tail(flags, listener)
        + [.init("syscalls", .array(rules.map { .object($0.members) }))]
    ).fileBytes
  }
}
