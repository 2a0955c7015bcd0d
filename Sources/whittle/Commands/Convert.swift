internal import ArgumentParser
internal import Files
internal import Text
internal import Workflows

struct Convert: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write a profile in the words of another sandbox, proven to say the same.",
    discussion: """
      whittle convert nginx.json --to spo > nginx.yaml
      whittle convert nginx.json --to bpf -o nginx.bpf && bwrap --seccomp 3 ... 3< nginx.bpf

      spo is the SeccompProfile of Kubernetes' Security Profiles Operator; pod and compose are what a pod and a Compose \
      file say of the profile's file; systemd is a drop-in; nsjail is a policy of nsjail (Kafel), minijail one of \
      minijail0 -S; seccompiler is Firecracker's JSON; bpf is the filter with what runc puts in front, for bubblewrap.

      The text is read back, and compared with the profile as a filter. What a form cannot say is an error that names \
      the rule, and never a wider profile. Exit status: 1 where the form cannot say it.
      """)

  @Argument(help: "The profile, or a baseline's name.")
  var profile: String

  @Option(help: ArgumentHelp("What it becomes.", valueName: "form"))
  var to: FormName

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Write it here; standard output by default.", valueName: "file"))
  var output: String?

  @Option(help: "The service's name. Default: the file's.")
  var name: String?

  @Option(
    name: .customLong("as"),
    help: ArgumentHelp(
      "With pod and compose: where the profile stands for them. Default: the path given here.",
      valueName: "path"))
  var deployed: String?

  @Flag(help: "Replace a file that says something else.")
  var update = false

  @OptionGroup var environment: EnvironmentArguments
  @OptionGroup var wording: MessageArguments

  func validate() throws {
    guard environment.namedBaseline == nil else {
      throw ValidationError("Name the baseline in place of the profile: whittle convert docker.")
    }
  }

  func run() throws {
    let messages = Messages(wording)
    let output = output ?? "-"
    let conversion = try ProfileConversion(
      profile, in: environment.request(for: BaselineReference(profile)), note: messages.note)
    let bytes = try conversion.bytes(as: to.form, name: name, deployed: deployed)
    try Replacement.check(bytes, at: output, allowed: update)
    var file = try OutputFile(bytes, for: output)
    try file.commit()
  }

  struct FormName: ExpressibleByArgument {
    let form: ProfileConversion.Form

    init?(argument: String) {
      guard let known = ProfileConversion.Form.all.first(where: { $0.name == argument }) else {
        return nil
      }
      form = known.form
    }

    static var allValueStrings: [String] { ProfileConversion.Form.all.map(\.name) }
  }
}
