/// Whose each line of a file is, so that reading one of its logs does not open the lines of the others.
package struct LineOwners: Sendable {
  /// By the name of a container or stream, from 1.
  private var numbers: [[UInt8]: UInt16] = [:]
  /// By line; `everyones` for one that each log has to look at.
  private var owners: [UInt16] = []

  private static let everyones: UInt16 = 0
  private static let others = UInt16.max
  /// Lines beyond this one are everyone's.
  private static let linesKept = 1 << 22

  /// - Parameter source: `nil` for a line of which it is not told.
  mutating func append(_ source: [UInt8]?, isKept: Bool) {
    guard owners.count < Self.linesKept else { return }
    guard let source else {
      owners.append(Self.everyones)
      return
    }
    guard isKept else {
      owners.append(Self.others)
      return
    }
    let number = numbers[source] ?? UInt16(numbers.count + 1)
    numbers[source] = number
    owners.append(number)
  }

  /// Which lines a log opens.
  struct Selection: Sendable {
    fileprivate let owners: [UInt16]
    fileprivate let isOpened: [Bool]
    fileprivate let opensOthers: Bool

    /// - Parameter line: its number in the file, from 1.
    func opens(_ line: Int) -> Bool {
      guard line <= owners.count else { return true }
      let owner = owners[line - 1]
      return owner == LineOwners.others ? opensOthers : isOpened[Int(owner)]
    }
  }

  /// - Parameters:
  ///   - logs: the sources that are logs of their own.
  ///   - countsOthers: whether lines of further sources are counted with this log.
  func selection(of source: [UInt8], among logs: Set<[UInt8]>, countsOthers: Bool) -> Selection {
    var isOpened = [Bool](repeating: true, count: numbers.count + 1)
    for (other, number) in numbers where other != source {
      isOpened[Int(number)] = countsOthers && !logs.contains(other)
    }
    return Selection(owners: owners, isOpened: isOpened, opensOthers: countsOthers)
  }
}
