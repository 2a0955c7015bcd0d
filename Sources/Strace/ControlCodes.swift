internal import Logs

extension Span<UInt8> {
  /// Without the colours of `strace --color=always` (`^[[33mbrk^[[0m(`) and whatever else a terminal's
  /// record holds (`^[[?2004l`, `^[]0;title^G`); strace itself escapes what programs print.
  var withoutControlCodes: [UInt8] {
    var plain: [UInt8] = []
    plain.reserveCapacity(count)
    var position = 0
    while position < count {
      guard self[position] == .escape else {
        if self[position] != .carriageReturn { plain.append(self[position]) }
        position += 1
        continue
      }
      position = endOfControlCode(at: position)
    }
    return plain
  }

  private func endOfControlCode(at start: Int) -> Int {
    if hasPrefix("\u{1b}[", at: start) {
      // ECMA-48: parameters and intermediates, then one byte from `@` to `~`.
      let end = skip(from: start + 2) { (0x20..<0x40).contains($0) }
      return Swift.min(end + 1, count)
    }
    if hasPrefix("\u{1b}]", at: start) {
      let end = skip(from: start + 2) { $0 != 0x07 && $0 != .escape }
      return hasPrefix("\u{1b}\\", at: end) ? end + 2 : Swift.min(end + 1, count)
    }
    return Swift.min(start + 2, count)
  }
}
