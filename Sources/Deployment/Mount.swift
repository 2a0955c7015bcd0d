internal import Findings

/// What a workload mounts.
struct Mount: Sendable {
  /// The path on the host, absolute and without `.` and `..`, or as it stands there if it begins with `~`; `nil`
  /// for what is no path of the host, and where a variable decides.
  let source: String?
  /// In the container; empty where it is not known.
  let target: String
  let isReadOnly: Bool
  /// Of the mount in the list of the workload.
  let location: SourceLocation
}
