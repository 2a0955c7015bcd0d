internal import JSON
package import Minimization
internal import Observations
internal import Profiles
internal import Syscalls

/// What a reduction kept, what it left out, and why.
package struct ReductionReport {
  private let reduction: Reduction

  package init(_ reduction: Reduction) {
    self.reduction = reduction
  }

  /// How many calls are allowed, by reason: `57 system calls: 44 observed, 13 runtime floor`.
  package var summary: String {
    let groups = Dictionary(grouping: reduction.entries, by: \.reason.class)
    let parts = Reason.Class.allCases.compactMap { reasonClass in
      groups[reasonClass].map { "\($0.count) \(reasonClass.word)" }
    }
    return "\(reduction.entries.count) system calls allowed: " + parts.joined(separator: ", ")
  }

  /// One line for each call that was observed and does not run under the profile.
  package var outside: [String] {
    reduction.outside.map { item in
      let key = item.observation.key
      let arguments = key.arguments.indices.map {
        "a\($0)=0x" + String(key.arguments[$0]!, radix: 16)
      }
      let call =
        "\(key.call.description.escapedForTerminal)(\(arguments.joined(separator: ", ")))"
      return
        "\(item.observation.first.escapedForTerminal): warning: \(call) on \(key.architecture) "
        + explanation(of: item)
    }
  }

  private func explanation(of item: Reduction.Outside) -> String {
    switch item.cause {
    case .refusedByBaseline(let action):
      "ran while recording, but the baseline refuses it (\(action)), and so does this profile; "
        + (item.fallbacks.isEmpty
          ? "check that the program goes on without it"
          : "\(item.fallbacks.joined(separator: ", ")) may be called instead and is allowed")
    case .refusedWhileRecording:
      "was refused while recording, and is by the baseline; left out"
    case .unknownCall:
      "is not in whittle's table of system calls; left out"
    case .foreignArchitecture:
      "is of an architecture that the baseline does not list for this machine; left out. "
        + "Was the log recorded elsewhere? Then say so with --arch"
    }
  }
}

extension Reason.Class {
  /// A word or two for counts.
  package var word: String {
    switch self {
    case .observed: "observed"
    case .always: "always needed"
    case .vdso: "behind the vDSO"
    case .floor: "runtime floor"
    case .multiplexed: "multiplexed"
    case .fallback: "fall-back"
    }
  }
}
