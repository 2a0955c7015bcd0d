/// How long instructions are.
package enum X86Length {
  /// The length of the instruction with which the bytes begin; `nil` where there is none.
  package static func of(_ bytes: [UInt8], is64: Bool) -> Int? {
    X86Decoder(is64: is64).instruction(bytes.span, at: 0, limit: bytes.count)?.length
  }
}
