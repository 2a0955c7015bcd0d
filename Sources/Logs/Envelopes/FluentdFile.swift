extension Envelope {
  /// What fluentd writes to files unless told otherwise: time, tag and a JSON object, divided by tabs.
  static let fluentdFile = Envelope(name: "fluentd's file output", isAlone: true) { line in
    let tab = UInt8(ascii: "\t")
    guard let time = TimeStamp.end(in: line, at: 0), line.hasPrefix("\t", at: time),
      let tag = line.firstIndex(of: tab, from: time + 1), line.hasPrefix("{", at: tag + 1)
    else { return nil }
    return WrappedLine(content: .text((tag + 1)..<line.count))
  }
}
