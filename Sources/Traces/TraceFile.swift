internal import Logs
internal import SystemPackage

/// A log whose dialect is known, and what its name tells.
///
/// There may be a hundred thousand of them, so that little is kept.
struct TraceFile {
  let path: String
  let format: TraceFormat
  /// The number at the end of the name: `audit.log.2` is the second newest, `out.4711` is a process.
  let suffix: UInt32?
  /// In UTF-8.
  private let stemLength: Int
  /// As it lies there, compressed or not; `nil` for a pipe.
  let size: Int?

  /// A pipe's bytes, which can be read but once; a regular file is opened again when its turn comes.
  let pipe: LineBuffer?

  /// Looks at the beginning of a log.
  ///
  /// - Parameter share: see ``TraceFormat/sniffed(from:share:)``.
  init(
    path: String, sample: Span<UInt8>, forced: TraceFormat?, share: Int, lines: LineBuffer
  ) throws(TraceError) {
    guard let format = forced ?? TraceFormat.sniffed(from: sample, share: share),
      forced == nil || sample.countLines(where: { !$0.isEmpty }) > 0
    else {
      let content = UnreadableContent(of: sample, isTruncated: lines.isTruncated)
      throw TraceError(path, content.explanation, isForeign: content.isForeign)
    }
    self.path = path
    self.format = format
    size = lines.fileSize
    pipe = size == nil ? lines : nil
    let name = path.hasSuffix(".gz") ? path.utf8.dropLast(3) : path.utf8[...]
    let base = name.prefix(through: name.lastIndex { !$0.isDigit } ?? name.startIndex)
    if base.last == UInt8(ascii: "."), let number = UInt32(Substring(name[base.endIndex...])),
      format.groups(sample)
    {
      stemLength = base.count - 1
      suffix = number
    } else {
      stemLength = name.count
      suffix = nil
    }
  }

  /// The files of one run share it: the path without a rotation's or a process's number.
  var stem: String { String(Substring(path.utf8.prefix(stemLength))) }

  /// The process of a `strace -ff` file, whose lines name none.
  var process: UInt32? { format.continuesAcrossFiles ? nil : suffix }

  var runName: String { FilePath(stem).lastComponent?.string ?? stem }

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
