internal import Logs

extension Span<UInt8> {
  /// Where the blanks at the end of a line begin.
  var trimmedEnd: Int {
    var end = count
    while end > 0, self[end - 1] == .space { end -= 1 }
    return end
  }
}
