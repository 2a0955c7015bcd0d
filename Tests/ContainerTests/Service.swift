/// A service with its image and two test runs in `Services/`, and their recordings in `traces/`.
enum Service: String, CaseIterable {
  case batch, go, java, nginx, node, postgresql, python, redis, swift

  /// How a recording was made.
  enum Kind: String, CaseIterable {
    case strace, audit
  }

  /// The logs of both test runs, as `whittle` is told them in the package's folder.
  func traces(_ kind: Kind) -> [String] {
    ["run-1", "run-2"].map { "traces/\(rawValue)/\($0).\(kind.rawValue).gz" }
  }

  /// What `docker run` is told, as `Services/SERVICE/start` says.
  var start: [String] { options + [image] }

  /// What `whittle record` is told to create its container.
  var creation: [String] { ["--image", image] + options }

  private var image: String { "whittle-test/\(rawValue)" }
  private var options: [String] { ["--network=host"] + (self == .node ? ["--init"] : []) }
}
