package import Filters

/// Which runtimes answer a call by a stub of their own, and which ask the profile's filter.
package struct RuntimeAnswers: Hashable, Sendable {
  /// Those of the runtimes in question that answer ``RuntimeStub/answer`` before the filter is asked.
  package let answering: Set<RuntimeStub.Runtime>
  /// The others.
  package let asking: Set<RuntimeStub.Runtime>

  init(_ stubs: [RuntimeStub], to invocation: Invocation) {
    let answers = Dictionary(grouping: stubs) { $0.verdict(for: invocation) != nil }
    answering = Set((answers[true] ?? []).map(\.runtime))
    asking = Set((answers[false] ?? []).map(\.runtime))
  }

  /// What a stub answers; `nil` where all ask the filter.
  package var verdict: Verdict? { answering.isEmpty ? nil : RuntimeStub.answer }

  /// What the call gets where a stub answers, if one does, and of the filter otherwise.
  func decision(beside decision: Decision) -> Decision {
    verdict.map { .decided($0) } ?? decision
  }
}
