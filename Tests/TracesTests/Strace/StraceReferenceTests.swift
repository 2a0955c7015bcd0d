import Findings
import Logs
import Observations
import Strace
import Syscalls
import TestSupport
import Testing
import Traces

/// What is read of strace's logs, beside a slow reading that splits their text with the standard library.
@Suite struct StraceReferenceTests {
  private static let logs =
    ["batch", "go", "java", "nginx", "node", "postgresql", "python", "redis", "swift"].flatMap {
      ["\($0)/run-1", "\($0)/run-2"]
    } + ["mixed/ttt"]

  /// The first lines of each. The last one of a sample may be cut.
  private static let texts = logs.map { log in
    Array(SampledLog.lines(of: "traces/\(log).strace.gz").prefix(2000).dropLast())
  }

  @Test(arguments: logs.indices) func callsAreThoseOfTheText(log: Int) throws {
    try check(Self.texts[log])
  }

  /// With lines that are lost, doubled, out of their order, cut, without their line feed, and with words in strings that
  /// look like the end of a call.
  @Test(arguments: logs.indices, 0..<2)
  func callsOfDamagedLogsAreThoseOfTheText(log: Int, seed: UInt64) throws {
    var generator = Seeded(UInt64(log) << 8 | seed)
    var lines = Self.texts[log]
    // By its first lines a log is known.
    for index in stride(from: 40, to: lines.count - 40, by: 24).reversed() {
      let next = index + .random(in: 1...20, using: &generator)
      let line = lines[index]
      // What happens to a program's start concerns more than its call.
      guard !"\(line) \(lines[index + 1]) \(lines[next])".contains("exec") else { continue }
      switch Int.random(in: 0..<6, using: &generator) {
      case 0: lines.remove(at: index)
      case 1: lines.insert(line, at: next)
      case 2: lines.swapAt(index, next)
      case 3: lines[index] = String(line.prefix(.random(in: 1...line.count, using: &generator)))
      case 4: lines[index] += lines.remove(at: index + 1)
      default:
        guard let quote = line.firstIndex(of: "\"") else { break }
        let words = [
          ")  = 0", ") = -1 EPERM (x)", "(", " <unfinished ...>", "\\\"", "\\\\", "</a>", "/*",
        ]
        lines[index].insert(
          contentsOf: words.randomElement(using: &generator)!, at: line.index(after: quote))
      }
    }
    try check(lines)
  }

  private func check(_ lines: [String]) throws {
    let expected = Reading(of: lines)
    try SampledLog.read(lines, as: .strace) { run, cutting in
      #expect(Reading(of: run).differences(from: expected) == [], "\(cutting)")
    }
  }
}

private struct Reading: Equatable {
  var calls: [Substring: Outcomes] = [:]
  var processes = 0
  /// Losses by kind.
  var losses: [Ledger.Kind: Int] = [:]

  init(of run: Run) {
    for observation in run.observations {
      precondition(observation.key.architecture == .x86_64)
      calls["\(observation.key.call)"[...], default: Outcomes()].add(observation.outcomes)
    }
    processes = run.processes
    for kind in [Ledger.Kind.malformedLine, .unfinishedCall, .orphanedResumption] {
      losses[kind] = run.ledger.entries[kind]?.count
    }
  }

