internal import Profiles
internal import Syscalls
internal import Text

// Kafel, the language of nsjail's --seccomp_policy. Calls are told by number: their names are the kernel's inner ones
// there (`newuname`), and its table ends with the kernel that it was built for.
// Source: kafel's src/parser.y and its README.

extension TargetForm {
  /// A policy of nsjail.
  static let nsjail = TargetForm(
    name: "nsjail", Kafel.self)
}

private enum Kafel: TargetGrammar {
  private static let form = "nsjail"

  static func text(of profile: FlatProfile, for target: ConversionTarget) throws(ConversionError)
    -> String
  {
    let answers = try CallAnswers(of: profile, on: target.architecture, for: form)
    var problems: [ConversionError.Problem] = []
    let fallback = name(of: answers.fallback)
    if fallback == nil { problems.append(.init("\(form) cannot answer \(answers.fallback)")) }
    var order: [Action] = []
    var lines: [Action: [String]] = [:]
    for call in answers.calls {
      guard name(of: call.action) != nil else {
        problems.append(.init("\(form) cannot answer \(call.action)", at: call.rule))
        continue
      }
      if lines[call.action] == nil { order.append(call.action) }
      lines[call.action, default: []].append(line(for: call, on: target.architecture))
    }
    guard problems.isEmpty, let fallback else { throw ConversionError(problems) }
    let blocks = order.map { action in
      "  \(name(of: action) ?? "") {\n"
        + (lines[action] ?? []).joined(separator: ",\n") + "\n  }"
    }
    return """
      /* \(target.architecture) alone: the numbers are its own. */
      POLICY profile {
      \(blocks.joined(separator: ",\n"))
      }
      USE profile DEFAULT \(fallback)

      """
  }

  private static func name(of action: Action) -> String? {
    switch action {
    case .allow: "ALLOW"
    case .log: "LOG"
    case .errno(let errno): "ERRNO(\(errno.rawValue))"
    case .trace(let number): "TRACE(\(number.rawValue))"
    case .killThread, .kill: "KILL"
    case .killProcess: "KILL_PROCESS"
    case .trap: "TRAP(0)"
    case .notify: nil
    }
  }

  private static func line(for call: CallAnswers.Call, on architecture: Architecture) -> String {
    let start = "    /* \(call.name) */ SYSCALL[\(call.number)]"
    guard !call.alternatives.isEmpty else { return start }
    let last = call.alternatives.joined().map(\.index).max() ?? 0
    let arguments = (0...last).map { "a\($0)" }.joined(separator: ", ")
    let lists = call.alternatives.map { conditions in
      conditions.map { text(of: architecture.binding($0)) }.joined(separator: " && ")
    }
    let expression = lists.map { "(\($0))" }.joined(separator: " || ")
    return start + "(\(arguments)) { \(expression) }"
  }

  private static func text(of condition: Condition) -> String {
    let argument = "a\(condition.index)"
    let value = condition.value.hexadecimal
    return switch condition.operator {
    case .notEqual: "\(argument) != \(value)"
    case .less: "\(argument) < \(value)"
    case .lessOrEqual: "\(argument) <= \(value)"
    case .equal: "\(argument) == \(value)"
    case .greaterOrEqual: "\(argument) >= \(value)"
    case .greater: "\(argument) > \(value)"
    case .maskedEqual: "(\(argument) & \(value)) == \(condition.valueTwo.hexadecimal)"
    }
  }

  // MARK: Reading back

  static func profile(in text: String, for target: ConversionTarget) throws(ConversionError)
    -> FlatProfile
  {
    var tokens = ExpressionTokens(text)
    var rules: [Rule] = []
    try tokens.expect("POLICY")
    _ = tokens.next()
    try tokens.expect("{")
    while tokens.peek != "}" {
      let action = try self.action(&tokens)
      try tokens.expect("{")
      while true {
        rules += try self.rules(for: action, on: target.architecture, &tokens)
        if try !tokens.continues(until: "}") { break }
      }
      if tokens.peek == "," { _ = tokens.next() }
    }
    try tokens.expect("}")
    try tokens.expect("USE")
    _ = tokens.next()
    try tokens.expect("DEFAULT")
    return FlatProfile(
      defaultAction: try action(&tokens), architectures: [target.architecture], rules: rules)
  }

  private static func action(_ tokens: inout ExpressionTokens) throws(ConversionError) -> Action {
    let word = tokens.next()
    var number: Errno?
    if tokens.peek == "(" {
      _ = tokens.next()
      number = Errno(rawValue: UInt16(truncatingIfNeeded: try tokens.number()))
      try tokens.expect(")")
    }
    switch (word, number) {
    case ("ALLOW", nil): return .allow
    case ("LOG", nil): return .log
    case ("KILL", nil): return .killThread
    case ("KILL_PROCESS", nil): return .killProcess
    case ("ERRNO", let number?): return .errno(number)
    case ("TRACE", let number?): return .trace(number)
    case ("TRAP", _?): return .trap
    default: throw tokens.unexpected(word)
    }
  }

  private static func rules(
    for action: Action, on architecture: Architecture, _ tokens: inout ExpressionTokens
  ) throws(ConversionError) -> [Rule] {
    try tokens.expect("SYSCALL")
    try tokens.expect("[")
    let number = try tokens.number()
    try tokens.expect("]")
    guard
      let call = Syscall(
        number: architecture.number(ofRaw: UInt32(truncatingIfNeeded: number)), on: architecture)
    else { throw tokens.unexpected("\(number)") }
    guard tokens.peek == "(" else { return [Rule(names: [call.name], action: action)] }
    while tokens.next() != ")" { guard tokens.peek != nil else { break } }
    try tokens.expect("{")
    let alternatives = try tokens.alternatives(arguments: "a")
    try tokens.expect("}")
    return alternatives.map { Rule(names: [call.name], action: action, conditions: $0) }
  }
}
