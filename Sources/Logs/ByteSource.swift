internal import Glibc
internal import SystemPackage

/// The bytes of one log, from a file or a pipe, gzip'd or not.
///
/// Owns the file descriptor and closes it at the end.
struct ByteSource: ~Copyable {
  private let descriptor: FileDescriptor
  private let ownsDescriptor: Bool
  private(set) var path: String
  /// Paths of what is read after this file, as if it were one with it.
  private var followers: ArraySlice<String> = []
  private var inflation: Inflation?
  /// Bytes of the file that are read but not handed out: what was looked at to know the compression.
  private var lookahead: [UInt8] = []
  private(set) var reachedEnd = false
  /// Whether compressed data ended before its end mark.
  private(set) var isTruncated = false
  /// As the file lies there, compressed or not; `nil` for what cannot be opened a second time.
  private(set) var fileSize: Int?
  /// Counts what is read.
  var progress: ReadingProgress?

  /// What becomes of the file while it is followed; `nil` for one that is read as it lies there.
  private(set) var followed: FollowedFile?

  var isCompressed: Bool { inflation != nil }

  /// Opens the file at `path`, or standard input for `-`.
  ///
  /// - Parameters:
  ///   - joined: the log that is made of parts, if `path` is its name.
  ///   - following: who ends the reading of a log that grows, which is not compressed.
  static func open(
    _ path: String, joining joined: JoinedLog? = nil, following: Following? = nil
  ) throws(TraceError) -> ByteSource {
    if let joined, joined.isNamed(path) { return try open(joining: joined.parts) }
    if let following {
      let descriptor = path == "-" ? .standardInput : try descriptor(of: path, isFollowed: true)
      var source = ByteSource(
        descriptor: descriptor, ownsDescriptor: path != "-", path: path)
      source.followed = FollowedFile(path, following)
      return source
    }
    var source =
      if path == "-" {
        ByteSource(descriptor: .standardInput, ownsDescriptor: false, path: path)
      } else {
        ByteSource(descriptor: try descriptor(of: path), ownsDescriptor: true, path: path)
      }
    try source.sniffCompression()
    return source
  }

  /// Opens files that are read as one.
  private static func open(joining paths: [String]) throws(TraceError) -> ByteSource {
    var sizes = 0
    for path in paths {
      // A part that is not there is found before the first is read, and none is opened twice.
      var status = stat()
      // SAFETY: `status` is a valid out-parameter for the time of the call.
      guard unsafe stat(path, &status) == 0 else {
        throw TraceError(
          path, "cannot be opened: \(describe(Errno(rawValue: errno)))", isMistake: true)
      }
      guard status.st_mode & S_IFMT == S_IFREG else {
        throw TraceError(path, "is no regular file, as the parts of a log are", isMistake: true)
      }
      sizes += Int(status.st_size)
    }
    var source = try open(paths.first ?? "/dev/null")
    source.followers = paths.dropFirst()
    source.fileSize = sizes
    return source
  }

  /// Goes on with the next file; `false` where there is none.
  private mutating func openNext() throws(TraceError) -> Bool {
    guard let path = followers.popFirst() else { return false }
    var next = try Self.open(path)
    next.followers = followers
    next.fileSize = fileSize
    next.isTruncated = isTruncated
    next.progress = progress
    self = next
    return true
  }

  /// What became of a file that was followed, as far as it is known now.
  var fate: FollowedFile.Fate? { followed?.fate(descriptor) }

  private init(descriptor: FileDescriptor, ownsDescriptor: Bool, path: String) {
    self.descriptor = descriptor
    self.ownsDescriptor = ownsDescriptor
    self.path = path
    fileSize = ownsDescriptor ? Self.size(of: descriptor) : nil
  }

  private static func size(of descriptor: FileDescriptor) -> Int? {
    var status = stat()
    // SAFETY: `status` is a valid out-parameter for the time of the call.
    let result = unsafe fstat(descriptor.rawValue, &status)
    return result == 0 && status.st_mode & S_IFMT == S_IFREG ? status.st_size : nil
  }

  private static func descriptor(
    of path: String, isFollowed: Bool = false
  ) throws(TraceError) -> FileDescriptor {
    do {
      // A named pipe that nobody writes to yet would keep the program from being ended.
      return try FileDescriptor.open(
        FilePath(path), .readOnly,
        options: isFollowed ? [.closeOnExec, .nonBlocking] : .closeOnExec)
    } catch {
      throw TraceError(
        path, "cannot be opened: \(describe(error))",
        isMistake: [.noSuchFileOrDirectory, .notDirectory].contains(error as? Errno))
    }
  }

