internal import Findings
internal import JSON
internal import Text

extension ProfileDecoder {
  mutating func conditions(of members: [JSON.Node.Member]) -> [Condition] {
    var conditions: [Condition] = []
    for node in elements("args", of: members, maximum: Self.maximumConditions) {
      guard !node.isNull else {
        report(.wrongType, .error, at: node, "null is no condition: it crashes dockerd; remove it")
        continue
      }
      if let condition = condition(node) { conditions.append(condition) }
    }
    if let node = field("args", of: members),
      Set(conditions.map(\.index)).count < conditions.count
    {
      report(
        .repeatedArgument, .warning, at: node,
        "two conditions test one argument: runtimes then make a rule of each, so that the call is "
          + "taken where " + conditions.map(\.description).joined(separator: " or ")
          + ". Write rules of their own, or one masked condition")
    }
    return conditions
  }

  private mutating func condition(_ node: JSON.Node) -> Condition? {
    guard let members = members(of: node, .condition) else {
      return nil
    }
    let index = index(of: members)
    let comparison = comparison(of: members, at: node)
    let stated = field("value", of: members)
    let value = stated.map { self.value($0) } ?? 0
    let valueTwo = field("valueTwo", of: members)
    let datum = valueTwo.map { self.value($0) } ?? 0
    guard let index, let comparison, let value, let datum else { return nil }
    // Go's readers take a number that is not there for 0, and hand it on.
    let missing = [
      field("index", of: members) == nil ? "index" : nil, stated == nil ? "value" : nil,
    ]
    .compactMap { $0 }
    if !missing.isEmpty {
      let words = missing.joined(separator: " and ")
      report(
        stated == nil ? .value : .index, .warning, at: node,
        "\(words) \(missing.count == 1 ? "is" : "are") missing: Docker, Podman and containerd read 0"
          + (stated == nil && comparison == .maskedEqual
            ? ", a mask that every argument meets" : "")
          + "; write " + missing.map { "\"\($0)\": 0" }.joined(separator: ", "))
    }

    guard comparison == .maskedEqual else {
      if datum != 0, let valueTwo {
        report(
          .noEffect, .warning, at: valueTwo,
          "valueTwo counts with SCMP_CMP_MASKED_EQ alone; remove it")
      }
      return Condition(index, comparison, value)
    }
    let condition = Condition(index, masked: value, equals: datum)
    if value == 0 {
      // A mask that is not there is told of already.
      guard stated != nil else { return condition }
      report(
        .mask, .warning, at: node,
        "a mask of 0 is met by every argument; value is the mask, valueTwo what is compared")
    } else if condition.canonical != condition, let valueTwo {
      report(
        .mask, .warning, at: valueTwo,
        "bits outside of the mask do not count: it acts as \(condition.canonical)")
    }
    return condition
  }

  private mutating func index(of members: [JSON.Node.Member]) -> Int? {
    guard let field = field("index", of: members) else { return 0 }
    guard case .number(let number) = field.content else {
      report(.index, .error, at: field, "expected a number from 0 to 5, found \(field.kind)")
      return nil
    }
    guard let index = number.exactly(UInt.self).flatMap(Int.init(exactly:)),
      Condition.indices.contains(index)
    else {
      report(
        .index, .error, at: field,
        "no argument \(shown(number)): a call has the arguments 0 to 5, in plain digits")
      return nil
    }
    return index
  }

  private mutating func comparison(
    of members: [JSON.Node.Member], at node: JSON.Node
  ) -> Condition.Operator? {
    let known = Condition.Operator.allCases.map(\.rawValue)
    guard let field = field("op", of: members) else {
      report(
        .comparison, .error, at: node,
        "the key op is missing; one of " + known.joined(separator: ", "))
      return nil
    }
    guard let name = string(field) else { return nil }
    if let comparison = Condition.Operator(rawValue: name) { return comparison }
    report(
      .comparison, .error, at: field,
      "unknown operator \(name.quotedForTerminal); one of " + known.joined(separator: ", ")
        + (Self.operatorsByOtherNames[name.replacingPrefix("SCMP_CMP_")].map {
          "; did you mean \($0.rawValue)?"
        } ?? suggestion(name, among: known)))
    return nil
  }

  private static let operatorsByOtherNames: [String: Condition.Operator] = [
    "EQUAL": .equal, "==": .equal, "EQUALS": .equal, "eq": .equal,
    "NOT_EQUAL": .notEqual, "NEQ": .notEqual, "!=": .notEqual, "ne": .notEqual,
    "LESS": .less, "<": .less, "LESS_EQUAL": .lessOrEqual, "LTE": .lessOrEqual,
    "<=": .lessOrEqual,
    "GREATER": .greater, ">": .greater, "GREATER_EQUAL": .greaterOrEqual,
    "GTE": .greaterOrEqual, ">=": .greaterOrEqual,
    "MASKED_EQUAL": .maskedEqual, "MASK": .maskedEqual, "MASKED": .maskedEqual,
    "&": .maskedEqual,
  ]

  // MARK: Values

  private mutating func value(_ node: JSON.Node) -> UInt64? {
    let expectation = "expected an integer from 0 to \(UInt64.max)"
    switch node.content {
    case .number(let number):
      if let value = number.exactly(UInt64.self) { return value }
      var message = "\(expectation) in plain digits, found \(shown(number))"
      if let signed = number.exactly(Int64.self), signed != 0 {
        message += "; as 64 unsigned bits that is \(UInt64(bitPattern: signed))"
        if let narrow = Int32(exactly: signed) {
          message += ", as an int's 32 it is \(UInt32(bitPattern: narrow))"
        }
      }
      report(.value, .error, at: node, message)
    case .string(let text):
      let number =
        text.lowercased().hasPrefix("0x") ? UInt64(text.dropFirst(2), radix: 16) : UInt64(text)
      report(
        .value, .error, at: node,
        "\(expectation), found the string \(text.quotedForTerminal)"
          + (number.map { "; write \($0)" } ?? ""))
    default:
      report(.value, .error, at: node, "\(expectation), found \(node.kind)")
    }
    return nil
  }

  private func shown(_ number: JSON.Number) -> String {
    number.text.count > 40 ? number.text.prefix(40) + "…" : number.text
  }
}

extension String {
  fileprivate func replacingPrefix(_ prefix: String) -> String {
    hasPrefix(prefix) ? String(dropFirst(prefix.count)) : self
  }
}
