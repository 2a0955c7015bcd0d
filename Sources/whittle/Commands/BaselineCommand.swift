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

      Each is a version of Docker's default seccomp profile. docker is the newest; docker@RELEASE \
      is what that release of the engine carries.
      """)

  @Argument(help: "docker, docker@RELEASE, or a profile's file.")
  var name: String?

  @Flag(
    help: "Decide the conditions for the container that the other options describe.")
  var resolved = false

  @OptionGroup var environment: EnvironmentArguments
  @OptionGroup var out: OutputArguments

  func validate() throws {
    guard environment.namedBaseline == nil else {
      throw ValidationError("Name the baseline without --baseline: whittle baseline NAME.")
    }
  }

  func run() throws {
    guard let name else {
      try StandardOutput.write(out.bytes(of: BaselineReport()))
      return
    }
    let profile = try BaselineReference(name).profile(note: out.messages.note)
    try StandardOutput.write(
      resolved
        ? ProfileFormat.oci.bytes(
          of: profile.resolved(for: try environment.request.environment(isProved: false)))
        : profile.fileBytes)
  }
}
