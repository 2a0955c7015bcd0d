import Filters
package import Profiles
package import Syscalls

/// Makes filters of profiles with libseccomp, as runc does (`libcontainer/seccomp`).
///
/// libseccomp works in a child process under limits of time and memory, since it never returns on
/// some rule sets. It also makes wrong filters of some, so that what comes back has to be compared
/// with the rules before anything is claimed about it.
package struct Compiler: Sendable {
  /// How libseccomp lays out the filter (`SCMP_FLTATR_CTL_OPTIMIZE`).
  package enum Optimization: Hashable, Sendable {
    /// Linear, as crun and runc before 1.2 have it.
    case priority
    case binaryTree
    /// As runc from 1.2 on: the tree for more than 32 calls, counted over all rules.
    case automatic
  }

  /// Of the machine the container runs on; its ABI is in the filter, listed or not.
  package var native: Architecture
  /// How libseccomp lays out the filter.
  package var optimization: Optimization
  /// After which libseccomp's process is ended.
  package var timeLimit: Duration
  /// In bytes, beyond what this process has.
  package var memoryLimit: UInt64

  /// A compiler that works as runc's.
  package init(
    native: Architecture = .native, optimization: Optimization = .automatic,
    timeLimit: Duration = .seconds(10), memoryLimit: UInt64 = 512 << 20
  ) {
    self.native = native
    self.optimization = optimization
    self.timeLimit = timeLimit
    self.memoryLimit = memoryLimit
  }

  /// Has libseccomp make a filter, in a child process.
  package func compile(_ profile: FlatProfile) throws(CompilationError) -> Compilation {
    try refuseUnusableNotification(profile)
    var unknownNames: Set<String> = []
    var entries: [LibraryRule] = []
    for (index, rule) in profile.rules.enumerated()
    where rule.action.canonical != profile.defaultAction.canonical {
      for name in rule.names {
        // Numbers of this machine, or negative stand-ins for calls that it lacks: libseccomp
        // takes both for names and translates them for every architecture of the filter.
        let number = Libseccomp.resolve(name, token: 0)
        guard number != -1 else {
          unknownNames.insert(name)
          continue
        }
        for conditions in rule.alternatives {
          entries.append(
            LibraryRule(
              rule: index, name: name, number: number, action: Verdict(rule.action),
              conditions: conditions))
        }
      }
    }
    let job = CompilationJob(
      fallback: Verdict(profile.defaultAction),
      architectures: profile.filteredArchitectures(native: native),
      entries: entries, usesTree: usesTree(for: profile), timeLimit: timeLimit,
      memoryLimit: memoryLimit)
    // Zero, kill thread, is the answer to foreign architectures.
    let answers = Set(entries.map(\.action.returnValue)).union([job.fallback.returnValue, 0])
    let filter = try read(try run(job, for: profile), answers: answers)
    return Compilation(filter: filter, unknownNames: unknownNames.sorted())
  }

  /// Whether libseccomp is told to make a tree of the profile's rules.
  package func usesTree(for profile: FlatProfile) -> Bool {
    switch optimization {
    case .priority: false
    case .binaryTree: true
    case .automatic: profile.rules.reduce(0) { $0 + $1.names.count } > 32
    }
  }

  /// runc writes the notification's descriptor through a socket under the filter: were `write`
  /// notified, nobody could answer.
  private func refuseUnusableNotification(_ profile: FlatProfile) throws(CompilationError) {
    if profile.defaultAction == .notify { throw CompilationError(.notifyByDefault) }
    let culprit = profile.rules.enumerated().first { _, rule in
      rule.action == .notify && rule.names.contains("write")
    }
    if let (index, rule) = culprit {
      throw CompilationError(.notifyOnWrite, at: .init(index: index, rule: rule, name: "write"))
    }
  }

  private func read(
    _ bytes: [UInt8], answers: Set<UInt32>
  ) throws(CompilationError) -> Filter {
    do {
      // libseccomp writes the bytes in the order of the filter's architectures, not of ours.
      let byteOrder: ByteOrder = native.isLittleEndian ? .littleEndian : .bigEndian
      let filter = try Filter(decoding: bytes.span, byteOrder: byteOrder)
      return byteOrder == .native ? filter : try filter.restoringAnswers(among: answers)
    } catch {
      throw CompilationError(.unacceptable(error))
    }
  }
}
