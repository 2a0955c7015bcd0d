import Files

/// A tar file: all that is in it can be read, or says why not.
struct ArchiveSubject: FuzzSubject {
  private static let block = 512

  func check(_ input: [UInt8]) {
    let path = MemoryFile.shared.holding(Self.withSums(input))
    guard let archive = try? RootArchive(at: path) else { return }
    var folders = [""]
    while let folder = folders.popLast() {
      for (name, isFolder) in archive.contents(of: folder) {
        let path = "\(folder)/\(name)"
        let entry = archive.entry(at: path)
        require(entry != nil, "a folder names what is not there")
        if isFolder { folders.append(path) }
        guard case .file(let size)? = entry else { continue }
        require(archive.state(of: path)?.size ?? size == size, "a file has two sizes")
        if let bytes = try? archive.readBytes(of: path, prefix: nil) {
          require(bytes.count == size, "\(bytes.count) of \(size) bytes are read")
        }
      }
    }
  }

  /// With the sum in each block that a header has: changed bytes would seldom be read otherwise.
  private static func withSums(_ input: [UInt8]) -> [UInt8] {
    var bytes = input
    for start in stride(from: 0, to: bytes.count - block + 1, by: block) {
      let header = bytes[start..<(start + block)]
      guard header.contains(where: { $0 != 0 }) else { continue }
      let sum =
        header.reduce(0) { $0 + Int($1) }
        - bytes[(start + 148)..<(start + 156)].reduce(0) { $0 + Int($1) } + 8 * 0x20
      let digits = String(sum, radix: 8)
      bytes.replaceSubrange(
        (start + 148)..<(start + 156),
        with: Array((String(repeating: "0", count: 6 - digits.count) + digits + "\0 ").utf8))
    }
    return bytes
  }
}
