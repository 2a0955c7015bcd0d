internal import ArgumentParser
internal import Files
internal import Findings
internal import Reports
internal import Text
internal import Verification
internal import Workflows

struct Lint: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check deployments: is the profile in force, and what undoes it.",
    discussion: """
      whittle lint compose.yaml k8s/*.yaml
      docker compose config --format json | whittle lint -
      docker inspect $(docker ps -q) | whittle lint -
      systemctl cat web.service | whittle lint -

      What a file is, its content tells. The profile that is checked in for a service, container or unit is the one that \
      whittle.json names for it, the one that the deployment names, or NAME.json in the folder of profiles; what runs is \
      compared with it, and with what it was made for. What a variable, extends or include decides is not followed, and \
      told. Exit status 1 tells of errors, 2 of a file that cannot be read; warnings and notes do not count unless \
      --fail-on names them.
      """)

  @Argument(
    help:
      "Compose files, manifests of Kubernetes, what docker inspect prints of containers, units of systemd; - is standard input."
  )
  var files: [String]

  @Option(
    help: ArgumentHelp(
      "The folder of the profiles that are checked in. Default: profiles, beside whittle.json, the file, or here.",
      valueName: "folder"))
  var profiles: String?

  @Option(
    help: ArgumentHelp(
      "The whittle.json. Default: the nearest upwards from each file, or from here.",
      valueName: "file"))
  var config: String?

  @Option(
    help: ArgumentHelp(
      "The version of Docker that runs them: since 27, privileged containers keep a profile that is named.",
      valueName: "version"))
  var engine: String?

  @Option(
    help: ArgumentHelp(
      "The release of Linux that runs them, such as 5.10.102: tells which weaknesses it has that the profiles leave open.",
      valueName: "release"))
  var kernel: String?

  @Flag(
    help:
      "All kubelets have --seccomp-default: pods that ask for no profile run under the engine's default."
  )
  var seccompDefault = false

  @Option(
    help: ArgumentHelp(
      "The kubelet's folder, on its machine: what pods name in its seccomp is compared with what is checked in.",
      valueName: "folder"))
  var kubelet = "/var/lib/kubelet"

  @Option(
    help: ArgumentHelp(
      "Findings that are errors, whatever they are otherwise: writable-root, or several with commas. Repeatable.",
      valueName: "rule,..."))
  var failOn: [String] = []

  @Option(
    help: ArgumentHelp("Findings that are warnings. Repeatable.", valueName: "rule,..."))
  var warnOn: [String] = []

  @OptionGroup var out: GateOutputArguments

  func validate() throws {
    guard files.count(where: { $0 == "-" }) < 2 else {
      throw ValidationError("Standard input can be read once only.")
    }
  }

  func run() throws {
    let messages = out.messages
    var request = DeploymentRequest()
    request.engine = engine
    request.kernel = kernel
    request.kubeletHasDefault = seccompDefault
    request.kubelet = kubelet
    request.profiles = profiles
    request.configuration = config
    var round = try DeploymentRound(
      request,
      overrides: SeverityOverrides(
        failOn: failOn.names, warnOn: warnOn.names, among: Gate.lint.rules.map(\.kind)))
    if let output = out.output { try TrialRound.checkReplacement(of: output) }
    var subjects: [GateReport.Subject] = []
    for path in files {
      let subject = try round.subject(path)
      messages.write(subject.lines)
      if out.isForPeople, !out.wording.quiet {
        try StandardOutput.write(ReportForm.text.bytes(of: subject))
      }
      subjects.append(subject)
    }
    try out.write(GateReport(subjects, of: .lint, in: .here()))
    let status = subjects.map(\.status).max() ?? 0
    if status != 0 { throw ExitError.status(status) }
  }
}
