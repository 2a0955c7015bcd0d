/// One instruction of a seccomp program as it is stored: `struct sock_filter` of `linux/filter.h`.
///
/// What it does is told by ``Operation``; not every instruction is one.
package struct Instruction: Hashable, Sendable {
  /// `code`: class, size or operation, and operand source, or-ed.
  package let code: UInt16
  /// How many instructions to skip when a comparison holds.
  package let jt: UInt8
  /// How many instructions to skip when it does not.
  package let jf: UInt8
  /// The operand: a constant, an offset into `seccomp_data`, a memory slot or a distance.
  package let k: UInt32

  /// The fields of `struct sock_filter` (`linux/filter.h`).
  package init(code: UInt16, jt: UInt8 = 0, jf: UInt8 = 0, k: UInt32 = 0) {
    self.code = code
    self.jt = jt
    self.jf = jf
    self.k = k
  }

  /// `sizeof(struct sock_filter)`.
  package static let byteCount = 8
}

/// The order of bytes in an exported program: that of the architecture the filter is made for.
package enum ByteOrder: Hashable, Sendable {
  case littleEndian, bigEndian

  /// The order of the machine that runs this program.
  package static var native: ByteOrder {
    1.littleEndian == 1 ? .littleEndian : .bigEndian
  }
}
