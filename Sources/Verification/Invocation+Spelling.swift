package import Filters
internal import JSON
internal import Syscalls

extension Invocation {
  /// `x86_64 socket(AF_ALG)`, `x86_64 #-1()`, `arch 0x12345678 #3`; what the kernel reads of a register
  /// that holds more: `x86_64 socket(0x100000028: the kernel takes AF_VSOCK, ...)`.
  ///
  /// Arguments behind the last that is not 0 are left out.
  package var spelling: String { spelling(showing: 0) }

  /// The same with as many arguments at least, those that are 0 included.
  package func spelling(showing count: Int) -> String {
    let machine =
      architecture?.rawValue ?? "architecture 0x\(String(architectureToken, radix: 16))"
    let name = number == .max ? "#-1" : call?.description ?? "#\(number)"
    let shown = arguments.prefix(max(count, (arguments.lastIndex { $0 != 0 } ?? -1) + 1))
    let taken = shown.indices.map { self.taken(at: $0) }
    let all = Dictionary(uniqueKeysWithValues: zip(arguments.indices, arguments))
    var words = shown.indices.map { index in
      CallExpression.spelling(of: arguments[index], at: index, of: call, beside: all)
        + CallExpression.remark(onTaking: taken[index], at: index, of: call)
    }
    let parameters = architecture.flatMap { call?.syscall?.parameters(on: $0)?.count } ?? 0
    if taken.contains(where: { $0 != nil }), words.count < parameters { words.append("...") }
    return "\(machine) \(name)(\(words.joined(separator: ", ")))"
  }
}
