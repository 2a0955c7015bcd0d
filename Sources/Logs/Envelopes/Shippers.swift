extension Envelope {
  /// Fluent Bit, fluentd, Vector, Filebeat and others: one JSON object to a line, the text in one of
  /// its members.
  static let shippers: [Envelope] =
    ["log", "message", "MESSAGE", "msg", "line", "@message", "textPayload", "_raw"].map(shipper)

  /// What the strings in a text of JSON say, at whatever depth, keys among them: one to a line.
  package static func strings(ofJSON text: Span<UInt8>) -> [UInt8] { JSONLine.strings(in: text) }

  private static func shipper(_ member: StaticString) -> Envelope {
    Envelope(name: "JSON objects with the text in \"\(member)\"", isAlone: true, isJSON: true) {
      line in
      guard let object = JSONLine(line), !isOfJSONFile(object, in: line) else { return nil }
      // The journal's own form tells who wrote the text, and is read by a reader of its own.
      if object.string("_TRANSPORT", in: line) != nil,
        object.string("CONTAINER_NAME", in: line) == nil
      {
        return WrappedLine(content: .foreign(object.string(member, in: line) ?? 0..<0))
      }
      return WrappedLine(
        content: content(of: member, object, in: line), source: source(object, in: line),
        isPartial: isPartial(object, in: line))
    }
  }

  private static func content(
    of member: StaticString, _ object: JSONLine, in line: Span<UInt8>
  ) -> WrappedLine.Content {
    if let text = object.string(member, in: line) { return .string(text) }
    // journalctl leaves texts of more than 4 KiB out, unless it is called with --all.
    if let word = object.word(member, in: line), line.equals("null", at: word) { return .missing }
    return object.byteArray(member, in: line).map { .bytes($0) } ?? .otherObject
  }

  /// The members that tell which container, stream or machine a line is from.
  private static func source(_ object: JSONLine, in line: Span<UInt8>) -> [UInt8] {
    let keys: [StaticString] = [
      "host", "hostname", "container_id", "container_name", "CONTAINER_NAME", "pod_name", "file",
      "stream",
    ]
    var source: [UInt8] = []
    func add(_ object: JSONLine, _ keys: [StaticString]) {
      for key in keys {
        guard let value = object.string(key, in: line) else { continue }
        if !source.isEmpty { source.append(.space) }
        source += line.extracting(value).bytesCopied
      }
    }
    add(object, keys)
    for key in ["kubernetes", "container", "docker"] as [StaticString] {
      guard let nested = object.object(key, in: line) else { continue }
      add(nested, keys + ["id"])
      for key in ["pod", "container"] as [StaticString] {
        if let named = nested.object(key, in: line) { add(named, ["name"]) }
      }
    }
    return source
  }

  /// `"logtag":"P"` of Fluent Bit's CRI parser, `"partial_last":"false"` of Docker's fluentd driver,
  /// `"CONTAINER_PARTIAL_MESSAGE":"true"` of its journald driver, which tells of the last part only where it numbers
  /// them, `"_partial":true` of Vector; without any, the text's end may tell.
  private static func isPartial(_ object: JSONLine, in line: Span<UInt8>) -> Bool? {
    if let tag = object.string("logtag", in: line) { return line.equals("P", at: tag) }
    if let last = object.string("partial_last", in: line) { return line.equals("false", at: last) }
    if let last = object.string("CONTAINER_PARTIAL_LAST", in: line) {
      return line.equals("false", at: last)
    }
    if object.string("CONTAINER_PARTIAL_MESSAGE", in: line) != nil { return true }
    if let isPartial = object.word("_partial", in: line) {
      return line.equals("true", at: isPartial)
    }
    return nil
  }
}
