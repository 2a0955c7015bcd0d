/// A call as a person writes it: `read`, `socket(AF_ALG, SOCK_SEQPACKET|SOCK_CLOEXEC, 0)`, `#451`; as
/// whittle's findings do: `x86_64 socket(0x100000028: the kernel takes AF_VSOCK, ...)`; or as strace and
/// `whittle try` do: `[pid 7] openat(AT_FDCWD, "/etc/passwd", O_RDONLY) = 3`.
package struct CallExpression: Hashable, Sendable {
  /// `nil` where none is written before the name.
  package let architecture: Architecture?
  /// Known by its name, or a number, which architectures may have a name for.
  package let call: SyscallReference
  /// Values by index; an argument that is left out, or written as `?` or `_`, is not known, nor is any that
  /// `...` stands for.
  package let arguments: [Int: UInt64]
  /// What stands for arguments that are neither numbers nor known names, by index: strings, structures,
  /// constants of which whittle has no value. They are not known either.
  package let unread: [Int: String]

  /// Why a text is no call.
  package enum Problem: Error, Hashable, Sendable {
    case syntax(String)
    case unknownCall(String)
    case unknownValue(String, call: String)
    case tooManyArguments(String)
  }

  /// Reads a call, with or without arguments.
  package init(parsing text: String) throws(Problem) {
    let nameEnd = Self.nameEnd(in: text)
    let words = text[..<nameEnd].split(separator: " ").map(String.init)
    guard let name = words.last else { throw .syntax(text) }
    let owner = words.count > 1 ? Architecture(userName: words[words.count - 2]) : nil
    architecture = owner
    // What strace and whittle try write before a call: the process, and times.
    let rest = words.dropLast(owner == nil ? 1 : 2)
    guard rest.allSatisfy(Self.isPrefix) else { throw .unknownCall(words.joined(separator: " ")) }
    call = name == "#-1" ? .number(.max) : SyscallReference(parsing: name)
    if case .name = call { throw .unknownCall(name) }
    guard nameEnd < text.endIndex else {
      arguments = [:]
      unread = [:]
      return
    }
    guard let parts = Self.arguments(in: text[text.index(after: nameEnd)...]) else {
      throw .syntax(text)
    }
    var arguments: [Int: UInt64] = [:]
    var unread: [Int: String] = [:]
    for (position, part) in parts.enumerated() {
      let remark = part.firstRange(of: Self.remarkOnRegister)
      var part = part[..<(remark?.lowerBound ?? part.endIndex)].trimmingBlanks
      var index = position
      if let (label, value) = Self.labelled(part) {
        // strace names the arguments of clone, and has them in an order of its own.
        guard let own = call.syscall?.index(ofArgument: label) else { continue }
        (index, part) = (own, value)
      }
      if part.isEmpty { throw .unknownValue("", call: name) }
      if part == "?" || part == "_" || part.hasPrefix("...") { continue }
      if part.hasPrefix("<unfinished") { continue }
      guard index < 6 else { throw .tooManyArguments(name) }
      if let value = Self.value(part) {
        arguments[index] = value
      } else {
        unread[index] = String(part)
      }
    }
    self.arguments = arguments
    self.unread = unread
  }

  /// Where the arguments begin, or the text ends.
  private static func nameEnd(in text: String) -> String.Index {
    var end = text.firstIndex(of: "(") ?? text.endIndex
    // `[pid 7 (nginx)] read(...)`
    while end < text.endIndex, text[..<end].last == " ",
      let next = text[text.index(after: end)...].firstIndex(of: "(")
    {
      end = next
    }
    return end
  }

  /// `[pid`, `4711]`, `12:00:01.5`, `nginx[4711]:`
  private static func isPrefix(_ word: String) -> Bool {
    word == "[pid" || word == "pid" || word.last == ":" && word.contains("[")
      || word.utf8.allSatisfy { (0x30...0x39).contains($0) || ".:[]+()-".utf8.contains($0) }
  }

  /// The arguments up to the closing parenthesis; `nil` where it is missing. What follows it is not looked at.
  private static func arguments(in text: Substring) -> [Substring]? {
    var parts: [Substring] = []
    var start = text.startIndex
    var brackets: [Character] = []
    var isQuoted = false
    var index = text.startIndex
    while index < text.endIndex {
      let character = text[index]
      let next = text.index(after: index)
      if isQuoted {
        if character == "\\", next < text.endIndex {
          index = text.index(after: next)
          continue
        }
        if character == "\"" { isQuoted = false }
      } else {
        switch character {
        case "\"": isQuoted = true
        case "(", "{", "[": brackets.append(character)
        case ")" where brackets.isEmpty:
          parts.append(text[start..<index])
          return parts.count == 1 && parts[0].trimmingBlanks.isEmpty ? [] : parts
        case ")", "}", "]":
          if !brackets.isEmpty { brackets.removeLast() }
        case "," where brackets.isEmpty:
          parts.append(text[start..<index])
          start = next
        default: break
        }
      }
      index = next
    }
    // strace ends a call that another one interrupts without a parenthesis.
    let last = text[start...].trimmingBlanks
    guard last.hasPrefix("<unfinished") else { return nil }
    return parts
  }

  /// `flags=CLONE_VM` in its parts.
  private static func labelled(_ part: Substring) -> (label: String, value: Substring)? {
    guard let sign = part.firstIndex(of: "="), sign != part.startIndex,
      part[..<sign].utf8.allSatisfy({ (0x61...0x7a).contains($0) || $0 == 0x5f })
    else { return nil }
    return (String(part[..<sign]), part[part.index(after: sign)...].trimmingBlanks)
  }

  /// Numbers, decimal, octal, hexadecimal or negative, and names of kernel headers, joined by `|`.
  private static func value(_ text: Substring) -> UInt64? {
    var value: UInt64 = 0
    for term in text.split(separator: "|", omittingEmptySubsequences: false) {
      guard let number = self.number(term.withoutRemarks) else { return nil }
      value |= number
    }
    return value
  }

  private static func number(_ term: Substring) -> UInt64? {
    if term.hasPrefix("0x") { return UInt64(term.dropFirst(2), radix: 16) }
    if term.hasPrefix("0"), term.utf8.count > 1 { return UInt64(term.dropFirst(), radix: 8) }
    if let number = UInt64(term) { return number }
    if let number = Int64(term) { return UInt64(bitPattern: number) }
    if term == "NULL" { return 0 }
    if term.hasPrefix("htons("), term.hasSuffix(")") {
      return number(term.dropFirst(6).dropLast().withoutRemarks)
        .flatMap { UInt16(exactly: $0) }.map { UInt64($0.bigEndian) }
    }
    return KernelConstants.shared.value(of: String(term))
  }
}

