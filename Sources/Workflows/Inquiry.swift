internal import Filters
package import Observations
package import Profiles
package import Syscalls
internal import Text
package import Verification

/// `explain`: a profile and its baseline as filters, and what they say of calls.
package struct Inquiry {
  private let explainer: Explainer
  private let architectures: [Architecture]
  /// The profile's filter, an instruction a line.
  package let listing: String

  /// Compiles the profile, a file or a baseline's name, and the baseline.
  package init(
    about profile: String, within baseline: BaselineReference, in environment: Environment,
    observations: Observations, note: Note
  ) throws(WorkflowError) {
    let named = BaselineReference(profile)
    let subject =
      named.isEmbedded ? try named.profile(note: note) : try ProfileFile.read(profile, note: note)
    let resolved = subject.resolved(for: environment)
    let resolvedBaseline = try baseline.resolved(for: environment, note: note)
    let unresolved = try baseline.profile(note: note)
    architectures = resolved.filteredArchitectures(native: environment.architecture)
    do {
      let enforced = try EnforcedProfile(compiling: resolved, for: environment)
      listing = enforced.filter.disassembled()
      explainer = Explainer(
        enforced, within: try EnforcedProfile(compiling: resolvedBaseline, for: environment),
        unresolved: unresolved, environment: environment, observations: observations)
    } catch {
      throw .cannot("\(profile.escapedForTerminal): error: \(error)")
    }
  }

  /// What profile and baseline say of a call, for each architecture that has it.
  package func explanations(
    of expression: CallExpression
  ) throws(WorkflowError) -> [Explanation] {
    let found = architectures.filter { expression.architecture ?? $0 == $0 }.compactMap {
      explainer.explain(expression.call, on: $0, arguments: expression.arguments)
    }
    guard !found.isEmpty else {
      throw .usage("no architecture of the profile has the call \(expression.call)")
    }
    return found
  }

  /// A call as the user writes it.
  package static func expression(_ text: String) throws(WorkflowError) -> CallExpression {
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
