internal import Completeness
internal import Text

/// How calls were discovered over the runs, and what as many runs again are expected to bring: lines in a frame.
struct DiscoveryChart {
  private static let frame = (left: 40.0, right: 430.0, top: 12.0, bottom: 196.0)
  private static let ticks = 4

  private let stratum: Stratum
  private let curve: [(runs: Int, calls: Double)]
  private let expected: [(runs: Int, calls: Double)]
  private let most: Double
  private let furthest: Double

  /// `nil` where there are too few runs for a line.
  init?(of stratum: Stratum) {
    guard stratum.runs > 2 else { return nil }
    self.stratum = stratum
    curve = stratum.discovery.curve(steps: Stratum.curveSteps)
    let steps = 12
    expected =
      stratum.hasEstimate
      ? (0...steps).map { step in
        let further = step * stratum.runs / steps
        return (
          stratum.runs + further, Double(stratum.calls) + stratum.unseen.expected(in: further)
        )
      } : []
    most = (curve + expected).map(\.calls).max() ?? 0
    furthest = Double((curve + expected).map(\.runs).max() ?? 1)
  }

  /// What the lines mean.
  var caption: String {
    let kind = stratum.label.map { " of \($0.escapedForTerminal)" } ?? ""
    return "Different system calls against runs\(kind): the mean over all orders of the runs."
      + (expected.isEmpty ? "" : " Dashed: expected of as many runs again.")
  }

  /// What the template takes.
  var values: [String: Any] {
    let step = Self.step(for: most)
    let rows = stride(from: 0, through: most + step * 0.999, by: step).map { value in
      let y = height(value, step)
      return ["y": y.coordinate, "textY": (y + 4).coordinate, "label": "\(Int(value))"]
    }
    let wide = max(1, Self.step(for: furthest))
    let marks = stride(from: 0, through: furthest, by: wide).map { value in
      ["x": position(value).coordinate, "label": "\(Int(value))"]
    }
    return [
      "chartTitle":
        "\(stratum.calls.counting("system call")) discovered in \(stratum.runs.counting("run"))",
      "caption": caption, "rows": rows, "marks": marks, "points": points(curve, step),
      "ahead": expected.isEmpty ? [] : [["points": points(expected, step)]],
    ]
  }

  private func points(_ curve: [(runs: Int, calls: Double)], _ step: Double) -> String {
    curve.map { "\(position(Double($0.runs)).coordinate),\(height($0.calls, step).coordinate)" }
      .joined(separator: " ")
  }

  private func position(_ runs: Double) -> Double {
    Self.frame.left + (Self.frame.right - Self.frame.left) * runs / furthest
  }

  private func height(_ calls: Double, _ step: Double) -> Double {
    let top = (most / step).rounded(.up) * step
    return Self.frame.bottom - (Self.frame.bottom - Self.frame.top) * calls / max(1, top)
  }

  /// 1, 2 or 5 with noughts, so that a few steps reach `most`.
  private static func step(for most: Double) -> Double {
    var step = 1.0
    let factors = [2.0, 2.5, 2.0]
    var index = 0
    while most / step > Double(ticks) {
      step *= factors[index % 3]
      index += 1
    }
    return step
  }
}

extension Double {
  /// Tenths, the same on every machine.
  fileprivate var coordinate: String { tenths }
}
