/// A call as a person writes it: `read`, `socket(AF_ALG, SOCK_SEQPACKET|SOCK_CLOEXEC, 0)`, `#451`; or as
/// whittle's findings do: `x86_64 socket(0x100000028: the kernel takes AF_VSOCK, ...)`.
package struct CallExpression: Hashable, Sendable {
  /// `nil` where none is written before the name.
  package let architecture: Architecture?
  /// Known by its name, or a number, which architectures may have a name for.
  package let call: SyscallReference
  /// Values by index; an argument that is left out, or written as `?` or `_`, is not known, nor is any that
  /// `...` stands for.
  package let arguments: [Int: UInt64]

  /// Why a text is no call.
  package enum Problem: Error, Hashable, Sendable {
    case syntax(String)
    case unknownCall(String)
    case unknownValue(String, call: String)
    case tooManyArguments(String)
  }

  /// Reads a call, with or without arguments.
  package init(parsing text: String) throws(Problem) {
    // A witness goes on with what the filters answer: `socket(AF_ALG): allow, ...`.
    let end = text.firstRange(of: "): ").map { text.index(after: $0.lowerBound) }
    let trimmed = text[..<(end ?? text.endIndex)].trimmingBlanks
    let nameEnd = trimmed.firstIndex(of: "(") ?? trimmed.endIndex
    let words = trimmed[..<nameEnd].split(separator: " ")
    architecture = words.count == 2 ? Architecture(userName: String(words[0])) : nil
    let name =
      architecture == nil ? String(trimmed[..<nameEnd].trimmingBlanks) : String(words[1])
    call = SyscallReference(parsing: name)
    if case .name = call { throw .unknownCall(name) }
    guard nameEnd < trimmed.endIndex else {
      arguments = [:]
      return
    }
    guard trimmed.last == ")" else { throw .syntax(text) }
    let list = trimmed[trimmed.index(after: nameEnd)...].dropLast()
    var arguments: [Int: UInt64] = [:]
    var parts =
      list.trimmingBlanks.isEmpty
      ? [] : list.split(separator: ",", omittingEmptySubsequences: false)
    if parts.last?.trimmingBlanks == "..." { parts.removeLast() }
    guard parts.count <= 6 else { throw .tooManyArguments(name) }
    for (index, part) in parts.enumerated() {
      let remark = part.firstRange(of: Self.remarkOnRegister)
      let part = part[..<(remark?.lowerBound ?? part.endIndex)].trimmingBlanks
      if part == "?" || part == "_" { continue }
      guard let value = Self.value(part) else {
        throw .unknownValue(String(part), call: name)
      }
      arguments[index] = value
    }
    self.arguments = arguments
  }

  /// Numbers, decimal, hexadecimal or negative, and names of kernel headers, joined by `|`.
  private static func value(_ text: Substring) -> UInt64? {
    var value: UInt64 = 0
    for term in text.split(separator: "|", omittingEmptySubsequences: false) {
      let term = term.trimmingBlanks
      if term.hasPrefix("0x"), let number = UInt64(term.dropFirst(2), radix: 16) {
        value |= number
      } else if let number = UInt64(term) {
        value |= number
      } else if let number = Int64(term) {
        value |= UInt64(bitPattern: number)
      } else if term == "NULL" {
        continue
      } else if let number = KernelConstants.shared.value(of: String(term)) {
        value |= number
      } else {
        return nil
      }
    }
    return value
  }
}

// MARK: Writing

extension CallExpression {
  private static let remarkOnRegister = ": the kernel takes "

  /// The value of argument `index` by its names in the kernel's headers; hexadecimal where it has none.
  package static func spelling(of value: UInt64, at index: Int, of call: SyscallReference?)
    -> String
  {
    call?.syscall?.spelling(of: value, at: index) ?? "0x" + String(value, radix: 16)
  }

  /// What follows the value of a register that holds more than the kernel takes of it; nothing where
  /// `taken` is `nil`.
  package static func remark(onTaking taken: UInt64?, at index: Int, of call: SyscallReference?)
    -> String
  {
    taken.map { remarkOnRegister + spelling(of: $0, at: index, of: call) } ?? ""
  }
}

extension StringProtocol {
  fileprivate var trimmingBlanks: SubSequence {
    var rest = self[...]
    while rest.first == " " { rest = rest.dropFirst() }
    while rest.last == " " { rest = rest.dropLast() }
    return rest
  }
}
