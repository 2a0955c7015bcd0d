/// What follows an opcode.
struct X86Form: OptionSet {
  let rawValue: UInt16

  static let modRM = Self(rawValue: 1)
  /// An immediate of one byte.
  static let byte = Self(rawValue: 2)
  /// An immediate of four bytes, two where the operands have 16 bits.
  static let word = Self(rawValue: 4)
  /// An immediate of two bytes.
  static let half = Self(rawValue: 8)
  /// An immediate as wide as the register.
  static let wide = Self(rawValue: 16)
  /// An address.
  static let address = Self(rawValue: 32)
  /// A byte, or a word, where the operation is `test`.
  static let testByte = Self(rawValue: 64)
  static let testWord = Self(rawValue: 128)
  /// A segment and an address.
  static let far = Self(rawValue: 256)
  /// A distance of four bytes whatever the operands have.
  static let near = Self(rawValue: 512)

  static let oneByte: [X86Form] = {
    var forms = [X86Form](repeating: [], count: 256)
    for base in stride(from: 0, to: 0x40, by: 8) {
      for column in 0..<4 { forms[base + column] = .modRM }
      forms[base + 4] = .byte
      forms[base + 5] = .word
    }
    let rows: [(ClosedRange<Int>, X86Form)] = [
      (0x62...0x63, .modRM), (0x68...0x68, .word), (0x69...0x69, [.modRM, .word]),
      (0x6a...0x6a, .byte), (0x6b...0x6b, [.modRM, .byte]), (0x70...0x7f, .byte),
      (0x80...0x83, [.modRM, .byte]), (0x81...0x81, [.modRM, .word]), (0x84...0x8f, .modRM),
      (0x9a...0x9a, .far), (0xa0...0xa3, .address), (0xa8...0xa8, .byte), (0xa9...0xa9, .word),
      (0xb0...0xb7, .byte), (0xb8...0xbf, .wide), (0xc0...0xc1, [.modRM, .byte]),
      (0xc2...0xc2, .half), (0xc4...0xc5, .modRM), (0xc6...0xc6, [.modRM, .byte]),
      (0xc7...0xc7, [.modRM, .word]), (0xc8...0xc8, [.half, .byte]), (0xca...0xca, .half),
      (0xcd...0xcd, .byte), (0xd0...0xd3, .modRM), (0xd4...0xd5, .byte), (0xd8...0xdf, .modRM),
      (0xe0...0xe7, .byte), (0xe8...0xe9, [.word, .near]), (0xea...0xea, .far),
      (0xeb...0xeb, .byte), (0xf6...0xf6, [.modRM, .testByte]), (0xf7...0xf7, [.modRM, .testWord]),
      (0xfe...0xff, .modRM),
    ]
    for (range, form) in rows { for opcode in range { forms[opcode] = form } }
    return forms
  }()

  static let twoByte: [X86Form] = {
    var forms = [X86Form](repeating: .modRM, count: 256)
    let bare = [
      0x05, 0x06, 0x07, 0x08, 0x09, 0x0b, 0x0e, 0x30, 0x31, 0x32, 0x33, 0x34, 0x35, 0x37, 0x77,
      0xa0, 0xa1, 0xa2, 0xa8, 0xa9, 0xaa, 0xc8, 0xc9, 0xca, 0xcb, 0xcc, 0xcd, 0xce, 0xcf,
    ]
    for opcode in bare { forms[opcode] = [] }
    for opcode in 0x80...0x8f { forms[opcode] = [.word, .near] }
    let immediate = [
      0x0f, 0x70, 0x71, 0x72, 0x73, 0xa4, 0xac, 0xba, 0xc2, 0xc4, 0xc5, 0xc6,
    ]
    for opcode in immediate { forms[opcode] = [.modRM, .byte] }
    return forms
  }()
}
