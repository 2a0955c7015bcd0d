/// Tells by their content the files that a C library consists of: names differ between distributions.
enum CLibrary {
  /// More code than any C library has.
  private static let largestCode = 1 << 25

  /// Whether the file offers the function by which programs begin, or versions of glibc's interface, as its
  /// `libpthread` and its loader do too.
  static func isPart(
    _ file: ELFFile, _ dynamic: DynamicSection?, _ symbols: Symbols?
  ) throws(ProgramError) -> Bool {
    guard let dynamic, let symbols, !file.hasFixedAddresses,
      file.code.reduce(0, { $0 + $1.count }) < largestCode
    else { return false }
    if definesVersionOfGlibc(file, dynamic) { return true }
    let name = Array("__libc_start_main".utf8)
    return symbols.rows.contains { $0.isDefined && symbols.isNamed($0, name, in: file) }
  }

  /// Follows `Elf64_Verdef` and `Elf64_Verdaux` of `elf.h`, which are the same with 32 bits.
  private static func definesVersionOfGlibc(_ file: ELFFile, _ dynamic: DynamicSection) -> Bool {
    guard let address = dynamic[.versionDefinitions], var offset = file.offset(of: address)
    else { return false }
    let bytes = file.bytes
    for _ in 0..<min(dynamic[.versionDefinitionsCount] ?? 0, 1024) {
      guard let distance = bytes.integer(UInt32.self, at: offset + 12),
        let name = bytes.integer(UInt32.self, at: offset + Int(distance)),
        let next = bytes.integer(UInt32.self, at: offset + 16)
      else { return false }
      let text = bytes.string(
        at: dynamic.strings.lowerBound + Int(name), before: dynamic.strings.upperBound)
      if text?.hasPrefix("GLIBC_") == true { return true }
      guard next != 0 else { return false }
      offset += Int(next)
    }
    return false
  }
}