  private mutating func sniffCompression() throws(TraceError) {
    var head = [UInt8](repeating: 0, count: 6)
    var filled = 0
    while filled < head.count {
      let count = try readRaw(into: &head, in: filled..<head.count)
      if count == 0 { break }
      filled += count
    }
    lookahead = Array(head.prefix(filled))
    switch Compression(magic: lookahead) {
    case .none: break
    case .gzip: inflation = try Inflation(path: path)
    case .some(let other):
      throw TraceError(path, "is compressed with \(other); decompress it first (only gzip is read)")
    }
  }

  deinit {
    if ownsDescriptor { try? descriptor.close() }
  }

  /// Fills `buffer` between `start` and `end`, as far as one read goes; 0 at the end of the file.
  mutating func read(
    into buffer: inout [UInt8], from start: Int, upTo end: Int
  ) throws(TraceError) -> Int {
    guard !reachedEnd, start < end else { return 0 }
    while true {
      let count =
        if inflation == nil { try readPlain(into: &buffer, in: start..<end) } else {
          try readInflated(into: &buffer, in: start..<end)
        }
      if count > 0 { return count }
      guard try openNext() else { break }
    }
    reachedEnd = true
    return 0
  }

  private mutating func readPlain(
    into buffer: inout [UInt8], in range: Range<Int>
  ) throws(TraceError) -> Int {
    guard lookahead.isEmpty else {
      let count = min(lookahead.count, range.count)
      buffer.replaceSubrange(
        range.lowerBound..<(range.lowerBound + count), with: lookahead.prefix(count))
      lookahead.removeFirst(count)
      return count
    }
    return try readRaw(into: &buffer, in: range)
  }

  private mutating func readInflated(
    into buffer: inout [UInt8], in range: Range<Int>
  ) throws(TraceError) -> Int {
    while true {
      let written = try inflation!.inflate(into: &buffer, in: range)
      if written > 0 { return written }
      let isFed = try inflation!.feed { input throws(TraceError) in
        try readPlain(into: &input, in: 0..<input.count)
      }
      if !isFed {
        if !inflation!.isBetweenMembers { isTruncated = true }
        return 0
      }
    }
  }

  private mutating func readRaw(
    into buffer: inout [UInt8], in range: Range<Int>
  ) throws(TraceError) -> Int {
    if followed != nil { return try followed?.read(descriptor, into: &buffer, in: range) ?? 0 }
    do {
      let count = try unsafe buffer.withUnsafeMutableBytes { bytes in
        // SAFETY: the slice lies within the array; `read` writes no more than its length.
        try unsafe descriptor.read(
          into: UnsafeMutableRawBufferPointer(rebasing: bytes[range]), retryOnInterrupt: true)
      }
      progress?.add(count)
      return count
    } catch {
      throw TraceError(path, "cannot be read: \(describe(error))")
    }
  }
}

/// The words for an error of the operating system.
package func describe(_ error: any Error) -> String {
  switch error as? Errno {
  case .noSuchFileOrDirectory: "no such file or directory"
  case .permissionDenied, .notPermitted: "permission denied"
  case .isDirectory: "it is a directory"
  case let errno?: errno.description
  case nil: "\(error)"
  }
}

/// How a file is compressed, by its first bytes.
package enum Compression: CustomStringConvertible {
  case gzip, zstandard, xz, bzip2, lz4

  /// The compression that begins with these bytes; `nil` for none.
  package init?(magic: [UInt8]) {
    if magic.starts(with: [0x1f, 0x8b]) {
      self = .gzip
    } else if magic.starts(with: [0x28, 0xb5, 0x2f, 0xfd]) {
      self = .zstandard
    } else if magic.starts(with: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]) {
      self = .xz
    } else if magic.starts(with: [0x42, 0x5a, 0x68]) {
      self = .bzip2
    } else if magic.starts(with: [0x04, 0x22, 0x4d, 0x18]) {
      self = .lz4
    } else {
      return nil
    }
  }

  package var description: String {
    switch self {
    case .gzip: "gzip"
    case .zstandard: "zstd"
    case .xz: "xz"
    case .bzip2: "bzip2"
    case .lz4: "lz4"
    }
  }
}
