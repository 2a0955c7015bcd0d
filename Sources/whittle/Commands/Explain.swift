internal import ArgumentParser
internal import Files
internal import Filters
internal import JSON
internal import Observations
internal import Profiles
internal import Reports
internal import Seccomp
internal import Syscalls
internal import Text
internal import Verification

struct Explain: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Tell why a call is in a profile, or why it is not.",
    discussion: """
      whittle explain nginx.json sendfile 'socket(AF_ALG, SOCK_SEQPACKET, 0)'
      whittle explain docker 'socket(0x100000028)'

      A call may be pasted from a finding. The evidence beside the profile is taken (nginx.observations.json), or that of --trace.
      """)

  @Argument(help: "The profile, or a baseline's name.")
  var profile: String

  @Argument(
    help:
      "Names of system calls, #451 for a number, or calls with arguments; ? is an argument not known."
  )
  var calls: [String] = []

  @Flag(help: "Print the compiled filter, an instruction a line.")
  var listing = false

  @Option(
    name: .customLong("trace"),
    help: ArgumentHelp("A log, folder or observation file. Repeatable.", valueName: "trace"))
  var traces: [String] = []

  @OptionGroup var environment: EnvironmentArguments
  @OptionGroup var reading: TraceArguments
  @OptionGroup var out: OutputArguments

  func validate() throws {
    guard listing || !calls.isEmpty else {
      throw ValidationError("Name a call, or say --listing.")
    }
  }

  func run() throws {
    let messages = out.messages
    let expressions = try calls.map(Self.expression)
    let evidence = ObservationFile(besideProfile: profile)
    let observations =
      try !traces.isEmpty
      ? reading.read(traces, assuming: environment.arch?.architecture, messages)
      : evidence.exists ? evidence.read() : Observations()
    let environment = try self.environment.environment(for: observations)
    let resolved = try subject(messages).resolved(for: environment)
    let baseline = try self.environment.resolvedBaseline(for: environment, messages)
    let subject: EnforcedProfile
    let explainer: Explainer
    do {
      subject = try EnforcedProfile(compiling: resolved, for: environment)
      explainer = Explainer(
        subject,
        within: try EnforcedProfile(compiling: baseline, for: environment),
        unresolved: try self.environment.baselineProfile(messages), environment: environment,
        observations: observations)
    } catch let error as CompilationError {
      throw ExitError.cannot("\(profile.escapedForTerminal): error: \(error)")
    }
    if listing { try StandardOutput.write(subject.filter.disassembled()) }
    var reports: [ExplanationReport] = []
    for expression in expressions {
      let architectures = resolved.filteredArchitectures(native: environment.architecture)
        .filter { expression.architecture ?? $0 == $0 }
      let found = architectures.compactMap {
        explainer.explain(expression.call, on: $0, arguments: expression.arguments)
      }
      guard !found.isEmpty else {
        throw ExitError.usage(
          "no architecture of the profile has the call \(expression.call)")
      }
      reports += found.map { ExplanationReport($0) }
    }
    if out.json {
      try StandardOutput.write(JSON.Value.array(reports.map(\.json)).fileBytes)
    } else if !reports.isEmpty {
      try StandardOutput.write(reports.map(\.text).joined(separator: "\n"))
    }
  }

  private func subject(_ messages: Messages) throws -> Profile {
    guard EnvironmentArguments.isBaselineName(profile) else {
      return try ProfileFile.read(profile, messages)
    }
    var named = environment
    named.namedBaseline = profile
    return try named.baselineProfile(messages)
  }

  private static func expression(_ text: String) throws(ExitError) -> CallExpression {
    do {
      return try CallExpression(parsing: text)
    } catch {
      throw .usage("\(text.quotedForTerminal): \(error.message)")
    }
  }
}

extension CallExpression.Problem {
  /// What is wrong, and what to write instead.
  fileprivate var message: String {
    switch self {
    case .syntax: "write a name, or a name and arguments in parentheses"
    case .unknownCall(let name):
      "there is no system call \(name.quotedForTerminal)"
        + (nearest(name, among: Syscall.all.lazy.map(\.name)).map { "; did you mean \($0)?" } ?? "")
    case .unknownValue(let value, let call):
      "\(value.quotedForTerminal) is no number, nor a name that whittle knows for \(call)"
    case .tooManyArguments: "a call has six arguments at the most"
    }
  }
}
