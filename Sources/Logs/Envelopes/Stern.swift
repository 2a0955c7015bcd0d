extension Envelope {
  /// `stern`: the pod and the container, in colours on a terminal.
  ///
  ///     websrv-6d4 web read(3, …
  static let stern = stern(words: 2, "stern")

  /// `stern --all-namespaces`
  static let sternOfAllNamespaces = stern(words: 3, "stern --all-namespaces")

  private static func stern(words: Int, _ name: String) -> Envelope {
    Envelope(name: name, isAlone: false, isOfBareWords: true) { line in
      // `+ websrv-6d4 › web`, when a container begins or ends.
      let start = line.skipColours(from: 0)
      if line.hasPrefix("+ ", at: start) || line.hasPrefix("- ", at: start),
        line.firstRange(of: " › ") != nil
      {
        return WrappedLine(content: .nothing)
      }
      var position = start
      var source: [UInt8] = []
      for _ in 0..<words {
        position = line.skipColours(from: position)
        guard let end = nameEnd(in: line, at: position) else { return nil }
        if !source.isEmpty { source.append(.space) }
        source += line.extracting(position..<end).bytesCopied
        position = line.skipColours(from: end)
        guard position == line.count || line.hasPrefix(" ", at: position) else { return nil }
        if position < line.count { position += 1 }
      }
      return WrappedLine(content: .text(position..<line.count), source: source)
    }
  }

  /// Names of Kubernetes are names of DNS, and those of pods and containers hold a letter.
  private static func nameEnd(in line: Span<UInt8>, at start: Int) -> Int? {
    var hasLetter = false
    let end = line.skip(from: start) { byte in
      let isLetter = UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte
      hasLetter = hasLetter || isLetter
      return isLetter || byte.isDigit || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
    }
    return end > start && hasLetter ? end : nil
  }
}
