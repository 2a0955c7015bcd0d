package import Findings
internal import Text
package import Verification

extension SeverityOverrides {
  /// Kinds as the user names them.
  ///
  /// - Parameter isStrict: whether the user also wants everything to be an error of which there is doubt.
  package init(
    failOn: [String], warnOn: [String], isStrict: Bool
  ) throws(WorkflowError) {
    try self.init(failOn: failOn, warnOn: warnOn, among: Finding.Kind.ofProfiles)
    for check in Check.all where warnings.contains(check.kind) {
      if isStrict, check.isErrorWhenStrict {
        throw .usage("--strict and --warn-on \(check.kind.rawValue) contradict each other")
      }
    }
  }

  /// Kinds of some as the user names them.
  package init(
    failOn: [String], warnOn: [String], among known: [Finding.Kind]
  ) throws(WorkflowError) {
    let errors = try Self.kinds(failOn, among: known, of: "--fail-on")
    let warnings = try Self.kinds(warnOn, among: known, of: "--warn-on")
    let both = errors.intersection(warnings).map(\.rawValue).sorted()
    guard both.isEmpty else {
      throw .usage("--fail-on and --warn-on contradict each other about \(both.listed)")
    }
    for kind in known where warnings.contains(kind) && kind.isPromise {
      throw .usage("--warn-on \(kind.rawValue): is no warning: \(kind.promise)")
    }
    self.init(errors: errors, warnings: warnings)
  }

  private static func kinds(
    _ names: [String], among known: [Finding.Kind], of option: String
  ) throws(WorkflowError) -> Set<Finding.Kind> {
    var kinds: Set<Finding.Kind> = []
    for name in names {
      guard let kind = known.first(where: { $0.rawValue == name }) else {
        throw .usage("\(option): \(Finding.Kind.complaint(about: name, among: known))")
      }
      kinds.insert(kind)
    }
    return kinds
  }
}

extension Finding.Kind {
  /// That no kind has this name, and which the user may have meant.
  static func complaint(
    about name: String, among kinds: [Finding.Kind] = ofProfiles
  ) -> String {
    let known = kinds.map(\.rawValue)
    let suggestion =
      nearest(name, among: known).map { "did you mean \($0)?" }
      ?? "there are \(known.sorted().joined(separator: ", "))"
    return "no finding is called \(name.quotedForTerminal); \(suggestion)"
  }

  /// What the user can do instead of having it as a warning.
  var promise: String {
    switch self {
    case .lossyTrace: "--allow-loss says which loss does not matter"
    case .looserThanBaseline:
      "the profile allows what its baseline refuses; --baseline names another one"
    default: "nothing is proved of such a profile"
    }
  }
}
