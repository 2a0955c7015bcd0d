internal import Findings
internal import Filters
internal import JSON
internal import Observations
internal import Profiles
internal import Seccomp
internal import Syscalls

extension Verifier {
  /// Names in allowing rules that the present libseccomp drops, as it does under the runtime.
  func unknownNameFindings(_ subject: EnforcedProfile) -> [Finding] {
    subject.unknownNames.compactMap { name in
      let allows = subject.rulesByName[name]?.contains { $0.action.runs } ?? false
      // A call of other architectures is missed by nobody.
      let architectures = profile.filteredArchitectures(native: environment.architecture)
      let isForeign = Syscall(name).map { call in
        !architectures.contains { call.exists(on: $0) || !$0.hasNumbers }
      }
      guard allows, !(isForeign ?? false) else { return nil }
      return .init(
        .unknownSyscall, .warning, at: subject.location(of: name), calls: [name],
        facts: "libseccomp \(Library.version) does not know \(name.quotedForTerminal), and "
          + "runtimes drop it silently, so that the call stays refused. \(advice(about: name))")
    }
  }

  private func advice(about name: String) -> String {
    if let introduction = Introduction(of: name) {
      return "\(introduction); use a newer one, or do without the call."
    }
    return Syscall(name) == nil
      ? "Linux 7.1 has no call of that name either: check its spelling."
      : "Take the name out."
  }

  /// The same rules in a form that is safe, where there is one.
  private func offer(for name: String) -> String {
    let spelling = SafeSpelling(of: name, in: profile, native: environment.architecture)
    guard let spelling, spelling.rules.count <= 8 else { return "" }
    let rules = spelling.rules.map { rule in
      let conditions = rule.conditions.map(\.description).joined(separator: " and ")
      return "\(rule.action.scmpName) where \(conditions)"
    }
    return " The same in a safe form: \(rules.joined(separator: "; "))."
  }

  /// Calls whose rules libseccomp may compile wrongly.
  var shapeFindings: [Finding] {
    profile.unsafeShapes.map { shape in
      .init(
        .invalid, .error,
        at: shape.rules.last?.origin.map { Finding.Location($0) },
        calls: [shape.name], facts: "\(shape.message).\(offer(for: shape.name))")
    }
  }
}

extension Finding {
  /// A profile that has no filter.
  init(_ error: CompilationError) {
    let origin = error.place?.rule.origin
    self.init(
      .invalid, .error,
      at: origin.map { Finding.Location($0) },
      calls: error.place.map { [$0.name] } ?? [], facts: "No filter can be made: \(error).")
  }
}

/// Since when a call has been there, for those that a libseccomp in use may not know.
struct Introduction: CustomStringConvertible {
  private let name: String
  private let kernel: KernelVersion

  /// `nil` for calls that every libseccomp 2.5.4 knows.
  init?(of name: String) {
    guard let kernel = Self.kernels[name] else { return nil }
    self.name = name
    self.kernel = kernel
  }

  var description: String {
    "\(name) is in Linux since \(kernel), and in libseccomp since \(library)"
  }

  /// 2.5.5 has the calls of Linux 6.7, 2.5.6 and 2.6.0 those of 6.13, 2.6.1 those of 7.1 (libseccomp's
  /// pull requests 407, 445 and 487); Debian's 2.5.4 has those of 6.7.
  private var library: String {
    if kernel <= KernelVersion(6, 7) { return "2.5.5" }
    return kernel <= KernelVersion(6, 13) ? "2.5.6 and 2.6.0" : "2.6.1"
  }

  private static let kernels: [String: KernelVersion] = {
    let releases: [(KernelVersion, [String])] = [
      (.init(6, 4), ["riscv_hwprobe"]),
      (.init(6, 5), ["cachestat"]),
      (.init(6, 6), ["fchmodat2", "map_shadow_stack"]),
      (.init(6, 7), ["futex_requeue", "futex_wait", "futex_wake"]),
      (
        .init(6, 8),
        [
          "listmount", "lsm_get_self_attr", "lsm_list_modules", "lsm_set_self_attr", "statmount",
        ]
      ),
      (.init(6, 10), ["mseal"]),
      (.init(6, 11), ["uretprobe"]),
      (.init(6, 13), ["getxattrat", "listxattrat", "removexattrat", "setxattrat"]),
      (.init(6, 15), ["open_tree_attr"]),
      (.init(6, 17), ["file_getattr", "file_setattr"]),
      (.init(6, 18), ["uprobe"]),
      (.init(6, 19), ["listns"]),
      (.init(7, 0), ["rseq_slice_yield"]),
    ]
    return Dictionary(
      uniqueKeysWithValues: releases.flatMap { kernel, names in names.map { ($0, kernel) } })
  }()
}
