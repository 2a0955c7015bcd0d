internal import ArgumentParser
internal import Files
internal import JSON
internal import Reports
internal import Verification
internal import Workflows

struct Diff: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Compare two profiles as filters, over every possible call.",
    discussion: """
      whittle diff docker nginx.json
      whittle diff old.bpf new.bpf

      Each is a profile, a baseline's name, or a file of raw BPF instructions as scmp_bpf_sim and \
      bubblewrap take them. With --runtime runc, what runc puts in front counts as well. Exit \
      status: 0 the same, 1 different.
      """)

  @Argument(help: "The first profile, baseline or BPF file.")
  var first: String

  @Argument(help: "The second one.")
  var second: String

  @OptionGroup var environment: EnvironmentArguments
  @OptionGroup var out: OutputArguments

  func validate() throws {
    try environment.requireOneArchitecture()
    guard environment.namedBaseline == nil else {
      throw ValidationError(
        "Name a baseline in place of a profile: whittle diff docker@28.5 docker.")
    }
  }

  func run() throws {
    let environment = try self.environment.request.environment()
    let old = try FilterOperand(first, for: environment, note: out.messages.note)
    let new = try FilterOperand(second, for: environment, note: out.messages.note)
    let difference = try FilterOperand.difference(from: old, to: new, in: environment)
    let report = DifferenceReport(difference)
    if !out.isForPeople || !out.wording.quiet || !difference.isEmpty {
      try StandardOutput.write(out.bytes(of: report))
    }
    if !difference.isEmpty { throw ExitError.status(1) }
  }
}
