internal import JSON
internal import Profiles
internal import Syscalls
internal import Text

// The JSON of seccompiler, which Firecracker reads: filters by thread; one answer for what a rule matches, and one for all
// else. Source: seccompiler's docs/json_format.md.

extension TargetForm {
  /// A filter of seccompiler.
  static let seccompiler = TargetForm(
    name: "seccompiler", SeccompilerFilter.self)
}

private enum SeccompilerFilter: TargetGrammar {
  private static let form = "seccompiler"

  static func text(of profile: FlatProfile, for target: ConversionTarget) throws(ConversionError)
    -> String
  {
    let answers = try CallAnswers(of: profile, on: target.architecture, for: form)
    guard let fallback = value(of: answers.fallback) else {
      throw ConversionError("\(form) cannot answer \(answers.fallback)")
    }
    // What most rules answer is the one answer that there is.
    let common =
      answers.calls.contains { $0.action == .allow }
      ? Action.allow : answers.calls.first?.action ?? .allow
    guard let match = value(of: common) else {
      throw ConversionError("\(form) cannot answer \(common)", at: answers.calls.first?.rule)
    }
    let others = answers.calls.filter { $0.action != common }
    guard others.isEmpty else {
      throw ConversionError(
        Dictionary(grouping: others, by: \.rule).values.sorted { $0[0].number < $1[0].number }.map {
          calls in
          let names = calls.map { $0.name.escapedForTerminal }.joined(separator: ", ")
          return ConversionError.Problem(
            "\(form) has one answer for all rules, which is \(common); another one, \(calls[0].action), is given to \(names)",
            at: calls[0].rule)
        })
    }
    var filter: [JSON.Value] = []
    for call in answers.calls {
      if call.alternatives.isEmpty {
        filter.append(.object([.init("syscall", .string(call.name))], .inline))
      }
      for conditions in call.alternatives {
        filter.append(
          .object([
            .init("syscall", .string(call.name)),
            .init(
              "args",
              .array(
                conditions.map { written(target.architecture.binding($0), target.architecture) })),
          ]))
      }
    }
    return String(
      decoding: JSON.Value.object([
        .init(
          target.name,
          .object([
            .init("mismatch_action", fallback), .init("match_action", match),
            .init("filter", .array(filter)),
          ]))
      ]).fileBytes, as: UTF8.self)
  }

  private static func value(of action: Action) -> JSON.Value? {
    switch action {
    case .allow: "allow"
    case .log: "log"
    case .trap: "trap"
    case .killThread, .kill: "kill_thread"
    case .killProcess: "kill_process"
    case .errno(let errno): .object([.init("errno", .integer(errno.rawValue))], .inline)
    case .trace(let number): .object([.init("trace", .integer(number.rawValue))], .inline)
    case .notify: nil
    }
  }

  private static let operators: [(operator: Condition.Operator, name: String)] = [
    (.notEqual, "ne"), (.less, "lt"), (.lessOrEqual, "le"), (.equal, "eq"),
    (.greaterOrEqual, "ge"), (.greater, "gt"),
  ]

  private static func written(_ condition: Condition, _ architecture: Architecture) -> JSON.Value {
    let name = operators.first { $0.operator == condition.operator }?.name
    let test: JSON.Value =
      name.map(JSON.Value.string)
      ?? .object([.init("masked_eq", .integer(condition.value))], .inline)
    return .object(
      [
        .init("index", .integer(condition.index)),
        .init("type", .string(architecture.comparesWideArguments ? "qword" : "dword")),
        .init("op", test),
        .init(
          "val", .integer(name == nil ? condition.valueTwo : condition.value)),
      ], .inline)
  }

  // MARK: Reading back

  static func profile(in text: String, for target: ConversionTarget) throws(ConversionError)
    -> FlatProfile
  {
    do {
      let root = try JSON.Node(parsing: Array(text.utf8))
      let thread = try root.value(target.name)
      let match = try action(thread.value("match_action"))
      var rules: [Rule] = []
      for node in try thread.value("filter").elements() {
        let conditions = try (node.valueIfPresent("args")?.elements() ?? []).map(condition)
        rules.append(
          Rule(
            names: [try node.value("syscall").string()], action: match, conditions: conditions))
      }
      return FlatProfile(
        defaultAction: try action(thread.value("mismatch_action")),
        architectures: [target.architecture], rules: rules)
    } catch let error as ConversionError {
      throw error
    } catch {
      throw ConversionError("what was written reads back wrong: \(error)")
    }
  }

  private static func action(_ node: JSON.Node) throws -> Action {
    if case .object = node.content {
      if let errno = Errno(
        rawValue: try (node.valueIfPresent("errno") ?? node.value("trace")).integer(UInt16.self))
      {
        return try node.valueIfPresent("errno") == nil ? .trace(errno) : .errno(errno)
      }
    }
    switch try node.string() {
    case "allow": return .allow
    case "log": return .log
    case "trap": return .trap
    case "kill_thread": return .killThread
    case "kill_process": return .killProcess
    default: throw ConversionError("what was written reads back with another answer")
    }
  }

  private static func condition(_ node: JSON.Node) throws -> Condition {
    let index = try node.value("index").integer(Int.self)
    let value = try node.value("val").integer(UInt64.self)
    let test = try node.value("op")
    if case .object = test.content {
      return Condition(
        index, masked: try test.value("masked_eq").integer(UInt64.self), equals: value)
    }
    let name = try test.string()
    guard let known = operators.first(where: { $0.name == name }) else {
      throw ConversionError("what was written reads back with another comparison")
    }
    return Condition(index, known.operator, value)
  }
}
