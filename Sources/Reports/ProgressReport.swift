/// How far the reading of logs has come, in a line.
package struct ProgressReport {
  private let bytesRead: Int
  private let bytesInAll: Int?
  private let elapsed: Duration

  /// `bytesInAll`: `nil` where nobody knows, as of a pipe.
  package init(bytesRead: Int, of bytesInAll: Int?, after elapsed: Duration) {
    self.bytesRead = bytesRead
    self.bytesInAll = bytesInAll
    self.elapsed = elapsed
  }

  /// Such as `reading: 42% of 3.1 GB, 510 MB/s, 4 s left`. No name of a file stands in it.
  package var line: String {
    let seconds = elapsed / .seconds(1)
    let rate = seconds > 0 ? Double(bytesRead) / seconds : 0
    guard let bytesInAll, bytesInAll > 0 else {
      return "reading: \(Self.size(Double(bytesRead))), \(Self.size(rate))/s"
    }
    // A log may grow while it is read.
    let rest = max(bytesInAll - bytesRead, 0)
    let percent = 100 - (100 * Double(rest) / Double(bytesInAll)).rounded(.up)
    let line =
      "reading: \(Int(percent))% of \(Self.size(Double(bytesInAll))), \(Self.size(rate))/s"
    return rate > 0 ? line + ", \(Self.time(Double(rest) / rate)) left" : line
  }

  /// Such as `9.4 MB` or `512 MB`.
  private static func size(_ bytes: Double) -> String {
    var value = bytes
    var units = ["B", "kB", "MB", "GB", "TB"][...]
    while units.count > 1, value >= 999.5 {
      value /= 1000
      units.removeFirst()
    }
    let tenths = Int((value * 10).rounded())
    let isShort = tenths < 100 && units.first != "B"
    let number = isShort ? "\(tenths / 10).\(tenths % 10)" : "\(Int(value.rounded()))"
    return "\(number) \(units[units.startIndex])"
  }

  /// Such as `4 s`, `12 min` or `3 h`.
  private static func time(_ seconds: Double) -> String {
    switch seconds {
    case ..<99.5: "\(Int(seconds.rounded())) s"
    case ..<5970: "\(Int((seconds / 60).rounded())) min"
    // A thousand years, where next to nothing has been read.
    default: "\(Int(min(seconds / 3600, 8_766_000).rounded())) h"
    }
  }
}
