import Testing

/// A log beside what it must be read as.
struct StraceSample: CustomTestStringConvertible, Sendable {
  let log: String
  /// As ``Recording/calls`` says it.
  let calls: [String]
  let ledger: [String]

  init(_ log: String, _ calls: [String], _ ledger: [String] = []) {
    self.log = log
    self.calls = calls
    self.ledger = ledger
  }

  var testDescription: String { String(log.prefix(100)) }

  func check() throws {
    let recording = try Recording(log, format: "strace")
    #expect(recording.calls == calls)
    #expect(recording.ledger == ledger)
  }
}
