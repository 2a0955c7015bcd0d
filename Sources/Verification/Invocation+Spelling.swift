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
    let syscall = call?.syscall
    let shown = arguments.prefix((arguments.lastIndex { $0 != 0 } ?? -1) + 1)
    func spelt(_ value: UInt64, at index: Int) -> String {
      syscall?.spelling(of: value, at: index) ?? "0x" + String(value, radix: 16)
    }
    let taken = shown.indices.map { self.taken(at: $0) }
    var words = shown.indices.map { index in
      spelt(arguments[index], at: index)
        + (taken[index].map { ": the kernel takes \(spelt($0, at: index))" } ?? "")
    }
    let count = architecture.flatMap { syscall?.parameters(on: $0)?.count } ?? 0
    if taken.contains(where: { $0 != nil }), words.count < count { words.append("...") }
    return "\(machine) \(name)(\(words.joined(separator: ", ")))"
  }
}
