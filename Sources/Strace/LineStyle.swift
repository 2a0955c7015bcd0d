internal import Logs

/// What the lines of one recording have in common, so that a program's own line that imitates a call
/// stands out: `getpid() = 1` amid `23:04:14 read(3, …`.
struct LineStyle {
  private struct Shape: Equatable {
    /// `4711  read(`: all lines of `-f -o FILE` have a number, all others have none or one in brackets.
    let isBare: Bool
    let parts: LinePrefix.Parts
  }

  private var shape: Shape?
  /// The line that had it first.
  private var firstLine = 0
  /// Whether two lines in a row had the shape: the first of a cut log may be cut in its prefix.
  private(set) var isConfirmed = false
  /// The lines before, each of another shape than the next.
  private var tentative: [(shape: Shape, line: Int)] = []

  private static let tentativeKept = 64

  /// Whether every line begins with a process's number, as they do in files only.
  var isBare: Bool { isConfirmed && isLikelyBare }

  /// The same, as far as the lines show that were read.
  var isLikelyBare: Bool { shape?.isBare ?? false }

  /// The shape, if it is confirmed and one that plain lines may have.
  var plainShape: PlainLine.Shape? {
    guard isConfirmed, let shape, shape.parts.isSubset(of: .time) else { return nil }
    return (shape.isBare ? PlainLine.Shape.process : [])
      .union(shape.parts.isEmpty ? [] : .time)
  }

  enum Fit { case fits, differs, begins }

  /// Compares a call's line with those before it.
  ///
  /// - Parameters:
  ///   - line: its number.
  ///   - mayBegin: whether another recording may begin here, as in appended logs.
  mutating func compare(_ prefix: LinePrefix, line: Int, mayBegin: Bool) -> Fit {
    let own = Shape(isBare: prefix.processStyle == .bare, parts: prefix.parts)
    if own == shape {
      isConfirmed = true
      return .fits
    }
    if isConfirmed, !mayBegin { return .differs }
    let isNew = isConfirmed
    if let shape, !isConfirmed, tentative.count < Self.tentativeKept {
      tentative.append((shape, firstLine))
    }
    shape = own
    firstLine = line
    isConfirmed = false
    return isNew ? .begins : .fits
  }

  /// The lines that were taken for calls before the shape was confirmed, which is another one; told once.
  mutating func takeImitations() -> [Int] {
    guard isConfirmed, !tentative.isEmpty else { return [] }
    defer { tentative = [] }
    return tentative.compactMap { $0.shape == shape ? nil : $0.line }
  }
}
