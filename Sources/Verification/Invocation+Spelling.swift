package import Filters
internal import JSON
internal import Syscalls

extension Invocation {
  /// `x86_64 socket(AF_ALG)`, `x86_64 #-1()`, `arch 0x12345678 #3`; what the kernel reads of a register
  /// that holds more: `x86_64 socket(0x100000028: the kernel takes AF_VSOCK, ...)`.
  package var spelling: String {
    let machine =
      architecture?.rawValue ?? "architecture 0x\(String(architectureToken, radix: 16))"
    let name = number == .max ? "#-1" : call?.description ?? "#\(number)"
    let shown = arguments.prefix((arguments.lastIndex { $0 != 0 } ?? -1) + 1)
    let taken = shown.indices.map { self.taken(at: $0) }
    var words = shown.indices.map { index in
      CallExpression.spelling(of: arguments[index], at: index, of: call)
        + CallExpression.remark(onTaking: taken[index], at: index, of: call)
    }
    let count = architecture.flatMap { call?.syscall?.parameters(on: $0)?.count } ?? 0
    if taken.contains(where: { $0 != nil }), words.count < count { words.append("...") }
    return "\(machine) \(name)(\(words.joined(separator: ", ")))"
  }
}
