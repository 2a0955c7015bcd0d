internal import Filters
internal import JSON
internal import Minimization
internal import Syscalls
internal import Text
package import Verification

/// What changed of a profile since a revision.
package struct EvolutionReport: Sendable {
  /// What there was then.
  package enum State: Sendable {
    /// No profile stood there.
    case new
    /// The profile stands there no more.
    case removed
    /// A text that is no profile, or one that could not be compared, for a reason that is safe to print.
    case unknown(String)
    case compared(Evolution)
  }

  private let revision: String
  private let state: State

  /// - Parameter revision: as the user names it; not escaped.
  package init(since revision: String, _ state: State) {
    self.revision = revision
    self.state = state
  }

  /// Changes that several architectures share are one.
  private struct Row {
    let call: Evolution.Call
    let machines: String

    /// `+`, `-` or `~`.
    var sign: String {
      switch call.change.direction {
      case .looser: "+"
      case .tighter: "-"
      case .answer: "~"
      }
    }

    var answers: String { "\(call.change.from) to \(call.change.to)" }

    var reason: String {
      guard let reason = call.reason else {
        if call.change.syscall == nil { return "" }
        switch call.change.direction {
        case .looser: return "the evidence tells no reason"
        case .tighter: return "the evidence told no reason"
        case .answer: return ""
        }
      }
      return (call.change.direction == .tighter ? "was " : "") + reason.words
    }
  }

  private static func rows(of evolution: Evolution) -> [Row] {
    DifferenceReport.rows(of: evolution.calls.map(\.change)).compactMap { row in
      evolution.calls.first { $0.change == row.change }.map {
        Row(call: $0, machines: row.machines)
      }
    }
  }

  private func summary(of evolution: Evolution, _ rows: [Row]) -> String {
    guard !evolution.isEmpty else { return "every call is answered as it was" }
    let counts = [
      ("added", rows.count { $0.sign == "+" }), ("removed", rows.count { $0.sign == "-" }),
      ("answered otherwise", rows.count { $0.sign == "~" }),
    ].filter { $0.1 > 0 }.map { "\($0.1) \($0.0)" }
    let weaknesses = [
      ("opened", evolution.weaknessesOpened.count), ("closed", evolution.weaknessesClosed.count),
    ].filter { $0.1 > 0 }.map { "\($0.1.counting("weakness", "weaknesses")) \($0.0)" }
    return (counts + weaknesses).joined(separator: ", ")
  }

  /// `since origin/main: 2 added, …`, and a line for each call; the first without the profile's name.
  package var lines: [String] {
    let since = "since \(revision.escapedForTerminal)"
    switch state {
    case .new: return ["\(since): the profile is new"]
    case .removed: return ["\(since): the profile is gone"]
    case .unknown(let reason): return ["\(since): cannot be compared: \(reason)"]
    case .compared(let evolution):
      let rows = Self.rows(of: evolution)
      var lines = ["\(since): \(summary(of: evolution, rows))"]
      for row in rows {
        let tier = row.call.tier.map { ", \($0)" } ?? ""
        lines.append(
          "  \(row.sign) \(row.call.change.subject.escapedForTerminal) (\(row.machines)\(tier)): "
            + [row.answers, row.reason].filter { !$0.isEmpty }.joined(separator: "; "))
      }
      for (word, ids) in [
        ("opens", evolution.weaknessesOpened), ("closes", evolution.weaknessesClosed),
      ] where !ids.isEmpty {
        lines.append("  \(word) \(ids.joined(separator: ", "))")
      }
      return lines
    }
  }

  /// A heading and a table.
  func markdown(of name: String) -> [String] {
    let since = "since \(revision.asMarkdownCode)"
    guard case .compared(let evolution) = state else {
      return ["- \(name.asMarkdownCode): \(lines[0].escapedForMarkdown)"]
    }
    let rows = Self.rows(of: evolution)
    var result = ["- \(name.asMarkdownCode) \(since): \(summary(of: evolution, rows))"]
    guard !rows.isEmpty else { return result }
    result += [
      "", "  | | call | architecture | risk | from | to | reason |",
      "  |---|---|---|---|---|---|---|",
    ]
    for row in rows.prefix(Self.markdownRows) {
      let change = row.call.change
      let cells = [
        "`\(row.sign)`", change.subject.asMarkdownCell, row.machines,
        row.call.tier.map { $0 >= .sensitive ? "**\($0)**" : "\($0)" } ?? "",
        change.from.description.escapedForMarkdown, change.to.description.escapedForMarkdown,
        row.reason.escapedForMarkdown,
      ]
      result.append("  | " + cells.joined(separator: " | ") + " |")
    }
    if rows.count > Self.markdownRows {
      result += ["", "  \((rows.count - Self.markdownRows).counting("more change")) left out."]
    }
    for (word, ids) in [
      ("Opened", evolution.weaknessesOpened), ("Closed", evolution.weaknessesClosed),
    ] where !ids.isEmpty {
      result += ["", "  \(word): \(ids.map(\.asMarkdownCode).joined(separator: ", "))"]
    }
    return result + [""]
  }

  /// A comment holds 65536 characters.
  private static let markdownRows = 100

  var json: JSON.Value {
    var members: [JSON.Value.Member] = [.init("since", .string(revision))]
    switch state {
    case .new: members.append(.init("state", "new"))
    case .removed: members.append(.init("state", "removed"))
    case .unknown(let reason):
      members += [.init("state", "unknown"), .init("reason", .string(reason))]
    case .compared(let evolution):
      members += [
        .init("state", evolution.isEmpty ? "same" : "changed"),
        .init("calls", .array(evolution.calls.map(\.json))),
        .init(
          "weaknessesOpened", .array(evolution.weaknessesOpened.map { .string($0) }, .filled)),
        .init(
          "weaknessesClosed", .array(evolution.weaknessesClosed.map { .string($0) }, .filled)),
      ]
    }
    return .object(members)
  }
}

extension Evolution.Call {
  fileprivate var json: JSON.Value {
    guard case .object(var members, _) = change.json else { return .null }
    if let tier { members.append(.init("risk", .string("\(tier)"))) }
    if let reason {
      members += [
        .init("reason", .string(reason.class.word)), .init("because", .string(reason.words)),
      ]
    }
    return .object(members, .inline)
  }
}
