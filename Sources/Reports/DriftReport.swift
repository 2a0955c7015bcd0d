package import Minimization
internal import Text
package import Verification

/// What is allowed for another libc or kernel, and its price in known weaknesses.
package struct DriftReport {
  private let reduction: Reduction
  private let exposure: Exposure?
  private let without: Exposure?

  private let canBeLeftOut: Bool

  /// - Parameters:
  ///   - reduction: with calls that are allowed for it.
  ///   - exposure: of its profile.
  ///   - without: of the profile without them.
  package init(_ reduction: Reduction, exposure: Exposure?, without: Exposure?) {
    self.reduction = reduction
    self.exposure = exposure
    self.without = without
    canBeLeftOut = true
  }

  /// Of runs of another machine, where the calls belong to the translation.
  ///
  /// - Parameter reduction: for the machine that was not recorded.
  package init(_ reduction: Reduction) {
    self.reduction = reduction
    exposure = nil
    without = nil
    canBeLeftOut = false
  }

  /// `31 calls allowed for another libc or kernel (24 beside observed ones, 7 at the start of programs): …`
  package var lines: [String] {
    let causes = reduction.entries.compactMap { entry -> Drift.Cause? in
      if case .drift(let cause) = entry.reason { cause } else { nil }
    }
    let ofLibraries = causes.count { if case .start = $0 { true } else { false } }
    let parts = [
      (causes.count - ofLibraries, "beside observed ones"),
      (ofLibraries, "of C libraries themselves"),
    ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    guard !causes.isEmpty else { return [] }
    return [
      "\(causes.count.counting("call")) allowed for another libc or kernel "
        + "(\(parts.joined(separator: ", ")))\(price). "
        + (canBeLeftOut
          ? "--drift none leaves them out."
          : "They are made there in any case, so that --drift none does not leave them out.")
    ]
  }

  private var price: String {
    guard let exposure, let without else { return "" }
    let reopened = Set(without.stopped).subtracting(exposure.stopped).count
    return
      ": \(reopened) of \(without.stopped.count) known weaknesses that the profile would stop are open again"
  }
}
