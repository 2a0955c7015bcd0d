extension Filter {
  /// The program that these bytes hold, as `seccomp_export_bpf` writes and bubblewrap reads it:
  /// instructions of eight bytes, nothing before or between.
  package init(
    decoding bytes: Span<UInt8>, byteOrder: ByteOrder = .native
  ) throws(FilterError) {
    let rest = bytes.count % Instruction.byteCount
    guard rest == 0 else { throw FilterError(.cutInstruction(bytes: rest)) }
    let count = bytes.count / Instruction.byteCount
    guard count <= Self.maxCount else { throw FilterError(.tooLong(count: count)) }
    var instructions: [Instruction] = []
    instructions.reserveCapacity(count)
    for start in stride(from: 0, to: bytes.count, by: Instruction.byteCount) {
      let code = UInt16(bytes[start]) | UInt16(bytes[start + 1]) << 8
      var k: UInt32 = 0
      for offset in 4..<8 { k |= UInt32(bytes[start + offset]) << UInt32(8 * (offset - 4)) }
      instructions.append(
        Instruction(
          code: byteOrder == .littleEndian ? code : code.byteSwapped,
          jt: bytes[start + 2], jf: bytes[start + 3],
          k: byteOrder == .littleEndian ? k : k.byteSwapped))
    }
    try self.init(instructions)
  }

  /// The program as `struct sock_filter` after `struct sock_filter`, 8 bytes each.
  package func encoded(byteOrder: ByteOrder = .native) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(instructions.count * Instruction.byteCount)
    for instruction in instructions {
      let swap = byteOrder == .bigEndian
      let code = swap ? instruction.code.byteSwapped : instruction.code
      let k = swap ? instruction.k.byteSwapped : instruction.k
      bytes.append(UInt8(truncatingIfNeeded: code))
      bytes.append(UInt8(truncatingIfNeeded: code >> 8))
      bytes.append(instruction.jt)
      bytes.append(instruction.jf)
      for shift in stride(from: 0, to: 32, by: 8) {
        bytes.append(UInt8(truncatingIfNeeded: k >> UInt32(shift)))
      }
    }
    return bytes
  }
}
