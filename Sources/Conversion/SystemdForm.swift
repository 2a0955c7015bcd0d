internal import Profiles
internal import Syscalls
internal import Text

// A drop-in of systemd for a service. Every allow-list silently holds the calls of the set @default (63 in systemd 252), of
// which later versions may have more: so all calls that the profile does not allow are taken out by name.
// Source: systemd.exec(5), and a unit that ran under systemd 252.

extension TargetForm {
  /// A drop-in of systemd.
  static let systemd = TargetForm(
    name: "systemd", SystemdDropIn.self)
}

private enum SystemdDropIn: TargetGrammar {
  private static let form = "systemd"

  static func text(of profile: FlatProfile, for target: ConversionTarget) throws(ConversionError)
    -> String
  {
    let answers = try CallAnswers(of: profile, on: target.architecture, for: form)
    var problems: [ConversionError.Problem] = []
    var fallback: String?
    switch answers.fallback {
    case .errno(let errno): fallback = "SystemCallErrorNumber=\(errno.rawValue)"
    case .killProcess: fallback = nil
    default: problems.append(.init("\(form) cannot answer \(answers.fallback) by default"))
    }
    var allowed: [String] = []
    var refused: [String] = []
    var restrictsNamespaces = false
    for call in answers.calls {
      if call.isCloneWithoutNamespaces, answers.fallback == .errno(.EPERM) {
        allowed.append(call.name)
        restrictsNamespaces = true
        continue
      }
      if let conditions = call.alternatives.first {
        let shown = conditions.map(\.description).joined(separator: " && ")
        problems.append(
          .init(
            "\(form) knows calls, and not their arguments: \(call.name.quotedForTerminal) where \(shown)",
            at: call.rule))
        continue
      }
      switch call.action {
      case .allow: allowed.append(call.name)
      case .errno(let errno): refused.append("\(call.name):\(errno.rawValue)")
      default: problems.append(.init("\(form) cannot answer \(call.action)", at: call.rule))
      }
    }
    guard problems.isEmpty else { throw ConversionError(problems) }
    let told = Set(answers.calls.map(\.name))
    let others = Syscall.all.filter { $0.exists(on: target.architecture) }.map(\.name)
      .filter { !told.contains($0) }
    var lines = ["[Service]", "SystemCallArchitectures=native"]
    if let fallback { lines.append(fallback) }
    if restrictsNamespaces { lines.append("RestrictNamespaces=yes") }
    lines += wrapped(allowed.sorted(), after: "SystemCallFilter=")
    lines += wrapped(refused.sorted(), after: "SystemCallFilter=~")
    lines.append("# Also out of systemd's @default, which every list of this kind holds:")
    lines += wrapped(others.sorted(), after: "SystemCallFilter=~")
    return lines.joined(separator: "\n") + "\n"
  }

  /// CLONE_NEW* of linux/sched.h, but for CLONE_NEWTIME, which clone(2) has no bit for.
  static let namespaces: UInt64 = 0x7e02_0000

  /// Settings of about a hundred columns each; they add up.
  private static func wrapped(_ names: [String], after key: String) -> [String] {
    var lines: [String] = []
    for name in names {
      if let last = lines.last, last.utf8.count + name.utf8.count < 100 {
        lines[lines.count - 1] = last + " " + name
      } else {
        lines.append(key + name)
      }
    }
    return lines
  }

  // MARK: Reading back

  /// Of a call that no setting names, the worst is taken: that @default holds it.
  static func profile(in text: String, for target: ConversionTarget) throws(ConversionError)
    -> FlatProfile
  {
    var allowed = Set(Syscall.all.filter { $0.exists(on: target.architecture) }.map(\.name))
    var refused: [String: Errno] = [:]
    var fallback: Action = .killProcess
    var restrictsNamespaces = false
    for line in text.split(separator: "\n") {
      if line.hasPrefix("SystemCallErrorNumber=") {
        fallback = .errno(try errno(line.dropFirst(22)))
      } else if line == "RestrictNamespaces=yes" {
        restrictsNamespaces = true
      } else if line.hasPrefix("SystemCallFilter=~") {
        for word in line.dropFirst(18).split(separator: " ") {
          let parts = word.split(separator: ":").map(String.init)
          allowed.remove(parts[0])
          refused[parts[0]] = parts.count > 1 ? try errno(parts[1]) : nil
        }
      } else if line.hasPrefix("SystemCallFilter=") {
        for word in line.dropFirst(17).split(separator: " ") {
          allowed.insert(String(word))
          refused[String(word)] = nil
        }
      }
    }
    var rules = refused.sorted { $0.key < $1.key }.map { name, errno in
      Rule(names: [name], action: .errno(errno))
    }
    if restrictsNamespaces {
      // Refused with EPERM, whatever the flags of others.
      allowed.remove("setns")
      for name in ["clone", "unshare"] where allowed.remove(name) != nil {
        rules.append(
          Rule(
            names: [name], action: .allow,
            conditions: [Condition(0, masked: SystemdDropIn.namespaces, equals: 0)]))
      }
    }
    if !allowed.isEmpty { rules.append(Rule(names: allowed.sorted(), action: .allow)) }
    return FlatProfile(
      defaultAction: fallback, architectures: [target.architecture], rules: rules)
  }

  private static func errno(_ text: some StringProtocol) throws(ConversionError) -> Errno {
    guard let number = UInt16(text), let errno = Errno(rawValue: number) else {
      throw ConversionError(
        "what was written reads back wrong at \(String(text).quotedForTerminal)")
    }
    return errno
  }
}

extension CallAnswers.Call {
  /// What `RestrictNamespaces=yes` makes of an allowed clone.
  fileprivate var isCloneWithoutNamespaces: Bool {
    name == "clone" && action == .allow
      && alternatives == [[Condition(0, masked: SystemdDropIn.namespaces, equals: 0)]]
  }
}
