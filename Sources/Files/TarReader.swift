internal import SystemPackage
internal import Text

/// Reads the headers of a tar file: POSIX ustar with its extended headers, as Go's `archive/tar` writes them for
/// `docker export`, and GNU's long names.
struct TarReader {
  struct Failure: Error {
    /// The rest of a message that begins with the file's name.
    let message: String
  }

  struct Entry {
    enum Kind {
      case file(offset: Int, size: Int)
      case folder
      case link(String)
      /// Another name for a file that stands earlier.
      case sameFile(String)
      case special
    }

    let path: String
    let kind: Kind
  }

  private let descriptor: FileDescriptor
  private let end: Int
  private var position = 0
  private var count = 0

  private static let block = 512
  /// Far more than any image has.
  private static let entryLimit = 1 << 22
  private static let headerLimit = 1 << 20

  init(_ descriptor: FileDescriptor) throws {
    self.descriptor = descriptor
    end = Int(try descriptor.seek(offset: 0, from: .end))
    guard end >= Self.block else { throw Failure(message: "is neither a folder nor a tar file") }
  }

  static func bytes(of descriptor: FileDescriptor, at offset: Int, count: Int) throws -> [UInt8] {
    try unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count {
        // SAFETY: `read` writes within what is left of the buffer; `filled` bytes of it have been written.
        let part = unsafe UnsafeMutableRawBufferPointer(
          rebasing: UnsafeMutableRawBufferPointer(buffer)[filled...])
        let read = try unsafe descriptor.read(
          fromAbsoluteOffset: Int64(offset + filled), into: part)
        guard read > 0 else { throw Self.cut }
        filled += read
      }
    }
  }

  private static var cut: Failure {
    Failure(message: "is cut: it ends before a file in it does; export the container again")
  }

  /// The next entry; `nil` at the end.
  mutating func next() throws -> Entry? {
    var path: String?
    var target: String?
    var size: Int?
    while true {
      // The end has a block of its own, without which files may be missing.
      guard end - position >= Self.block else { throw Self.cut }
      let header = try Self.bytes(of: descriptor, at: position, count: Self.block)
      if header.allSatisfy({ $0 == 0 }) { return nil }
      try check(header)
      count += 1
      guard count < Self.entryLimit else {
        throw Failure(message: "holds more than \(Self.entryLimit) files")
      }
      let own = try number(header[124..<136])
      let length = size ?? own
      let start = position + Self.block
      let kind = header[156]
      // Links and folders have no data, whatever their size says.
      let hasData = !(UInt8(ascii: "1")...UInt8(ascii: "6")).contains(kind)
      guard !hasData || length <= end - start else { throw Self.cut }
      let blocks = hasData ? (length + Self.block - 1) / Self.block : 0
      position = start + blocks * Self.block
      switch kind {
      case UInt8(ascii: "x"):
        for (key, value) in try records(start, length) {
          switch key {
          case "path": path = value
          case "linkpath": target = value
          case "size":
            guard let number = Int(value), number >= 0 else {
              throw Failure(message: "is damaged: \(value.quotedForTerminal) is no size of a file")
            }
            size = number
          default: break
          }
        }
      case UInt8(ascii: "g"): break
      case UInt8(ascii: "L"): path = try longName(start, length)
      case UInt8(ascii: "K"): target = try longName(start, length)
      default:
        let name = path ?? Self.name(in: header)
        return Entry(
          path: name,
          kind: Self.kind(kind, name, target ?? Self.text(header[157..<257]), start, length))
      }
    }
  }

  private static func kind(
    _ kind: UInt8, _ name: String, _ target: String, _ start: Int, _ length: Int
  ) -> Entry.Kind {
    switch kind {
    case 0, UInt8(ascii: "0"), UInt8(ascii: "7"):
      name.hasSuffix("/") ? .folder : .file(offset: start, size: length)
    case UInt8(ascii: "1"): .sameFile(target)
    case UInt8(ascii: "2"): .link(target)
    case UInt8(ascii: "5"): .folder
    default: .special
    }
  }

  /// The sum of all bytes, with blanks in place of the sum.
  private func check(_ header: [UInt8]) throws {
    let sum = header.enumerated().reduce(0) { sum, byte in
      sum + ((148..<156).contains(byte.offset) ? 32 : Int(byte.element))
    }
    guard sum == (try? number(header[148..<156])) else {
      if header.starts(with: [0x1f, 0x8b]) {
        throw Failure(message: "is compressed; name what gunzip makes of it")
      }
      throw Failure(
        message: position == 0
          ? "is neither a folder nor a tar file"
          : "is damaged: no file begins at byte \(position), where one should")
    }
  }

  /// Octal digits; or, where the first bit is set, the number itself.
  private func number(_ field: ArraySlice<UInt8>) throws -> Int {
    if let first = field.first, first & 0x80 != 0 {
      var value = Int(first & 0x7f)
      for byte in field.dropFirst() {
        let (shifted, overflow) = value.multipliedReportingOverflow(by: 256)
        guard !overflow else { throw Self.cut }
        value = shifted | Int(byte)
      }
      return value
    }
    let digits = field.drop { $0 == 0x20 }.prefix { (0x30...0x37).contains($0) }
    return digits.reduce(0) { $0 << 3 | Int($1 - 0x30) }
  }

  private func longName(_ start: Int, _ length: Int) throws -> String {
    guard length <= Self.headerLimit else {
      throw Failure(message: "is damaged: a name is too long")
    }
    return Self.text(try Self.bytes(of: descriptor, at: start, count: length)[...])
  }

  /// `30 path=usr/lib/…\n`: the length of the whole record, a key, a value.
  private func records(_ start: Int, _ length: Int) throws -> [(String, String)] {
    guard length <= Self.headerLimit else {
      throw Failure(message: "is damaged: an extended header is too long")
    }
    var rest = try Self.bytes(of: descriptor, at: start, count: length)[...]
    var records: [(String, String)] = []
    while let blank = rest.firstIndex(of: 0x20),
      let count = Int(String(decoding: rest[..<blank], as: UTF8.self)),
      count > blank - rest.startIndex + 1, count <= rest.count
    {
      let record = rest[(blank + 1)..<(rest.startIndex + count - 1)]
      rest = rest[(rest.startIndex + count)...]
      guard let equals = record.firstIndex(of: UInt8(ascii: "=")) else { continue }
      records.append(
        (
          String(decoding: record[..<equals], as: UTF8.self),
          String(decoding: record[(equals + 1)...], as: UTF8.self)
        ))
    }
    return records
  }

  private static func name(in header: [UInt8]) -> String {
    let name = text(header[0..<100])
    guard header[257..<263].elementsEqual("ustar\0".utf8) else { return name }
    let prefix = text(header[345..<500])
    return prefix.isEmpty ? name : "\(prefix)/\(name)"
  }

  private static func text(_ field: ArraySlice<UInt8>) -> String {
    String(decoding: field.prefix { $0 != 0 }, as: UTF8.self)
  }
}
