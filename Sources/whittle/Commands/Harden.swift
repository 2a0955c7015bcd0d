internal import ArgumentParser
internal import Files
internal import JSON
internal import Minimization
internal import Profiles
internal import Reports
internal import Syscalls
internal import Text
internal import Verification
internal import Workflows

struct Harden: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Hold a whole baseline to ordinary argument values, for want of a recording.",
    discussion: """
      whittle harden docker -o hardened.json

      Every call that the baseline lets run still runs. socket, setsockopt, ioctl, futex and some others run with the \
      values that programs ordinarily give them. With -o, the profile is proved before it is put in place.
      """)

  @Argument(help: "docker, docker@RELEASE, podman, containerd, or a profile's file.")
  var name = "docker"

  @Option(name: .shortAndLong, help: ArgumentHelp("Write the profile here.", valueName: "file"))
  var output: String?

  @Flag(help: "Replace a profile that allows less, more, or other than the new one.")
  var update = false

  @Option(
    help: ArgumentHelp(
      "families: ten calls are held to ordinary values; strict: and no memory is written and executed at once.",
      valueName: "level"))
  var arguments = ArgumentList.Level.families

  @Flag(
    help:
      "For containers without 32-bit programs: calls of x86 and x32, or of 32-bit arm, are refused."
  )
  var nativeOnly = false

  @OptionGroup var environment: EnvironmentArguments
  @OptionGroup var out: OutputArguments

  func validate() throws {
    try environment.requireOneArchitecture()
    guard environment.namedBaseline == nil else {
      throw ValidationError("Name the baseline without --baseline: whittle harden NAME.")
    }
    guard arguments != .none else {
      throw ValidationError("--arguments none leaves the baseline as it is: whittle baseline NAME.")
    }
  }

  func run() throws {
    let messages = out.messages
    let output = output ?? "-"
    let destination = try Destination(of: output)
    try out.requireFile(destination)
    let baseline = BaselineReference(name)
    var hardening = try Hardening(
      baseline, in: environment.request(for: baseline), arguments: arguments,
      isForNativeOnly: nativeOnly, note: messages.note)
    let profile = hardening.reduction.profile
    try Replacement(of: output, allowed: update, in: hardening.environment)
      .check(profile, note: messages.note)
    let bytes = ProfileFormat.oci.bytes(of: profile)
    let shown = destination.isFile ? output : "profile"
    let result = try hardening.verification(of: bytes, shown)
    let verification = VerificationReport(result, of: shown)
    if !result.passes || result.isUndecided { messages.write(verification.lines) }
    try result.requireProof(of: shown)
    var file = try OutputFile(bytes, for: output)
    try file.commit()
    let report = ReductionReport(hardening.reduction)
    for line in report.unbound(of: name) { messages.note(line) }
    let arguments = ArgumentsReport(hardening.reduction)
    messages.note(
      arguments.line(
        exposure: result.summary.exposure, without: result.summary.baselineExposure,
        advice: nil))
    for line in arguments.remarks { messages.note(line) }
    if !out.isForPeople {
      try StandardOutput.write(out.bytes(of: GenerationReport(report, verified: verification)))
    }
    if destination.isFile { messages.note("\(output.escapedForTerminal): written") }
  }
}
