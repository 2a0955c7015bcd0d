internal import ArgumentParser
internal import Files
internal import JSON
internal import Profiles
internal import Reports
internal import Workflows

struct BaselineCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "baseline",
    abstract: "List the embedded baselines, or print one.",
    discussion: """
      whittle baseline docker@28.5
      whittle baseline docker --resolved --cap-drop ALL

      docker is the newest version of Docker's default seccomp profile; docker@RELEASE is what that \
      release of the engine carries. podman is Podman's and CRI-O's, containerd is containerd's, \
      which Kubernetes calls RuntimeDefault.
      """)

  @Argument(help: "docker, docker@RELEASE, podman, containerd, or a profile's file.")
  var name: String?

  @Flag(
    help: "Decide the conditions for the container that the other options describe.")
  var resolved = false

  @OptionGroup var environment: EnvironmentArguments
  @OptionGroup var out: OutputArguments

  func validate() throws {
    try environment.requireOneArchitecture()
    guard environment.namedBaseline == nil else {
      throw ValidationError("Name the baseline without --baseline: whittle baseline NAME.")
    }
  }

  func run() throws {
    guard let name else {
      try StandardOutput.write(out.bytes(of: BaselineReport()))
      return
    }
    let baseline = BaselineReference(name)
    guard resolved else {
      let profile = try baseline.profile(for: nil, note: out.messages.note)
      try StandardOutput.write(profile.fileBytes)
      return
    }
    let environment = try environment.request(for: baseline).environment(isProved: false)
    let profile = try baseline.profile(for: environment.architecture, note: out.messages.note)
    try StandardOutput.write(ProfileFormat.oci.bytes(of: profile.resolved(for: environment)))
  }
}
