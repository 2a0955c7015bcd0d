internal import Findings
internal import JSON
internal import Profiles
internal import Syscalls
internal import Text
internal import YAML

// The SeccompProfile of Kubernetes' Security Profiles Operator: the keys of OCI's runtime specification under `spec`, but for
// defaultErrnoRet. Source: the operator's api/seccompprofile/v1beta1 and its CRD.

extension TargetForm {
  /// A SeccompProfile of the Security Profiles Operator.
  static let operatorProfile = TargetForm(
    name: "spo", killsOtherABIs: false, OperatorProfile.self)
}

private enum OperatorProfile: TargetGrammar {
  private static let form = "the operator's SeccompProfile"

  static func text(of profile: FlatProfile, for target: ConversionTarget) throws(ConversionError)
    -> String
  {
    var problems: [ConversionError.Problem] = []
    if let errno = profile.defaultAction.errnoRet, errno != .EPERM {
      problems.append(
        .init(
          "\(form) has no defaultErrnoRet: its default answers with EPERM, and not with \(errno.rawValue)"
        ))
    }
    if profile.architectures.contains(.loongarch64) {
      problems.append(.init("\(form) does not know \(Architecture.loongarch64.scmpName)"))
    }
    for rule in profile.rules {
      if rule.action.errnoRet?.rawValue == 0 {
        problems.append(.init("\(form) leaves out an errnoRet of 0", at: rule))
      }
      if rule.conditions.contains(where: { max($0.value, $0.valueTwo) > UInt64(Int64.max) }) {
        problems.append(
          .init("\(form) has no values from 2^63 on: \(rule.conditions[0])", at: rule))
      }
    }
    guard problems.isEmpty else { throw ConversionError(problems) }
    var lines = [
      "apiVersion: security-profiles-operator.x-k8s.io/v1beta1", "kind: SeccompProfile",
      "metadata:", "  name: \(target.name)", "spec:",
      "  defaultAction: \(profile.defaultAction.scmpName)",
    ]
    lines += list("architectures", profile.architectures.map(\.scmpName), indent: 2)
    lines += list("flags", profile.flags.map(\.rawValue), indent: 2)
    if let listener = profile.listener {
      lines.append("  listenerPath: \(quoted(listener.path))")
      if let metadata = listener.metadata {
        lines.append("  listenerMetadata: \(quoted(metadata))")
      }
    }
    if !profile.rules.isEmpty { lines.append("  syscalls:") }
    for rule in profile.rules { lines += self.lines(for: rule) }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func lines(for rule: Rule) -> [String] {
    var lines = rule.comment.map { ["  # \($0.escapedForTerminal)"] } ?? []
    lines.append("  - action: \(rule.action.scmpName)")
    if let errno = rule.action.errnoRet { lines.append("    errnoRet: \(errno.rawValue)") }
    lines += list("names", Set(rule.names).sorted().map(quoted), indent: 4)
    if !rule.conditions.isEmpty { lines.append("    args:") }
    for condition in rule.conditions {
      lines.append("    - index: \(condition.index)")
      lines.append("      value: \(condition.value)")
      if condition.operator == .maskedEqual {
        lines.append("      valueTwo: \(condition.valueTwo)")
      }
      lines.append("      op: \(condition.operator.rawValue)")
    }
    return lines
  }

  private static func list(_ key: String, _ items: [String], indent: Int) -> [String] {
    let space = String(repeating: " ", count: indent)
    return items.isEmpty ? [] : ["\(space)\(key):"] + items.map { "\(space)- \($0)" }
  }

  /// Plain where the word is one for every reader, else as JSON has it, which YAML takes.
  private static func quoted(_ text: String) -> String {
    let isPlain =
      text.utf8.allSatisfy {
        (0x61...0x7a).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5f
      }
      && text.utf8.first.map { $0 > 0x39 } == true && !Self.words.contains(text)
    return isPlain ? text : YAMLText.quoted(text)
  }

  /// What YAML 1.1 takes for something else than a text.
  private static let words: Set<String> = [
    "true", "false", "yes", "no", "on", "off", "null", "y", "n",
  ]

  static func profile(in text: String, for target: ConversionTarget) throws(ConversionError)
    -> FlatProfile
  {
    do {
      let documents = try YAMLText.documents(in: Array(text.utf8))
      guard documents.count == 1 else {
        throw ConversionError("what was written reads back as \(documents.count) documents")
      }
      var warnings: [Finding] = []
      let profile = try Profile(
        decoding: documents[0], file: "", native: target.architecture, warnings: &warnings)
      guard case .list(let architectures) = profile.architectures else {
        throw ConversionError("what was written reads back with a map of architectures")
      }
      return FlatProfile(
        defaultAction: profile.defaultAction, architectures: architectures, flags: profile.flags,
        listener: profile.listener, rules: profile.rules.map(\.rule))
    } catch let error as ConversionError {
      throw error
    } catch {
      throw ConversionError("what was written reads back wrong: \(error)")
    }
  }
}
