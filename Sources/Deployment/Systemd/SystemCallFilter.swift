package import Profiles
package import Syscalls

/// What a unit of systemd says of system calls.
///
/// The first assignment decides whether those that are listed run, or all others; later ones add to the list, or with
/// ~ take away. A list of calls that run also holds the group @default (systemd 252, `config_parse_syscall_filter` and
/// `seccomp_parse_syscall_filter`).
package struct SystemCallFilter: Sendable {
  /// What a listed call is answered.
  enum Answer: Hashable, Sendable {
    /// It runs in a list of calls that run, and is refused in the other kind.
    case listed
    case errno(Errno)
    case kill
  }

  /// Whether calls that are not listed are refused.
  package let isAllowList: Bool
  private(set) var listed: [String: Answer] = [:]
  /// What those that are refused are answered.
  var refusal: Action = .killProcess
  /// Whether calls of the machine's other ABIs are killed (`SystemCallArchitectures=native`).
  package internal(set) var isNativeOnly = false
  /// Whether clone, unshare and setns make no namespaces (`RestrictNamespaces=yes`).
  var restrictsNamespaces = false
  /// Calls of which other settings of the unit refuse some, too, by ways that are not looked at.
  package internal(set) var restrictedElsewhere: Set<String> = []
  /// Words that name no call and no group here; not escaped.
  private(set) var unknown: [String] = []

  init(isAllowList: Bool) {
    self.isAllowList = isAllowList
    if isAllowList {
      for name in SystemdGroups.calls(of: "@default") ?? [] { listed[name] = .listed }
    }
  }

  /// Takes one assignment.
  ///
  /// - Parameter isInverted: whether ~ stands before it.
  mutating func add(_ words: [Substring], isInverted: Bool) {
    for word in words {
      let parts = word.split(separator: ":", maxSplits: 1)
      let name = String(parts.first ?? word)
      let answer = parts.count > 1 ? Self.answer(parts[1]) : .listed
      guard let names = name.hasPrefix("@") ? SystemdGroups.calls(of: name) : [name], let answer,
        name.hasPrefix("@") || Syscall(name) != nil
      else {
        unknown.append(String(word))
        continue
      }
      for name in names {
        if isInverted != isAllowList {
          listed[name] = answer
        } else if isAllowList, answer != .listed {
          // `~name:ENOSYS` after a list of calls that run.
          listed[name] = answer
        } else {
          listed[name] = nil
        }
      }
    }
  }

  /// `ENOSYS`, `38` or `kill`; `nil` for another word.
  static func answer(_ word: some StringProtocol) -> Answer? {
    if word == "kill" { return .kill }
    if let number = UInt16(word), let errno = Errno(rawValue: number) { return .errno(errno) }
    return KernelConstants.shared.errno(named: String(word)).flatMap(Errno.init(rawValue:)).map {
      .errno($0)
    }
  }

  /// The same as a profile for machines of one architecture.
  package func profile(on architecture: Architecture) -> FlatProfile {
    var allowed: Set<String> = []
    var rules: [Rule] = []
    for (name, answer) in listed.sorted(by: { $0.key < $1.key }) {
      switch answer {
      case .errno(let errno): rules.append(Rule(names: [name], action: .errno(errno)))
      case .kill: rules.append(Rule(names: [name], action: .killProcess))
      case .listed:
        if isAllowList {
          allowed.insert(name)
        } else {
          rules.append(Rule(names: [name], action: refusal))
        }
      }
    }
    if restrictsNamespaces, isAllowList {
      allowed.remove("setns")
      for name in ["clone", "unshare"] where allowed.remove(name) != nil {
        rules.append(
          Rule(
            names: [name], action: .allow,
            conditions: [Condition(0, masked: Self.namespaces, equals: 0)]))
      }
    }
    if !allowed.isEmpty { rules.append(Rule(names: allowed.sorted(), action: .allow)) }
    return FlatProfile(
      defaultAction: isAllowList ? refusal : .allow,
      architectures: isNativeOnly ? [architecture] : [architecture] + architecture.companions,
      rules: rules)
  }

  /// CLONE_NEW* of linux/sched.h, but for CLONE_NEWTIME, which clone(2) has no bit for.
  private static let namespaces: UInt64 = 0x7e02_0000
}