// MARK: Writing

extension CallExpression {
  private static let remarkOnRegister = ": the kernel takes "

  /// The value of argument `index` by its names in the kernel's headers; hexadecimal where it has none.
  ///
  /// `others`: values of the call's other arguments by index.
  package static func spelling(
    of value: UInt64, at index: Int, of call: SyscallReference?, beside others: [Int: UInt64] = [:]
  ) -> String {
    call?.syscall?.spelling(of: value, at: index, beside: others)
      ?? "0x" + String(value, radix: 16)
  }

  /// What follows the value of a register that holds more than the kernel takes of it; nothing where
  /// `taken` is `nil`.
  package static func remark(onTaking taken: UInt64?, at index: Int, of call: SyscallReference?)
    -> String
  {
    taken.map { remarkOnRegister + spelling(of: $0, at: index, of: call) } ?? ""
  }
}

extension Syscall {
  /// The argument that has this name, as far as names are known.
  fileprivate func index(ofArgument name: String) -> Int? {
    (0..<6).first { self.name(ofArgument: $0) == name }
  }
}

extension StringProtocol where SubSequence == Substring {
  /// The text without strace's comment, `0x3 /* ETH_P_ALL */`, and without the path of a descriptor,
  /// `3</etc/passwd>`.
  fileprivate var withoutRemarks: Substring {
    let end = hasSuffix("*/") ? firstRange(of: "/*")?.lowerBound ?? endIndex : endIndex
    let bare = self[..<end].trimmingBlanks
    guard bare.last == ">", let bracket = bare.firstIndex(of: "<"), bracket != bare.startIndex
    else {
      return bare
    }
    return bare[..<bracket].trimmingBlanks
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
