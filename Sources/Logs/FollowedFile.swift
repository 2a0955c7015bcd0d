internal import Glibc
internal import SystemPackage

/// A file that is read while another program writes it, and what becomes of it.
///
/// A pipe ends with its last writer. A regular file does not: it grows, is renamed and gets a successor, or is
/// cut to nothing and written anew.
package struct FollowedFile {
  /// What a file is, whatever its name.
  struct Identity: Hashable {
    let device: dev_t
    let inode: ino_t
  }

  /// What became of a file.
  package struct Fate {
    /// Why no more comes of it.
    package let end: End
    /// Records of the kernel's log that were overwritten before they were read.
    package let overwritten: Int
    /// Bytes behind its end as it was read: of one that was still written when another had its name.
    package let unread: Int
    let identity: Identity?
    let modified: Int

    /// Whether the file has this name now.
    package func isNow(at path: String) -> Bool {
      identity != nil && FollowedFile.status(at: path).map(Identity.init) == identity
    }

    /// Whether a file of this name was written after it, as far as their times tell.
    package func isOlder(than path: String) -> Bool {
      FollowedFile.status(at: path).map { $0.st_mtim.tv_sec >= modified } ?? false
    }
  }

  /// Why no more comes of a file.
  package enum End {
    /// The writer closed it, or nobody wants more.
    case ended
    /// Another file has its name.
    case replaced
    /// It is shorter than what was read of it, or holds something else there.
    case rewritten
  }

  private let path: String
  private let following: Following
  private var end = End.ended
  private var overwritten = 0
  /// Where the next byte is read from; `nil` before the first look.
  private var position: Int?
  private var offset: Int { position ?? 0 }
  /// The last bytes that were read, which still stand there unless the file was written anew.
  private var tail: [UInt8] = []
  /// How much is read once it is enough.
  private var limit: Int?

  private static let tailLength = 64
  /// As much as a pipe holds that somebody made large.
  private static let leftToRead = 1 << 20

  init(_ path: String, _ following: Following) {
    self.path = path
    self.following = following
  }

  func fate(_ descriptor: FileDescriptor) -> Fate {
    let status = Self.status(of: descriptor)
    let unread = end == .replaced ? max(0, Int(status?.st_size ?? 0) - offset) : 0
    return Fate(
      end: end, overwritten: overwritten, unread: unread, identity: status.map(Identity.init),
      modified: status?.st_mtim.tv_sec ?? 0)
  }

  /// Reads what `descriptor` has, or waits for more; 0 where no more comes.
  mutating func read(
    _ descriptor: FileDescriptor, into buffer: inout [UInt8], in range: Range<Int>
  ) throws(TraceError) -> Int {
    let isRegular = Self.status(of: descriptor).map { $0.st_mode & S_IFMT == S_IFREG } ?? false
    // What standard input is may have been read in part by another program.
    if position == nil, isRegular {
      position = (try? descriptor.seek(offset: 0, from: .current)).map(Int.init)
    }
    let count =
      if isRegular { try readFile(descriptor, &buffer, range) } else {
        try readStream(descriptor, &buffer, range)
      }
    position = offset + count
    return count
  }

  private mutating func readFile(
    _ descriptor: FileDescriptor, _ buffer: inout [UInt8], _ range: Range<Int>
  ) throws(TraceError) -> Int {
    var isLastLook = false
    while true {
      let size = Int(Self.status(of: descriptor)?.st_size ?? 0)
      if size < offset || size > offset && !holdsTail(descriptor) {
        end = .rewritten
        return 0
      }
      if limit == nil, following.isStopped { limit = size }
      if offset < limit ?? .max {
        do {
          let count = try Self.readBytes(descriptor, &buffer, range)
          if count > 0 {
            let read = range.lowerBound..<(range.lowerBound + count)
            tail = Array((tail + buffer[read].suffix(Self.tailLength)).suffix(Self.tailLength))
            return count
          }
        } catch {
          throw TraceError(path, "cannot be read: \(describe(error))")
        }
      }
      if isLastLook {
        end = .replaced
        return 0
      }
      // Its writer may write on until it opens the new one.
      isLastLook = isReplaced(descriptor)
      if !isLastLook {
        if limit != nil { return 0 }
        following.rest()
      }
    }
  }

  private mutating func readStream(
    _ descriptor: FileDescriptor, _ buffer: inout [UInt8], _ range: Range<Int>
  ) throws(TraceError) -> Int {
    while true {
      switch following.wait(for: descriptor) {
      case .nothing: continue
      case .readable: break
      case .stopped:
        let limit = limit ?? offset + Self.leftToRead
        self.limit = limit
        guard offset < limit, following.isReadable(descriptor) else { return 0 }
      }
      do {
        return try Self.readBytes(descriptor, &buffer, range)
      } catch Errno.brokenPipe {
        // `/dev/kmsg`: records were overwritten; the next read goes on with the oldest that is left.
        overwritten += 1
      } catch Errno.resourceTemporarilyUnavailable {
        continue
      } catch {
        throw TraceError(path, "cannot be read: \(describe(error))")
      }
    }
  }

  /// Whether another file has the name, and is written. What standard input is has none.
  private func isReplaced(_ descriptor: FileDescriptor) -> Bool {
    guard path != "-", let named = Self.status(at: path), let own = Self.status(of: descriptor)
    else { return false }
    return named.st_size > 0 && Identity(named) != Identity(own)
  }

  /// Whether what was read last still stands there.
  private func holdsTail(_ descriptor: FileDescriptor) -> Bool {
    var bytes = [UInt8](repeating: 0, count: tail.count)
    let count = try? unsafe bytes.withUnsafeMutableBytes { bytes in
      // SAFETY: the bytes are the array's; no more is written than they are.
      try unsafe descriptor.read(fromAbsoluteOffset: Int64(offset - tail.count), into: bytes)
    }
    return count == tail.count && bytes == tail
  }

  private static func readBytes(
    _ descriptor: FileDescriptor, _ buffer: inout [UInt8], _ range: Range<Int>
  ) throws -> Int {
    try unsafe buffer.withUnsafeMutableBytes { bytes in
      // SAFETY: the slice lies within the array; `read` writes no more than its length.
      try unsafe descriptor.read(
        into: UnsafeMutableRawBufferPointer(rebasing: bytes[range]), retryOnInterrupt: true)
    }
  }

  private static func status(of descriptor: FileDescriptor) -> stat? {
    var status = stat()
    // SAFETY: `status` is a valid out-parameter for the time of the call.
    return unsafe fstat(descriptor.rawValue, &status) == 0 ? status : nil
  }

  private static func status(at path: String) -> stat? {
    var status = stat()
    // SAFETY: `status` is a valid out-parameter for the time of the call.
    return unsafe stat(path, &status) == 0 ? status : nil
  }
}

extension FollowedFile.Identity {
  fileprivate init(_ status: stat) { self.init(device: status.st_dev, inode: status.st_ino) }
}
