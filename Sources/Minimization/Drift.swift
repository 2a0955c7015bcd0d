internal import Profiles
package import Syscalls

/// Calls that replace observed ones on another libc, kernel or runtime version: other entry points to the same
/// kernel code, what C libraries start programs with, and an eventfd for a poller's pipe; nothing beyond the baseline.
package enum Drift {
  /// What the profile is to survive.
  package enum Level: String, CaseIterable, Hashable, Sendable {
    /// Nothing.
    case none
    /// Another C library: newer calls that libraries try first keep ENOSYS, which they fall back from.
    case libc
    /// Also a newer kernel, where libraries that try the newer calls find them.
    case kernel

    var successors: Successors.Level? {
      switch self {
      case .none: nil
      case .libc: .libc
      case .kernel: .kernel
      }
    }
  }

  /// Why a call may be made elsewhere.
  package enum Cause: Hashable, Sendable {
    /// It does what these do, which were seen.
    case beside([String])
    /// It wakes what waits by epoll, as these pipes may, which were seen, and a call of epoll as well.
    case waker([String])
    /// It does on this machine what these do on the one that was recorded.
    case instead([String], Architecture)
    /// C libraries make it for every program: half a sentence.
    case start(String)

    /// `beside openat, seen`.
    package var words: String {
      switch self {
      case .beside(let names): "beside \(names.joined(separator: ", ")), seen"
      case .waker(let names): "beside \(names.joined(separator: ", ")), seen with epoll"
      case .instead(let names, let machine):
        "in place of \(names.joined(separator: ", ")), seen on \(machine)"
      case .start(let words): words
      }
    }
  }

  /// Calls with their causes, beside those that were seen.
  ///
  /// - Parameters:
  ///   - architectures: that the profile is for.
  ///   - reach: what the programs can call in the image in which they will run: where it has a call of a group, it has
  ///     all that are made there; `nil` where that is not known, and the table alone decides.
  static func calls(
    beside seen: Set<String>, on architectures: Set<Architecture>, at level: Level,
    within reach: Set<String>? = nil
  ) -> [String: Cause] {
    guard let level = level.successors, !seen.isEmpty else { return [:] }
    var sources: [String: Set<String>] = [:]
    for name in seen {
      var others = Successors.alternatives(to: name, upTo: level)
      if let reach, !reach.isDisjoint(with: others.union([name])) { others.formIntersection(reach) }
      for other in others where !seen.contains(other) {
        sources[other, default: []].insert(name)
      }
    }
    var calls = sources.mapValues { Cause.beside($0.sorted()) }
    let wakers = PollerWakeUp.pipes(of: seen)
    let later = PollerWakeUp.later
    if !wakers.isEmpty, !seen.contains(later), calls[later] == nil, reach?.contains(later) ?? true {
      calls[later] = .waker(wakers)
    }
    guard !seen.isDisjoint(with: LibraryStart.signs) else { return calls }
    let start = reach.flatMap { $0.isDisjoint(with: LibraryStart.signs) ? nil : $0 }
    let hasThreads = !seen.isDisjoint(with: ["clone", "clone3"])
    for call in LibraryStart.calls
    where call.level <= level && (hasThreads || !call.isForThreads) && !seen.contains(call.name) {
      if let own = call.architectures, own.isDisjoint(with: architectures) { continue }
      if let start, !start.contains(call.name) { continue }
      if calls[call.name] == nil { calls[call.name] = .start(call.words) }
    }
    return calls
  }
}

extension SeenArguments {
  /// Lets what was seen of calls hold for those that replace them, at the positions that they have there.
  mutating func carry(over calls: [String: Drift.Cause]) {
    for (name, cause) in calls {
      guard case .beside(let sources) = cause, let call = Syscall(name) else { continue }
      for source in sources {
        guard let seen = Syscall(source) else { continue }
        for arguments in self[seen] {
          var moved: [Int: UInt64] = [:]
          for index in arguments.indices {
            if let position = Successors.position(ofArgument: index, of: source, in: name) {
              moved[position] = arguments[index]
            }
          }
          if !moved.isEmpty { add(ArgumentValues(moved), of: call) }
        }
      }
    }
  }
}

extension [String: [Rule]] {
  /// The rules, those of calls that replace others held to the conditions of these, at the positions that the
  /// arguments have there. Where a call has conditions of its own, they stay.
  func carryingConditions(over calls: [String: Drift.Cause]) -> Self {
    var result = self
    for (name, cause) in calls {
      guard case .beside(let sources) = cause,
        self[name, default: []].allSatisfy({ $0.conditions.isEmpty }),
        let action = self[name, default: []].first(where: { $0.action.runs })?.action
      else { continue }
      var carried: [Rule] = []
      for source in sources {
        let rules = self[source, default: []]
        let moved = rules.compactMap { $0.moved(from: source, to: name) }
        // What stands beside it may do anything, or what it may not cannot be said here.
        guard !rules.isEmpty, moved.count == rules.count else {
          carried = []
          break
        }
        carried += moved
      }
      if !carried.isEmpty, carried.allSatisfy({ $0.action == action || !$0.action.runs }) {
        result[name] = carried
      }
    }
    return result
  }
}

extension Rule {
  /// The same for another call; `nil` where it has no conditions, or some that cannot be said there.
  fileprivate func moved(from source: String, to name: String) -> Rule? {
    guard !conditions.isEmpty else { return nil }
    var moved: [Condition] = []
    for condition in conditions {
      guard let position = Successors.position(ofArgument: condition.index, of: source, in: name)
      else { return nil }
      moved.append(condition.moved(to: position))
    }
    return Rule(names: [name], action: action, conditions: moved)
  }
}
