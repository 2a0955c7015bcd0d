extension Envelope {
  /// The files of Docker's `json-file` driver, `/var/lib/docker/containers/*/*-json.log`:
  ///
  ///     {"log":"read(3, …\n","stream":"stderr","time":"2024-05-01T10:00:00.123456789Z"}
  ///
  /// A line longer than 16 KiB is divided; the line end in `log` tells the last part.
  static let jsonFile = Envelope(
    name: "Docker's json-file", isAlone: true, isJSON: true, endsLines: true, isRotated: true
  ) { line in
    guard let object = JSONLine(line), isOfJSONFile(object, in: line),
      let log = object.string("log", in: line), let stream = object.string("stream", in: line)
    else { return nil }
    return WrappedLine(
      content: .string(log), source: line.extracting(stream).bytesCopied,
      isPartial: nil)
  }

  /// Whether an object has the members of such a file.
  static func isOfJSONFile(_ object: JSONLine, in line: Span<UInt8>) -> Bool {
    ["log", "stream", "time"].allSatisfy { object.string($0, in: line) != nil }
  }
}
