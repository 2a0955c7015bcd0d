/// A small ELF file for x86-64, made here: what is in it is known by construction.
package struct MadeELF {
  package typealias Export = (name: String, code: (Slots) -> [UInt8])

  package var isProgram: Bool
  package var interpreter: String?
  package var soname: String?
  package var needed: [String]
  package var searchPath: String?
  /// Functions that it wants; each has a slot.
  package var imports: [String]
  /// Functions that it offers, with their code.
  package var exports: [Export]
  /// Put in as they are, each with a NUL at its end.
  package var texts: [String] = []
  /// Of `e_machine`.
  package var machine: UInt16

  package init(
    isProgram: Bool = false, interpreter: String? = nil, soname: String? = nil,
    needed: [String] = [], imports: [String] = [], exports: [Export] = [], machine: UInt16 = 62
  ) {
    self.isProgram = isProgram
    self.interpreter = interpreter
    self.soname = soname
    self.needed = needed
    self.imports = imports
    self.exports = exports
    self.machine = machine
  }

  /// Where the code stands, and the slots of imports.
  package struct Slots {
    let start: UInt64
    let addresses: [String: UInt64]

    /// `jmp *slot`, where the instruction ends `offset` bytes behind the function's start.
    package func jump(to function: String, endingAt offset: UInt64) -> [UInt8] {
      [0xff, 0x25] + (addresses[function, default: 0] &- start &- offset).word
    }
  }

  /// `mov $number, %eax; syscall; ret`
  package static func call(_ number: UInt32) -> [UInt8] {
    [0xb8] + UInt64(number).word + [0x0f, 0x05, 0xc3]
  }

  /// The file.
  package var bytes: [UInt8] {
    let isDynamic = soname != nil || !imports.isEmpty || !needed.isEmpty || interpreter != nil
    let headers = 1 + (isDynamic ? 1 : 0) + (interpreter == nil ? 0 : 1)
    var body: [UInt8] = []
    let base = 64 + 56 * headers
    func position() -> UInt64 { UInt64(base + body.count) }
    func align() { while body.count % 16 != 0 { body.append(0x90) } }

    let interpreterAt = position()
    if let interpreter { body += Array(interpreter.utf8) + [0] }
    let interpreterLength = position() - interpreterAt
    for text in texts { body += Array(text.utf8) + [0] }
    align()

    var strings: [UInt8] = [0]
    func name(_ text: String) -> UInt64 {
      defer { strings += Array(text.utf8) + [0] }
      return UInt64(strings.count)
    }
    // Slots, then code, whose addresses the symbols need.
    let slotsAt = position()
    body += [UInt8](repeating: 0, count: 8 * imports.count)
    var slots: [String: UInt64] = [:]
    for (index, function) in imports.enumerated() { slots[function] = slotsAt + UInt64(8 * index) }
    align()
    var symbols = [UInt8](repeating: 0, count: 24)
    for function in imports {
      symbols += name(function).word + [0x12, 0, 0, 0] + [UInt8](repeating: 0, count: 16)
    }
    for (function, code) in exports {
      let start = position()
      symbols +=
        name(function).word + [0x12, 0, 1, 0] + start.bytes + UInt64(16).bytes
      body += code(Slots(start: start, addresses: slots))
      align()
    }
    var dynamic: [(UInt64, UInt64)] = needed.map { (1, name($0)) }
    if let soname { dynamic.append((14, name(soname))) }
    if let searchPath { dynamic.append((29, name(searchPath))) }
    let symbolsAt = position()
    body += symbols
    let hashAt = position()
    body += UInt64(1 | UInt64(symbols.count / 24) << 32).bytes + [UInt8](repeating: 0, count: 8)
    let relocationsAt = position()
    for index in imports.indices {
      // R_X86_64_GLOB_DAT
      body +=
        (slotsAt + UInt64(8 * index)).bytes + (UInt64(index + 1) << 32 | 6).bytes + UInt64(0).bytes
    }
    let stringsAt = position()
    body += strings
    align()
    dynamic += [(5, stringsAt), (10, UInt64(strings.count)), (6, symbolsAt), (4, hashAt)]
    if !imports.isEmpty { dynamic += [(7, relocationsAt), (8, UInt64(24 * imports.count))] }
    dynamic.append((0, 0))
    let dynamicAt = position()
    for (tag, value) in dynamic { body += tag.bytes + value.bytes }

    var file: [UInt8] = [0x7f, 0x45, 0x4c, 0x46, 2, 1, 1] + [UInt8](repeating: 0, count: 9)
    file += [isProgram && !isDynamic ? 2 : 3, 0] + [UInt8(machine & 255), UInt8(machine >> 8)]
    file += [1, 0, 0, 0] + (isDynamic ? 0 : slotsAt).bytes + UInt64(64).bytes + UInt64(0).bytes
    file += [0, 0, 0, 0, 64, 0, 56, 0, UInt8(headers), 0, 64, 0, 0, 0, 0, 0]
    func header(_ kind: UInt32, _ flags: UInt32, _ start: UInt64, _ length: UInt64) {
      file += UInt64(kind).word + UInt64(flags).word
      file += start.bytes + start.bytes + start.bytes + length.bytes + length.bytes
      file += UInt64(4096).bytes
    }
    header(1, 5, 0, UInt64(base + body.count))
    if isDynamic { header(2, 6, dynamicAt, UInt64(16 * dynamic.count)) }
    if interpreter != nil { header(3, 4, interpreterAt, interpreterLength) }
    return file + body
  }
}

extension UInt64 {
  /// The low four bytes.
  fileprivate var word: [UInt8] { Array(bytes[..<4]) }

  fileprivate var bytes: [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: self >> UInt64(8 * $0)) }
  }
}

extension MadeELF {
  /// A C library that offers `write`, `open` and, in terms of the first, `puts`.
  package static var library: MadeELF {
    var file = MadeELF(soname: "libc.so.6", imports: ["_dl_find"])
    file.exports = [
      ("__libc_start_main", { _ in call(231) }),
      ("write", { _ in call(1) }),
      ("puts", { _ in [0xe8] + UInt64(bitPattern: -21).word + [0xc3] }),
      ("open", { _ in call(2) }),
      ("dlopen", { $0.jump(to: "_dl_find", endingAt: 6) }),
      ("system", { _ in call(59) }),
    ]
    return file
  }

  /// Its loader, of which the library wants something.
  package static var loader: MadeELF {
    var file = MadeELF(soname: "ld.so")
    file.exports = [
      ("__libc_start_main", { _ in call(12) }), ("_dl_find", { _ in call(257) }),
    ]
    return file
  }

  /// A dynamic program.
  package static func program(_ imports: [String], needed: [String] = ["libc.so.6"]) -> MadeELF {
    MadeELF(isProgram: true, interpreter: "/lib/ld.so", needed: needed, imports: imports)
  }
}
