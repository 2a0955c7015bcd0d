internal import Filters
internal import Minimization
package import Observations
package import Profiles
package import Syscalls
internal import Text
package import Verification

/// `explain`: a profile and its baseline as filters, and what they say of calls.
package struct Inquiry {
  private let explainer: Explainer
  private let architectures: [Architecture]
  /// The profile's and the baseline's together, by call.
  private let rules: [String: [Rule]]
  /// The profile's filter, an instruction a line.
  package let listing: String

  /// Compiles the profile, a file or a baseline's name, and the baseline.
  package init(
    about profile: String, within baseline: BaselineReference, in environment: Environment,
    observations: Observations, note: Note
  ) throws(WorkflowError) {
    let named = BaselineReference(profile)
    let native = environment.architecture
    let subject =
      named.isEmbedded
      ? try named.profile(for: native, note: note)
      : try ProfileFile.read(profile, for: native, as: baseline.reader, note: note)
    let resolved = subject.resolved(for: environment)
    let resolvedBaseline = try baseline.resolved(for: environment, note: note)
    let unresolved = try baseline.profile(for: native, note: { _ in })
    architectures = resolved.filteredArchitectures(native: native)
    rules = resolved.effectiveRulesByName
      .merging(resolvedBaseline.effectiveRulesByName) { $0 + $1 }
    do {
      let enforced = try EnforcedProfile(compiling: resolved, for: environment)
      CompilationRemarks.note(on: enforced, profile, in: environment, note)
      listing = enforced.filter.disassembled()
      explainer = Explainer(
        enforced, within: try EnforcedProfile(compiling: resolvedBaseline, for: environment),
        unresolved: unresolved, environment: environment,
        observations: observations.translation(to: native, within: resolvedBaseline)?.observations
          ?? observations)
    } catch {
      throw .cannot("\(profile.escapedForTerminal): error: \(error)")
    }
  }

  /// What profile and baseline say of calls, for each architecture that has them; of a call that none has,
  /// a note says so, unless it is the only one.
  package func explanations(
    of expressions: [CallExpression], note: Note
  ) throws(WorkflowError) -> [Explanation] {
    var result: [Explanation] = []
    var missing: [String] = []
    for expression in expressions {
      try checkUnread(expression)
      let asked = architectures.filter { expression.architecture ?? $0 == $0 }
      let found = asked.compactMap {
        explainer.explain(expression.call, on: $0, arguments: expression.arguments)
      }
      result += found
      if found.isEmpty {
        missing.append(remark(on: expression, asked))
      } else if let own = asked.first, own == architectures.first, found[0].architecture != own {
        note("note: \(remark(on: expression, [own]))")
      }
    }
    guard !result.isEmpty || expressions.isEmpty else {
      throw .usage(missing.joined(separator: "\nerror: "))
    }
    for text in missing { note("note: \(text)") }
    return result
  }

  private func remark(on expression: CallExpression, _ asked: [Architecture]) -> String {
    let call = expression.call
    if let architecture = expression.architecture, asked.isEmpty {
      return "the profile's filter does not know \(architecture), and kills its calls; it knows "
        + architectures.map(\.rawValue).joined(separator: ", ")
    }
    let names = asked.map(\.rawValue).joined(separator: ", ")
    let successor = Syscall("\(call)at").flatMap { successor in
      asked.contains { successor.exists(on: $0) } ? "; programs call \(successor) there" : nil
    }
    return "\(names) \(asked.count == 1 ? "has" : "have") no call \(call)\(successor ?? "")"
  }

  /// An argument that nobody can read does not matter where no rule looks at it.
  private func checkUnread(_ expression: CallExpression) throws(WorkflowError) {
    let looked = Set((rules[expression.call.description] ?? []).flatMap(\.conditions).map(\.index))
    for (index, text) in expression.unread.sorted(by: { $0.key < $1.key })
    where looked.contains(index) {
      let problem = CallExpression.Problem.unknownValue(text, call: expression.call.description)
      throw .usage(problem.message + ", and a rule looks at it; write its number, or ?")
    }
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
        + (nearestCall(to: name).map { "; did you mean \($0)?" } ?? "")
    case .unknownValue(let value, let call):
      "\(value.quotedForTerminal) is no number, nor a name that whittle knows for \(call)"
    case .tooManyArguments: "a call has six arguments at the most"
    }
  }
}
