internal import Parallelism

extension ELFFile {
  /// What `scan` finds in each part of the code, in order; several threads look at that of a large file.
  ///
  /// - Parameter scan: takes a range of code, and at which offsets to look for the start of something.
  func scanCode<Found: Sendable>(
    _ scan: @Sendable (CodeRange, Range<Int>) -> Found
  ) -> [Found] {
    let parts = code.flatMap { range in range.parts.map { (range, $0) } }
    return Threads.map(parts.count) { index, _ in scan(parts[index].0, parts[index].1) }
  }
}

extension CodeRange {
  /// A multiple of the length of every instruction of a fixed one. Ordinary files have one part.
  private static var partSize: Int { 1 << 22 }

  /// The offsets of the range, one part after the other.
  fileprivate var parts: [Range<Int>] {
    stride(from: offset, to: offset + count, by: Self.partSize).map {
      $0..<min($0 + Self.partSize, offset + count)
    }
  }
}
