internal import Profiles
internal import Syscalls
internal import Text

// The policy of minijail0 -S: one line a call; what no line names is killed. A call's expression tells when it is allowed;
// after a semicolon stands the errno that it is answered with otherwise. Source: minijail0(5).

extension TargetForm {
  /// A policy of minijail.
  static let minijail = TargetForm(
    name: "minijail", killsUnnamedCalls: true, MinijailPolicy.self)
}

private enum MinijailPolicy: TargetGrammar {
  private static let form = "minijail"

  static func text(of profile: FlatProfile, for target: ConversionTarget) throws(ConversionError)
    -> String
  {
    let answers = try CallAnswers(of: profile, on: target.architecture, for: form)
    let otherwise: String? =
      switch answers.fallback {
      case .errno(let errno): "return \(errno.rawValue)"
      case .killProcess: nil
      default: throw ConversionError("\(form) cannot answer \(answers.fallback) by default")
      }
    var problems: [ConversionError.Problem] = []
    var lines: [String] = []
    for call in answers.calls {
      switch (call.action, call.alternatives.isEmpty) {
      case (.allow, true): lines.append("\(call.name): 1")
      case (.errno(let errno), true): lines.append("\(call.name): return \(errno.rawValue)")
      case (.allow, false):
        do throws(ConversionError) {
          let expression = try expression(for: call, on: target.architecture)
          lines.append(
            "\(call.name): \(expression)" + (otherwise.map { "; \($0)" } ?? ""))
        } catch {
          problems += error.problems
        }
      case (_, true): problems.append(.init("\(form) cannot answer \(call.action)", at: call.rule))
      case (_, false):
        problems.append(
          .init("\(form) has conditions for calls that are allowed alone", at: call.rule))
      }
    }
    guard problems.isEmpty else { throw ConversionError(problems) }
    if let otherwise {
      // There is no default but to kill.
      let told = Set(answers.calls.map(\.name))
      for call in Syscall.all
      where call.exists(on: target.architecture) && !told.contains(call.name) {
        lines.append("\(call.name): \(otherwise)")
      }
    }
    return "# \(target.architecture)\n" + lines.joined(separator: "\n") + "\n"
  }

  private static func expression(
    for call: CallAnswers.Call, on architecture: Architecture
  ) throws(ConversionError) -> String {
    var lists: [String] = []
    for conditions in call.alternatives {
      var atoms: [String] = []
      for condition in conditions {
        guard let atom = atom(for: architecture.binding(condition)) else {
          throw ConversionError(
            "\(form) compares whole arguments, and has no words for \(condition) of \(call.name.quotedForTerminal)",
            at: call.rule)
        }
        atoms.append(atom)
      }
      lists.append(atoms.joined(separator: " && "))
    }
    return lists.joined(separator: " || ")
  }

  private static func atom(for condition: Condition) -> String? {
    let argument = "arg\(condition.index)"
    let value = condition.value
    switch condition.operator {
    case .notEqual: return "\(argument) != \(value.hexadecimal)"
    case .less: return "\(argument) < \(value.hexadecimal)"
    case .lessOrEqual: return "\(argument) <= \(value.hexadecimal)"
    case .equal: return "\(argument) == \(value.hexadecimal)"
    case .greaterOrEqual: return "\(argument) >= \(value.hexadecimal)"
    case .greater: return "\(argument) > \(value.hexadecimal)"
    case .maskedEqual where value == .max: return "\(argument) == \(condition.valueTwo.hexadecimal)"
    case .maskedEqual where condition.valueTwo == 0:
      // No bit of the mask: all are among the others.
      return "\(argument) in \((~value).hexadecimal)"
    case .maskedEqual where value == condition.valueTwo && value.nonzeroBitCount == 1:
      return "\(argument) & \(value.hexadecimal)"
    case .maskedEqual: return nil
    }
  }

  // MARK: Reading back

  static func profile(in text: String, for target: ConversionTarget) throws(ConversionError)
    -> FlatProfile
  {
    var rules: [Rule] = []
    var named: Set<String> = []
    var otherwise: [Errno: Int] = [:]
    for line in text.split(separator: "\n") where !line.hasPrefix("#") {
      let parts = line.split(separator: ":", maxSplits: 1).map(String.init)
      guard parts.count == 2, named.insert(parts[0]).inserted else {
        throw ConversionError("what was written reads back wrong at \(line.quotedForTerminal)")
      }
      var tokens = ExpressionTokens(parts[1])
      if tokens.peek == "1" {
        rules.append(Rule(names: [parts[0]], action: .allow))
        continue
      }
      if tokens.peek != "return" {
        for conditions in try tokens.alternatives(arguments: "arg") {
          rules.append(Rule(names: [parts[0]], action: .allow, conditions: conditions))
        }
        guard tokens.peek == ";" else { continue }
        _ = tokens.next()
        try tokens.expect("return")
        let errno = try errno(&tokens)
        otherwise[errno, default: 0] += 1
        continue
      }
      _ = tokens.next()
      let errno = try errno(&tokens)
      otherwise[errno, default: 0] += 1
      rules.append(Rule(names: [parts[0]], action: .errno(errno)))
    }
    // Where every call has a line, the answer of most is the profile's default.
    let isWhole = named.count == Syscall.all.count { $0.exists(on: target.architecture) }
    let fallback = otherwise.max { ($0.value, $0.key.rawValue) < ($1.value, $1.key.rawValue) }?.key
    return FlatProfile(
      defaultAction: isWhole ? fallback.map(Action.errno) ?? .killProcess : .killProcess,
      architectures: [target.architecture], rules: rules)
  }

  private static func errno(_ tokens: inout ExpressionTokens) throws(ConversionError) -> Errno {
    let number = try tokens.number()
    guard let errno = UInt16(exactly: number).flatMap(Errno.init(rawValue:)) else {
      throw tokens.unexpected("\(number)")
    }
    return errno
  }
}