  init(of lines: [String]) {
    var numbers: Set<Substring> = []
    /// The call that each process is inside of.
    var pending: [Substring: Substring] = [:]
    for line in lines {
      // `4711  1795322311.799 read(3, "x", 1)          = 1 <0.000012>`
      let text = Self.withoutStrings(line)
      var words = text.split(separator: " ")
      let process = words.removeFirst()
      if words.first?.allSatisfy({ $0.isNumber || $0 == "." }) ?? false { words.removeFirst() }
      var rest = words.joined(separator: " ")[...]
      if rest.hasPrefix("+++ exited with ") || rest.hasPrefix("--- SIG") {
        guard text.hasSuffix(rest.hasPrefix("+") ? " +++" : " ---"),
          words.count(where: { $0 == words[0] }) == 2
        else {
          losses[.malformedLine, default: 0] += 1
          continue
        }
        if words[0] == "---" { continue }
        numbers.insert(process)
        if let call = pending.removeValue(forKey: process) { count(call, .unknown) }
        continue
      }
      let isResumption = rest.hasPrefix("<... ")
      let end = isResumption ? rest.firstRange(of: " resumed>") : rest.firstRange(of: "(")
      guard let end else {
        losses[.malformedLine, default: 0] += 1
        continue
      }
      numbers.insert(process)
      let name = rest[..<end.lowerBound].dropFirst(isResumption ? 5 : 0)
      rest = rest[end.upperBound...]
      let ending = Self.ending(of: rest)
      if ending == .cut { losses[.malformedLine, default: 0] += 1 }
      if isResumption {
        if pending[process] == name {
          pending[process] = nil
          count(name, ending.outcome)
        } else if ending != .cut {
          losses[.orphanedResumption, default: 0] += 1
          count(name, ending.outcome)
        }
        continue
      }
      if let call = pending.removeValue(forKey: process) {
        losses[.unfinishedCall, default: 0] += 1
        count(call, .unknown)
      }
      if ending == .unfinished { pending[process] = name } else { count(name, ending.outcome) }
    }
    for call in pending.values {
      losses[.unfinishedCall, default: 0] += 1
      count(call, .unknown)
    }
    processes = numbers.count
  }

  private mutating func count(_ call: Substring, _ outcome: Outcome) {
    calls[call, default: Outcomes()].add(outcome)
  }

  private enum Ending: Equatable {
    case unfinished, cut
    case ended(Outcome)

    var outcome: Outcome { if case .ended(let outcome) = self { outcome } else { .unknown } }
  }

  private static func withoutStrings(_ line: String) -> String {
    let parts = line.replacing("\\\\", with: "").replacing("\\\"", with: "")
      .split(separator: "\"", omittingEmptySubsequences: false)
    return parts.indices.filter { $0 % 2 == 0 }.map { String(parts[$0]) }.joined()
  }

  /// How a call ends, of which this stands behind its opening parenthesis.
  private static func ending(of text: Substring) -> Ending {
    let remark = text.firstRange(of: "<unfinished ...>")
    if let next = remark.flatMap({ text[$0.upperBound...].first }), next != ")" { return .cut }
    let close = text.ranges(of: ") = ").first { close in
      let arguments = text[..<close.lowerBound]
      return arguments.count { $0 == "(" } == arguments.count { $0 == ")" }
    }
    guard let close, let first = text[close.upperBound...].first,
      first.isNumber || "-?".contains(first)
    else {
      return text.hasSuffix("<unfinished ...>") ? .unfinished : .cut
    }
    // `3</etc/passwd> <0.000012>`, `-1 ENOENT (No such file or directory)`, `1 (in [3], left {tv_sec=0})`
    let result = text[close.upperBound...]
    let value = result.prefix { $0 != " " && $0 != "<" }
    var rest = result.dropFirst(value.count)
    if let time = rest.split(separator: " ").last, time.hasPrefix("<"), time.hasSuffix(">"),
      time.dropFirst().dropLast().allSatisfy({ $0.isNumber || $0 == "." })
    {
      rest.removeLast(time.count)
    }
    if rest.hasPrefix("<"), let end = rest.firstIndex(of: ">") { rest = rest[end...].dropFirst() }
    var words = rest.split(separator: " ")
    let error = ["-1", "?"].contains(value) && !words.isEmpty ? words.removeFirst() : nil
    let comment = words.joined(separator: " ")
    guard comment.isEmpty ? error == nil : comment.hasPrefix("(") && comment.hasSuffix(")"),
      !comment.contains(" = ")
    else { return .cut }
    switch value {
    case "?": return .ended(.unknown)
    case "-1":
      return .ended(
        error.map { .failed(errno: KernelConstants.shared.errno(named: String($0))!) } ?? .unknown)
    default:
      let digits = value.hasPrefix("0x") ? value.dropFirst(2) : value
      return !digits.isEmpty && digits.allSatisfy(\.isHexDigit) ? .ended(.returned) : .cut
    }
  }

  func differences(from other: Self) -> [String] {
    let differing = Set(calls.keys).union(other.calls.keys).filter { calls[$0] != other.calls[$0] }
    return differing.sorted().map { "\($0): \(calls[$0] as Any), not \(other.calls[$0] as Any)" }
      + (losses == other.losses ? [] : ["\(losses), not \(other.losses)"])
      + (processes == other.processes ? [] : ["\(processes) processes, not \(other.processes)"])
  }
}
