extension Envelope {
  /// `gh run view --log`, which puts the job and the step before the time:
  ///
  ///     test<TAB>Run the tests<TAB>2023-10-12T18:07:45.2981234Z read(3, …
  static let actionsLog = Envelope(name: "gh run view --log", isAlone: true) { line in
    let tab = UInt8(ascii: "\t")
    guard let job = line.firstIndex(of: tab, from: 0),
      let step = line.firstIndex(of: tab, from: job + 1),
      let end = TimeStamp.end(
        in: line, at: line.hasPrefix("\u{feff}", at: step + 1) ? step + 4 : step + 1),
      let text = line.afterBlank(at: end)
    else { return nil }
    return WrappedLine(content: .text(text), source: line.extracting(..<job).bytesCopied)
  }
}
