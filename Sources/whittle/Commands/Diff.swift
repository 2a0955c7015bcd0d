internal import ArgumentParser
internal import Files
internal import Filters
internal import JSON
internal import Observations
internal import Profiles
internal import Reports
internal import Text
internal import Verification

struct Diff: ParsableCommand {
  static let configuration = CommandConfiguration(
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
    guard environment.namedBaseline == nil else {
      throw ValidationError(
        "Name a baseline in place of a profile: whittle diff docker@28.5 docker.")
    }
  }

  func run() throws {
    let messages = out.messages
    let environment = try self.environment.environment(for: Observations())
    let old = try operand(first, environment, messages)
    let new = try operand(second, environment, messages)
    var stubs: (RuntimeStub, RuntimeStub)?
    if environment.runtime == .runc, let ours = old.stub, let theirs = new.stub {
      stubs = (ours, theirs)
    }
    let difference: Difference
    do {
      difference = try Difference(from: old.filter, to: new.filter, behind: stubs)
    } catch {
      throw ExitError.cannot("error: undecided: \(error)")
    }
    let report = DifferenceReport(difference)
    if out.json {
      try StandardOutput.write(report.json.fileBytes)
    } else if !out.quiet || !difference.isEmpty {
      try StandardOutput.write(report.text)
    }
    if !difference.isEmpty { throw ExitError(message: "", code: 1) }
  }

  private func operand(
    _ name: String, _ environment: Environment, _ messages: Messages
  ) throws -> (filter: Filter, stub: RuntimeStub?) {
    var named = self.environment
    named.namedBaseline = name
    if EnvironmentArguments.isBaselineName(name) {
      return try compiled(
        try named.baselineProfile(messages).resolved(for: environment), name, environment)
    }
    let bytes = try InputFile.bytes(at: name)
    if bytes.first(where: { ![0x20, 0x09, 0x0a, 0x0d].contains($0) }) == UInt8(ascii: "{") {
      return try compiled(
        try ProfileFile.decode(bytes, name, messages).resolved(for: environment), name,
        environment)
    }
    do {
      return (try Filter(decoding: bytes.span), nil)
    } catch {
      throw ExitError.cannot(
        "\(name.escapedForTerminal): error: is neither a profile (JSON) nor a BPF program: \(error)"
      )
    }
  }

  private func compiled(
    _ profile: FlatProfile, _ name: String, _ environment: Environment
  ) throws -> (filter: Filter, stub: RuntimeStub?) {
    do {
      let enforced = try EnforcedProfile(compiling: profile, for: environment)
      return (enforced.filter, enforced.stubs.first)
    } catch {
      throw ExitError.cannot("\(name.escapedForTerminal): error: \(error)")
    }
  }
}
