internal import Findings
internal import JSON
package import Observations
internal import Syscalls
internal import Text
package import Verification

/// What filters answered to calls, for people and for machines.
package struct FilterEventReport {
  private let groups: [FilterEventGroup]
  private let unlisted: [FilterAnswer: Int]
  private let canary: CanaryProfile?

  /// - Parameters:
  ///   - groups: in the order in which they are told.
  ///   - unlisted: how many records are told of by their answer alone.
  ///   - canary: the profile whose hits are told apart.
  package init(
    _ groups: [FilterEventGroup], unlisted: [FilterAnswer: Int], canary: CanaryProfile?
  ) {
    self.groups = groups
    self.unlisted = unlisted
    self.canary = canary
  }

  /// `audit.log:12: nginx[4711] /usr/sbin/nginx in container 0123456789ab: keyctl on x86_64: refused with an errno`
  ///
  /// - Parameter isCounting: whether the number of records stands there.
  package func lines(counting isCounting: Bool) -> [String] {
    groups.map { group in
      let event = group.first
      let process = [event.processWords, event.executable?.escapedForTerminal]
        .compactMap { $0 }.joined(separator: " ")
      return
        "\(event.place.escapedForTerminal): "
        + (process.isEmpty ? "a process" : process)
        + (group.container.map { " in container \($0)" } ?? "")
        + ": \(event.call.description.escapedForTerminal) on \(event.architecture): \(answer(to: event))"
        + (isCounting && group.count > 1 ? ", \(group.count) times" : "")
    }
  }

  /// How many records there were, by what was answered.
  package var summary: String {
    let counts = self.counts
    let records = counts.reduce(0) { $0 + $1.count }
    guard records > 0 else { return "no record of a filter" }
    let kinds =
      unlisted.isEmpty
      ? groups.count.counting("kind") : "more than \(groups.count.counting("kind"))"
    return "\(kinds) of \(records.counting("record")): "
      + counts.map { "\($0.count) \($0.words)" }.joined(separator: "; ")
  }

  /// One object a line for each group, without line ends.
  package var jsonLines: [String] {
    groups.map { group in
      let event = group.first
      var members: [JSON.Value.Member] = [.init("place", .string(event.place.description))]
      if let command = event.command { members.append(.init("process", .string(command))) }
      if let process = event.process { members.append(.init("pid", .integer(process))) }
      if let path = event.executable { members.append(.init("executable", .string(path))) }
      if let container = group.container {
        members.append(.init("container", .string(container)))
      }
      members += [
        .init("architecture", .string(event.architecture.rawValue)),
        .init("syscall", .string(event.call.description)),
        .init("answer", .string(event.answer.rawValue)),
      ]
      if event.answer == .log, let canary {
        members.append(.init("canaryHit", .bool(canary.logs(event))))
      }
      return JSON.Value.object(members).line
    }
  }

  /// ``summary`` as one object on one line.
  package var summaryJSON: String {
    let counts = self.counts
    return JSON.Value.object([
      .init("kinds", .integer(groups.count)),
      .init("allKindsListed", .bool(unlisted.isEmpty)),
      .init("records", .integer(counts.reduce(0) { $0 + $1.count })),
      .init(
        "answers",
        .object(
          counts.map { .init($0.isHit ? "canaryHit" : $0.answer.rawValue, .integer($0.count)) })),
    ]).line
  }

  private func answer(to event: FilterEvent) -> String {
    guard event.answer == .log, let canary else { return event.answer.words }
    return canary.logs(event)
      ? "a canary hit: it ran and was logged; the enforcing profile refuses it"
      : "\(event.answer.words), and not by \(canary.path.escapedForTerminal)"
  }

  private struct Count {
    let answer: FilterAnswer
    let isHit: Bool
    let count: Int

    var words: String {
      isHit ? (count == 1 ? "canary hit" : "canary hits") : answer.words
    }
  }

  private var counts: [Count] {
    FilterAnswer.allCases.flatMap { answer in
      let own = groups.filter { $0.first.answer == answer }
      let hits = own.filter { canary?.logs($0.first) ?? false }.reduce(0) { $0 + $1.count }
      let others = own.reduce(unlisted[answer] ?? 0) { $0 + $1.count } - hits
      return [
        Count(answer: answer, isHit: true, count: hits),
        Count(answer: answer, isHit: false, count: others),
      ]
    }.filter { $0.count > 0 }
  }
}

extension FilterEvent {
  /// `nginx[4711]`; `nil` where nothing is known.
  fileprivate var processWords: String? {
    let number = process.map { "[\($0)]" } ?? ""
    if let command { return command.escapedForTerminal + number }
    return process.map { "process \($0)" }
  }
}

extension FilterAnswer {
  /// What became of a call.
  fileprivate var words: String {
    switch self {
    case .errno: "refused with an errno"
    case .trap: "refused with SIGSYS"
    case .kill: "refused by killing its thread or process"
    case .log: "logged, let through"
    case .trace: "left to a tracer"
    case .notify: "left to a supervisor"
    case .other: "answered in a way that whittle does not know"
    }
  }
}
