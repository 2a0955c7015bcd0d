/// Where functions start, as the table says by which exceptions are unwound; stripped files keep it.
///
/// `.eh_frame_hdr` and `.eh_frame`: Linux Standard Base, "Exception Frames".
enum FrameTable {
  static func starts(in file: ELFFile) -> [UInt64] {
    guard let segment = file.segments.first(where: { $0.kind == .frames }) else { return [] }
    let bytes = file.bytes
    let start = segment.offset
    guard segment.count >= 12, bytes[start] == 1 else { return [] }
    // A sorted table of pairs, relative to the segment: the encoding that linkers write.
    if bytes[start + 2] == 0x03, bytes[start + 3] == 0x3b, bytes[start + 1] == 0x1b,
      let count = bytes.integer(UInt32.self, at: start + 8)
    {
      var starts: [UInt64] = []
      for row in 0..<min(Int(count), (segment.count - 12) / 8) {
        let entry = start + 12 + 8 * row
        guard let distance = bytes.integer(UInt32.self, at: entry),
          let frame = bytes.integer(UInt32.self, at: entry + 4)
        else { break }
        let address = segment.address &+ UInt64(bitPattern: Int64(Int32(bitPattern: distance)))
        starts.append(address)
        if let offset = file.offset(
          of: segment.address &+ UInt64(bitPattern: Int64(Int32(bitPattern: frame)))),
          isOfSignal(bytes, frame: offset)
        {
          starts.append(address &+ 1)
        }
      }
      return starts
    }
    // Without the table the header says at least where the frames lie.
    guard bytes[start + 1] == 0x1b, let distance = bytes.integer(UInt32.self, at: start + 4)
    else { return [] }
    return frames(
      at: segment.address &+ 4 &+ UInt64(bitPattern: Int64(Int32(bitPattern: distance))), in: file)
  }

  /// Whether the frame is one to which a signal returns, by an `S` in its kind's description: it begins a byte
  /// before the code, as unwinders look for the byte before the address at which they find themselves
  /// (glibc, `sysdeps/unix/sysv/linux/x86_64/libc_sigaction.c`).
  private static func isOfSignal(_ bytes: [UInt8], frame offset: Int) -> Bool {
    guard let distance = bytes.integer(UInt32.self, at: offset + 4) else { return false }
    let description = offset + 4 - Int(distance) + 9
    guard let text = bytes.string(at: description, before: min(bytes.count, description + 8))
    else { return false }
    return text.utf8.contains(UInt8(ascii: "S"))
  }

  /// Reads frame after frame, as far as they have the encoding that compilers write: four bytes,
  /// relative to where they stand.
  private static func frames(at address: UInt64, in file: ELFFile) -> [UInt64] {
    guard var offset = file.offset(of: address) else { return [] }
    let first = offset
    var starts: [UInt64] = []
    while let length = file.bytes.integer(UInt32.self, at: offset), length != 0,
      length < 0xffff_fff0, let identifier = file.bytes.integer(UInt32.self, at: offset + 4)
    {
      if identifier != 0, let distance = file.bytes.integer(UInt32.self, at: offset + 8) {
        let here = address &+ UInt64(offset + 8 - first)
        let start = here &+ UInt64(bitPattern: Int64(Int32(bitPattern: distance)))
        starts.append(start)
        if isOfSignal(file.bytes, frame: offset) { starts.append(start &+ 1) }
      }
      offset += 4 + Int(length)
    }
    return starts
  }
}
