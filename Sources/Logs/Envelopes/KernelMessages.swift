extension Envelope {
  /// `/dev/kmsg` as it is read: priority, sequence number, microseconds and flags, then the text;
  /// lines that begin with a blank hold properties of the message before.
  ///
  ///     5,1234,309186459,-;audit: type=1326 audit(…
  ///
  /// Priorities from 8 on are of programs that wrote to the device: the kernel never lets them use
  /// its own (`devkmsg_write()`, kernel/printk/printk.c).
  static let kernelMessages = Envelope(name: "/dev/kmsg", isAlone: true) { line in
    if line.hasPrefix(" ") { return WrappedLine(content: .nothing) }
    guard let (priority, first) = line.decimal(at: 0), line.hasPrefix(",", at: first),
      let (_, second) = line.decimal(at: first + 1), line.hasPrefix(",", at: second),
      let (_, third) = line.decimal(at: second + 1), line.hasPrefix(",", at: third),
      let semicolon = line.firstIndex(of: UInt8(ascii: ";"), from: third)
    else { return nil }
    let text = (semicolon + 1)..<line.count
    return WrappedLine(content: priority < 8 ? .kernelText(text) : .foreign(text))
  }
}
