internal import Findings
internal import JSON
package import Minimization
internal import Syscalls
internal import Text

/// What became of runs that another machine made.
package struct TranslationReport {
  private let translation: Translation

  /// Of one translation.
  package init(_ translation: Translation) { self.translation = translation }

  /// How many calls have one name on both machines, what the others are there, and a line for each that is not
  /// there.
  package var lines: [String] {
    let target = translation.target
    let source = translation.source
    var names: [String: [String]] = [:]
    for (new, olds) in translation.replacements {
      for old in olds { names[old, default: []].append(new) }
    }
    let others = names.sorted { $0.key < $1.key }.map { old, new in
      "\(old): \(new.sorted().joined(separator: ", "))"
    }
    let summary =
      "note: the runs were recorded on \(source), and the profile is for \(target): "
      + "\(translation.same.counting("call")) \(translation.same == 1 ? "has" : "have") the same name there"
      + (others.isEmpty
        ? ""
        : ", \(others.count) \(others.count == 1 ? "is another" : "are others") (\(others.joined(separator: "; ")))")
      + ". Run the tests on \(target) under the profile before it is used there"
    return [summary] + translation.gaps.map(line)
  }

  /// The calls that are not there, for machines.
  var gaps: JSON.Value {
    .array(
      translation.gaps.map { gap in
        .object(
          [
            .init("architecture", .string(gap.architecture.rawValue)),
            .init("syscall", .string(gap.call.description)),
            .init("first", .string(gap.first.description)), .init("why", .string(why(of: gap))),
          ], .inline)
      })
  }

  private func line(of gap: Translation.Gap) -> String {
    "\(gap.first.escapedForTerminal): warning: \(gap.call.description.escapedForTerminal) on "
      + "\(gap.architecture) \(why(of: gap))"
  }

  private func why(of gap: Translation.Gap) -> String {
    switch gap.cause {
    case .noCounterpart:
      "is not on \(translation.target), and nothing there does the same; left out"
    case .outsideBaseline(let names):
      "is \(names.joined(separator: " or ")) on \(translation.target), which the baseline refuses there; left "
        + "out. Check that the program goes on without it"
    case .otherABI:
      "is a call of another ABI than \(translation.source)'s own, and is not translated; left out"
    case .unknown: "is not in whittle's table of system calls, and is not translated; left out"
    }
  }
}
