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
  /// Whether it is one of the files that a platform rotates, whatever lines it holds.
  private let isRotated: Bool
  /// In UTF-8.
  private let stemLength: Int
  /// As it lies there, compressed or not; `nil` for a pipe.
  let size: Int?

  /// A pipe's bytes, which can be read but once; a regular file is opened again when its turn comes.
  let pipe: LineBuffer?

  /// The envelopes around its lines; `nil` where there are none.
  let wrapping: Wrapping?

  /// - Parameter lines: of the whole file.
  init(path: String, _ log: FoundLogs.Log, lines: LineBuffer) {
    self.path = path
    format = log.format
    wrapping = log.wrapping
    size = lines.fileSize
    pipe = size == nil ? lines : nil
    isRotated = log.isRotated
    let name = Self.withoutCompression(path)
    if log.isRotated, let date = Self.dateLength(of: name) {
      stemLength = name.utf8.count - date
      suffix = nil
      return
    }
    let base = name.utf8.prefix(through: name.utf8.lastIndex { !$0.isDigit } ?? name.startIndex)
    if base.last == UInt8(ascii: "."), let number = UInt32(Substring(name.utf8[base.endIndex...])),
      log.isGrouped
    {
      stemLength = base.count - 1
      suffix = number
    } else {
      stemLength = name.utf8.count
      suffix = nil
    }
  }

  private static func withoutCompression(_ path: String) -> Substring {
    path.hasSuffix(".gz") ? path.dropLast(3) : path[...]
  }

  /// How long the date at the end of `0.log.20240501-100000` is with its point, as the kubelet names the files
  /// that it rotates.
  private static func dateLength(of name: Substring) -> Int? {
    let form = ".dddddddd-dddddd".utf8
    let end = name.utf8.suffix(form.count)
    let fits = zip(form, end).allSatisfy { expected, byte in
      expected == UInt8(ascii: "d") ? byte.isDigit : expected == byte
    }
    return fits && end.count == form.count ? form.count : nil
  }

  /// Whether unfinished business may go on in the next file of the run.
  var continuesAcrossFiles: Bool { format.continuesAcrossFiles || isRotated }

  /// What the files of one run share.
  var runKey: String { "\(format.name) \(stem) \(source ?? "")" }

  /// The path without a rotation's or a process's number.
  var stem: String { String(Substring(path.utf8.prefix(stemLength))) }

  /// The process of a `strace -ff` file, whose lines name none.
  var process: UInt32? { continuesAcrossFiles ? nil : suffix }

  var runName: String {
    let name = FilePath(stem).lastComponent?.string ?? stem
    return source.map { "\(name) (\($0))" } ?? name
  }

  /// The container or stream that it is the log of, where its file holds others.
  var source: String? {
    guard let wrapping, wrapping.otherLogs.count > 1 else { return nil }
    return String(decoding: wrapping.source, as: UTF8.self)
  }

  func makeReader(_ signatures: CallSignatures) -> any TraceReader {
    format.makeReader(process, signatures)
  }

  /// Whether a date tells when the file was rotated; the newest has none.
  private var isDated: Bool {
    stemLength < Self.withoutCompression(path).utf8.count && suffix == nil
  }

  /// The order in which the files of a run were written.
  static func isWrittenBefore(_ left: Self, _ right: Self) -> Bool {
    if left.continuesAcrossFiles {
      // 0.log.20240501-100000, 0.log.20240502-100000, 0.log
      if left.isDated != right.isDated { return left.isDated }
      if left.isDated { return left.path < right.path }
      // audit.log.3, audit.log.2, audit.log.1, audit.log
      return (left.suffix ?? 0, right.path) > (right.suffix ?? 0, left.path)
    }
    return (left.suffix ?? 0, left.path) < (right.suffix ?? 0, right.path)
  }
}
