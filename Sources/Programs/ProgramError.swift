/// Why a file is not read as a program.
package enum ProgramError: Error, Hashable, Sendable {
  /// It does not begin with the bytes 7f 45 4c 46.
  case notELF
  /// The file ends where a part of it should be.
  case truncated(part: String)
  /// A part of it says something that no loader would take.
  case malformed(String)
  /// For a machine whose code is not read; the number of its `e_machine`.
  case foreignMachine(UInt16)
  /// An object file, a core dump or the like: nothing that is executed or loaded.
  case notLoadable
}

extension ProgramError: CustomStringConvertible {
  /// What is wrong and what it means, as the rest of a message that begins with the file's name.
  package var description: String {
    switch self {
    case .notELF: "is no ELF file"
    case .truncated(let part): "is cut: it ends before \(part) does"
    case .malformed(let what): "is malformed: \(what)"
    case .foreignMachine(let number):
      "holds code for \(Self.machineNames[number] ?? "machine \(number)"); "
        + "code of x86-64, i386 and aarch64 is read"
    case .notLoadable: "is an object file or a core dump, and no program or library"
    }
  }

  /// `EM_*` of `elf.h`.
  private static let machineNames: [UInt16: String] = [
    8: "mips", 20: "ppc", 21: "ppc64", 22: "s390", 40: "arm", 62: "x32", 243: "riscv",
    258: "loongarch",
  ]
}
