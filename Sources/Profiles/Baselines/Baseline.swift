internal import Text

/// A profile that whittle carries, which a tightened one must stay within.
package struct Baseline: Sendable {
  /// Such as `docker@29.4.3`, for the oldest release that carries it, or `podman`.
  package let name: String
  /// Who carries it, such as `29.4.3 to 29.7.2`; of Docker Engine, where no other engine is named.
  package let releases: String
  /// Where the profile is not surely that of the release asked for: what the user should know.
  package let notice: String?

  private let source: Source

  private enum Source: Sendable {
    case docker(DockerDefault)
    case podman
    case containerd
  }

  /// The profile, its conditions undecided.
  package var profile: Profile {
    switch source {
    case .docker(let generation): generation.profile
    case .podman: PodmanDefault.profile
    case .containerd: ContainerdDefault.profile
    }
  }

  /// Whether its engine passes `listenerPath` of a profile on to no runtime: Docker 20.10, whose type of a
  /// profile lacks the key.
  package var engineDropsListener: Bool {
    if case .docker(.v20) = source { true } else { false }
  }

  private init(_ generation: DockerDefault, notice: String? = nil) {
    let spans = DockerDefault.spans.filter { $0.generation == generation }
    self.name = "docker@\(spans.map(\.releases.lowerBound).min().map(\.description) ?? "")"
    self.releases = spans.map(\.text).joined(separator: ", ")
    self.notice = notice
    self.source = .docker(generation)
  }

  private init(_ name: String, _ source: Source, releases: String) {
    self.name = name
    self.releases = releases
    self.notice = nil
    self.source = source
  }
}

extension Baseline {
  /// Every embedded baseline, the newest first.
  package static var all: [Baseline] {
    DockerDefault.allCases.reversed().map { Baseline($0) } + [podman, containerd]
  }

  /// The baseline of the newest release.
  package static var newest: Baseline { Baseline(.newest) }

  /// Podman's and CRI-O's.
  private static let podman = Baseline("podman", .podman, releases: PodmanDefault.releases)

  private static let containerd = Baseline(
    "containerd", .containerd, releases: ContainerdDefault.releases)

  /// The engines that names begin with.
  package static let engines = ["docker", "podman", "containerd"]

  /// The baseline that the user calls `name`: `docker`, or `docker@` and a release of the engine; `podman`,
  /// which is CRI-O's as well; `containerd`.
  ///
  /// A number that leaves out its last parts stands for the last release that it fits.
  package static func named(_ name: String) throws(ProfileError) -> Baseline {
    let unknown = ProfileError.unknownBaseline(
      name, known: all.map { "\($0.name) (\($0.releases))" })
    if name == "podman" { return podman }
    if name == "containerd" { return containerd }
    let parts = name.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts[0] == "docker" else { throw unknown }
    guard parts.count == 2 else { return newest }
    guard let number = ReleaseNumber(parts[1]) else { throw unknown }

    if number.first > DockerDefault.newestRelease {
      return Baseline(
        .newest,
        notice: "Docker \(parts[1].escapedForTerminal) is newer than the newest known, "
          + "\(DockerDefault.newestRelease), whose default profile is taken")
    }
    if let span = DockerDefault.spans.last(where: {
      $0.releases.lowerBound <= number.last && number.first <= $0.releases.upperBound
    }) {
      return Baseline(span.generation)
    }
    // Lines had releases after the last one known. 23.0 and 24.0 were given more calls there (moby
    // pull requests 47346 and 47345), so what is taken instead is the tighter one.
    if let span = DockerDefault.spans.last(where: {
      $0.releases.upperBound < number.first && $0.releases.upperBound.major == number.first.major
        && $0.releases.upperBound.minor == number.first.minor
    }) {
      return Baseline(
        span.generation,
        notice: "the default profile of Docker \(parts[1].escapedForTerminal) is not known; "
          + "that of \(span.releases.upperBound) is taken")
    }
    throw unknown
  }
}
