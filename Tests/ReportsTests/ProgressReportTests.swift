import Reports
import Testing

@Suite struct ProgressReportTests {
  struct Example: Sendable {
    let read: Int
    let all: Int?
    let elapsed: Duration
    let line: String
  }

  @Test(arguments: [
    Example(
      read: 1_302_000_000, all: 3_100_000_000, elapsed: .milliseconds(2550),
      line: "reading: 42% of 3.1 GB, 511 MB/s, 4 s left"),
    Example(
      read: 999, all: 1000, elapsed: .seconds(1), line: "reading: 99% of 1.0 kB, 999 B/s, 0 s left"),
    Example(
      read: 1000, all: 1000, elapsed: .seconds(1),
      line: "reading: 100% of 1.0 kB, 1.0 kB/s, 0 s left"),
    // The log grew.
    Example(
      read: 1500, all: 1000, elapsed: .seconds(1),
      line: "reading: 100% of 1.0 kB, 1.5 kB/s, 0 s left"),
    Example(
      read: 0, all: 5_000_000_000, elapsed: .seconds(1), line: "reading: 0% of 5.0 GB, 0 B/s"),
    Example(
      read: 9_960_000, all: 99_950_000_000, elapsed: .seconds(10),
      line: "reading: 0% of 100 GB, 996 kB/s, 28 h left"),
    Example(
      read: 100, all: 100_000, elapsed: .seconds(1),
      line: "reading: 0% of 100 kB, 100 B/s, 17 min left"),
    Example(
      read: 64_000_000, all: nil, elapsed: .seconds(2), line: "reading: 64 MB, 32 MB/s"),
    Example(read: 0, all: 0, elapsed: .zero, line: "reading: 0 B, 0 B/s"),
    Example(
      read: 1, all: .max, elapsed: .seconds(1_000_000_000),
      line: "reading: 0% of 9223372 TB, 0 B/s, 8766000 h left"),
  ])
  func tellsWhatIsLeft(_ example: Example) {
    let report = ProgressReport(
      bytesRead: example.read, of: example.all, after: example.elapsed)
    #expect(report.line == example.line)
  }
}
