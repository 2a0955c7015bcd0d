extension Envelope {
  /// The files of containerd, CRI-O and Podman (`k8s-file`), under `/var/log/pods`:
  ///
  ///     2024-05-01T10:00:00.123456789Z stderr F read(3, …
  ///     2024-05-01T10:00:00.123456789Z stderr P the first 16 KiB of a long line
  static let containerRuntime = Envelope(
    name: "container runtime log (CRI)", isAlone: true, isRotated: true
  ) { line in
    guard let time = TimeStamp.end(in: line, at: 0), line.hasPrefix(" ", at: time) else {
      return nil
    }
    let stream = (time + 1)..<line.skip(from: time + 1) { $0 != .space }
    guard line.equals("stdout", at: stream) || line.equals("stderr", at: stream) else { return nil }
    // Tags are divided by colons; the first tells whether the line is whole.
    let tags = (stream.upperBound + 1)..<line.skip(from: stream.upperBound + 1) { $0 != .space }
    guard !tags.isEmpty, tags.upperBound <= line.count else { return nil }
    let first =
      tags
      .lowerBound..<line.skip(from: tags.lowerBound) {
        $0 != .space && $0 != UInt8(ascii: ":")
      }
    let isPartial = line.equals("P", at: first)
    guard isPartial || line.equals("F", at: first), let text = line.afterBlank(at: tags.upperBound)
    else { return nil }
    return WrappedLine(
      content: .text(text), source: line.extracting(stream).bytesCopied, isPartial: isPartial)
  }
}
