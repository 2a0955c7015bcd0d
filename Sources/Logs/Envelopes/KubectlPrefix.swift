extension Envelope {
  /// `[pod/websrv-6d4/websrv] read(3, …`
  static let kubectlPrefix = Envelope(name: "kubectl logs --prefix", isAlone: true) { line in
    let start = line.skipColours(from: 0)
    guard line.hasPrefix("[pod/", at: start) else { return nil }
    // Names of Kubernetes are names of DNS.
    let end = line.skip(from: start + 5) {
      $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".")
        || $0 == UInt8(ascii: "/")
    }
    guard end > start + 5, line.hasPrefix("]", at: end),
      let text = line.afterBlank(at: line.skipColours(from: end + 1))
    else { return nil }
    return WrappedLine(
      content: .text(line.skipColours(from: text.lowerBound)..<line.count),
      source: line.extracting((start + 5)..<end).bytesCopied)
  }
}
