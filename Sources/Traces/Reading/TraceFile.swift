/// A log whose dialect is known, and what its name tells.
struct TraceFile {
  let path: String
  let format: TraceFormat
  /// The files of one run share it: the path without a rotation's or a process's number.
  let stem: String
  /// The number at the end of the name: `audit.log.2` is the second newest, `out.4711` is a process.
  let suffix: UInt32?
  /// The process of a `strace -ff` file, whose lines name none.
  let process: UInt32?

  /// A pipe's bytes, which can be read but once; a regular file is opened again when its turn comes.
  let pipe: LineBuffer?

  /// Looks at the beginning of a log.
  ///
  /// - Parameter share: see ``TraceFormat/sniffed(from:share:)``.
  init(
    path: String, sample: Span<UInt8>, forced: TraceFormat?, share: Int, pipe: LineBuffer?
  ) throws(TraceError) {
    guard let format = forced ?? TraceFormat.sniffed(from: sample, share: share) else {
      throw TraceError(path, UnreadableContent.explanation(of: sample))
    }
    guard sample.countLines(where: { !$0.isEmpty }) > 0 else {
      throw TraceError(path, UnreadableContent.explanation(of: sample))
    }
    self.path = path
    self.pipe = pipe
    self.format = format
    var name = path
    if name.hasSuffix(".gz") { name.removeLast(3) }
    let digits = name.reversed().prefix { $0.isASCII && $0.isNumber }.count
    let base = name.dropLast(digits)
    if digits > 0, base.last == ".", let number = UInt32(name.suffix(digits)),
      format.groups(sample)
    {
      stem = String(base.dropLast())
      suffix = number
      process = format.continuesAcrossFiles ? nil : number
    } else {
      stem = name
      suffix = nil
      process = nil
    }
  }

  func makeReader() -> any TraceReader { format.makeReader(process) }

  /// The order in which the files of a run were written.
  static func isWrittenBefore(_ left: Self, _ right: Self) -> Bool {
    if left.format.continuesAcrossFiles {
      // audit.log.3, audit.log.2, audit.log.1, audit.log
      return (left.suffix ?? 0, right.path) > (right.suffix ?? 0, left.path)
    }
    return (left.suffix ?? 0, left.path) < (right.suffix ?? 0, right.path)
  }
}
