internal import Filters
internal import Findings
internal import Minimization
internal import Profiles
internal import Syscalls
internal import Text
internal import Verification

/// A call of a profile or its baseline, on all architectures together.
struct ReportedCall {
  /// On the first architecture that has it.
  let call: ProfileOverview.Call
  /// Where it may run.
  let machines: [Architecture]
  /// Whether it may run wherever the baseline lets it.
  let isEverywhere: Bool
  private let libseccomp: String

  var name: String { call.syscall.name }
  var subsystem: Subsystem { Subsystem(of: name) }
  var risk: RiskTier { RiskTier(of: name) }
  /// Whether it may run with some arguments at least.
  var isAllowed: Bool { !machines.isEmpty }
  /// Whether it runs with some arguments alone.
  var isHeld: Bool { call.access == .some }

  /// By name.
  static func all(of report: ProfileReport) -> [Self] {
    Dictionary(grouping: report.overview.calls, by: \.syscall).sorted { $0.key < $1.key }
      .compactMap { _, calls in
        let running = calls.filter { $0.access > .none }
        guard let first = running.first ?? calls.first else { return nil }
        return Self(
          call: first, machines: running.map(\.architecture),
          isEverywhere: calls.allSatisfy { $0.access > .none || $0.baselineAccess == .none },
          libseccomp: report.libseccomp)
      }
  }

  /// `observed`, `runtime floor`; empty for a call that does not run.
  var origin: String { call.origin?.word ?? "" }

  /// Why it may run, or does not: half a sentence, safe to print.
  var because: String {
    let cause = call.cause.words(libseccomp: libseccomp)
    switch call.origin {
    case nil: return cause
    case .logged?: return "nothing gives a reason for it: it runs and is logged"
    case .unknown?: return "there is no evidence, and the profile has no comment that tells"
    case .byHand?:
      guard let stated = call.statedClass else { return cause }
      return
        "\(cause); the profile's comment says \(stated.word), which the evidence does not bear out"
    case .reason(let reasonClass)?:
      if case .needed(let reason) = call.cause, reason.class == reasonClass { return reason.words }
      if case .neededOtherwise = call.cause { return cause }
      return comment.map { "the profile's comment: \($0)" } ?? cause
    }
  }

  /// Of the first rule that lets it run, without what it says of arguments; safe to print.
  private var comment: String? {
    call.rules.first { $0.action.mayRun }?.comment.map {
      $0.prefix { $0 != ";" }.escapedForTerminal
    }
  }

  /// Where in the profile's text the first rule stands that lets it run; `nil` where no rule names it.
  var place: SourceLocation? { call.rules.first { $0.action.mayRun }?.location }

  /// The arguments with which it runs, one text for each of the or-bound lists; empty where all are.
  var values: [String] {
    guard isHeld else { return [] }
    var told: Set<String> = []
    return call.rules.filter(\.action.mayRun).flatMap(\.alternatives)
      .map { call.syscall.words(for: $0) }
      .filter { !$0.isEmpty && told.insert($0).inserted }
  }

  /// What is answered where it does not run: `errno 38`.
  var refusal: String { call.refusal?.description ?? "" }
}

extension Syscall {
  /// The values that conditions ask for, by their names; flags that are kept out, or let in, by theirs.
  fileprivate func words(for conditions: [Condition]) -> String {
    let plain = spelling(of: conditions)
    guard plain.contains("=="), conditions.count == 1, let only = conditions.first,
      only.operator == .maskedEqual, only.valueTwo == 0
    else { return plain }
    let index = only.index
    let refused = spelling(of: only.value & 0xffff_ffff, at: index)
    if !refused.contains("0x") { return "without \(refused.spaced)" }
    let allowed = spelling(of: ~only.value & 0xffff_ffff, at: index)
    return allowed.contains("0x") ? plain : "no flags but \(allowed.spaced)"
  }
}

extension String {
  /// Flags with room to break a line.
  fileprivate var spaced: String { replacing("|", with: " | ") }
}

extension ProfileOverview.Origin {
  /// A word or two.
  var word: String {
    switch self {
    case .reason(let reasonClass): reasonClass.word
    case .logged: "canary"
    case .byHand: "by hand"
    case .unknown: "not told"
    }
  }

  /// What it means, for a reader who does not know whittle: a sentence.
  var meaning: String {
    switch self {
    case .reason(.observed): "A recorded run made the call, and it was not refused."
    case .reason(.always):
      "Made on behalf of the program at its end, on return from a signal or after an interruption; traces may lack it."
    case .reason(.vdso):
      "Answered without entering the kernel most of the time, so that traces lack it."
    case .reason(.floor):
      "The container runtime makes it after the filter is loaded and before the program starts."
    case .reason(.multiplexed): "The other entry to an observed call on an ABI that has two."
    case .reason(.fallback):
      "What C libraries call where the baseline refuses a call that was seen."
    case .reason(.drift):
      "What another C library, kernel or machine has in place of an observed call."
    case .reason(.headroom):
      "Not seen; the machine code of the programs can make it, the baseline allows it, and its risk is low."
    case .reason(.baseline): "The whole baseline was kept, and held to ordinary arguments."
    case .logged: "Not seen; the profile is a canary, which lets the call run and logs it."
    case .byHand: "Neither the evidence nor a runtime needs it: somebody put it in."
    case .unknown: "There is no evidence, and the profile's text does not tell."
    }
  }

  /// The order of a list: by precedence.
  static let inOrder: [Self] =
    Reason.Class.allCases.map { .reason($0) } + [.logged, .byHand, .unknown]
}

extension RiskTier {
  /// What it means: a sentence.
  var meaning: String {
    switch self {
    case .benign: "Needed by almost everything, or exposing little."
    case .ordinary: "Ordinary, with a larger or rarely needed kernel surface."
    case .sensitive: "To be allowed only where it was observed."
    case .dangerous: "Normally made by privileged workloads only."
    }
  }
}
