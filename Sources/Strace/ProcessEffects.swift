internal import Logs
internal import Syscalls

/// The calls that change who is alive, or what program a process runs, and those that tell of it.
struct ProcessEffects: Sendable {
  enum Role: UInt8 { case none, fork, exec, map, threadPointer, open, connect }

  private static let all: [Role] = {
    let named: [String: Role] = [
      "mmap": .map, "mmap2": .map, "brk": .map,
      "arch_prctl": .threadPointer,
      "open": .open, "openat": .open,
      "connect": .connect,
    ]
    var roles = [Role](repeating: .none, count: Syscall.count)
    for (name, role) in named { if let call = Syscall(name) { roles[Int(call.index)] = role } }
    for call in ProcessCalls.creating { roles[Int(call.index)] = .fork }
    for call in ProcessCalls.replacing { roles[Int(call.index)] = .exec }
    return roles
  }()

  private let roles = Self.all

  /// Whether a call brings a process to life, or changes the program of one.
  func changesProcesses(_ syscall: Syscall) -> Bool {
    switch roles[Int(syscall.index)] {
    case .fork, .exec: true
    case .none, .map, .threadPointer, .open, .connect: false
    }
  }

  /// Whether the first such call of a file tells more than that it was made: it must be read in full.
  func tellsMoreAtFirst(_ syscall: Syscall) -> Bool {
    [.open, .connect].contains(roles[Int(syscall.index)])
  }

  /// Whether a call's path is that of a program or of an opened file.
  func tellsPath(_ syscall: Syscall) -> Bool {
    [.exec, .open].contains(roles[Int(syscall.index)])
  }

  subscript(name: PrintedName) -> Role {
    guard case .known(let syscall) = name else { return .none }
    return roles[Int(syscall.index)]
  }
}
