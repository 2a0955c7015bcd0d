internal import Logs
internal import Observations
internal import Syscalls

/// The values that a line gives of a call's significant arguments.
struct CallArguments {
  /// What was printed of arguments lately, and the values: threads are made with the same flags again
  /// and again.
  private var known: [(text: [UInt8], value: UInt64)] = []
  private static let limit = 8

  /// What is printed of arguments that decide and has no known value is counted in the ledger.
  mutating func values(
    of name: PrintedName, _ scan: ArgumentScan, _ line: Span<UInt8>,
    _ recorder: inout ObservationBuilder
  ) -> ArgumentValues {
    guard case .known(let syscall) = name, syscall.hasSignificantArguments else { return .init() }
    var values = ArgumentValues()
    for argument in syscall.significantArguments(on: recorder.assumedArchitecture) {
      guard let range = Self.range(of: argument.index, syscall, scan, line) else { continue }
      if let value = value(line, range) {
        values.append(value & argument.mask, at: argument.index)
      } else if ArgumentList.list(for: syscall.name, at: .families) != nil {
        recorder.note(.unreadArgument)
      }
    }
    return values
  }

  /// Where strace prints the argument; `nil` where this line, which may be half of a call, does not hold it.
  private static func range(
    of index: Int, _ syscall: Syscall, _ scan: ArgumentScan, _ line: Span<UInt8>
  ) -> Range<Int>? {
    if LastArguments.contains(syscall) { return scan.last(of: index + 1, in: line) }
    let position = syscall.name == "clone" ? flagsPosition(scan, line) ?? index : index
    return scan.argument(position, in: line)
  }

  private mutating func value(_ line: Span<UInt8>, _ range: Range<Int>) -> UInt64? {
    for argument in known where line.equals(argument.text.span, at: range) { return argument.value }
    guard let value = ArgumentText.value(line, range) else { return nil }
    if known.count == Self.limit { known.removeFirst() }
    known.append((line.extracting(range).bytesCopied, value))
    return value
  }

  /// strace prints the stack of clone(2) first, while the flags are the first register:
  /// `clone(child_stack=NULL, flags=CLONE_VM|SIGCHLD, …)`; with `-e raw` it does not.
  private static func flagsPosition(_ scan: ArgumentScan, _ line: Span<UInt8>) -> Int? {
    (0..<scan.count).first { index in
      scan.argument(index, in: line).map { line.hasPrefix("flags=", at: $0.lowerBound) } ?? false
    }
  }
}

/// Calls of which the last argument decides, and is printed behind a structure or an array, in which brackets need
/// not match: `sendmsg(3, {msg_name=NULL, ...}, MSG_NOSIGNAL)`.
enum LastArguments {
  static func contains(_ syscall: Syscall) -> Bool { all.contains(syscall) }

  /// Of ``contains(_:)``, those that print an array when they end, and the argument behind it:
  /// `<... pipe2 resumed>[3, 4], O_CLOEXEC) = 0`.
  static func areInSecondHalf(_ syscall: Syscall) -> Bool { syscall.name == "pipe2" }

  private static let all = Set(["pipe2", "sendmmsg", "sendmsg"].compactMap { Syscall($0) })
}

/// strace prints the sub-call, `-n` the number of the multiplexer: `[ 102] socket(AF_UNIX, …)`.
extension Multiplexer {
  /// The call that the kernel sees where the sub-call `name` is printed, and its arguments.
  static func call(showing name: String, named multiplexer: String) -> (Syscall, ArgumentValues)? {
    Multiplexer(named: multiplexer)?.call(showing: name)
  }

  /// The multiplexer that must have made `syscall`, for the ABI has no direct call of that name:
  /// `accept` and `semop` of i386.
  static func call(
    behind syscall: Syscall, on architecture: Architecture
  ) -> (Syscall, ArgumentValues)? {
    guard architectures.contains(architecture), !syscall.exists(on: architecture) else {
      return nil
    }
    return Multiplexer(before: syscall.name)?.call(showing: syscall.name)
  }

  /// Whether `syscall`, of which no number is known, may have been made by a multiplexer or directly:
  /// musl and newer glibc for i386 make the direct call, which Linux has since 4.3 (5.1 for `ipc`), and
  /// others do not.
  static func mayStand(before syscall: Syscall, on architecture: Architecture) -> Bool {
    architecturesOfLibraries.contains(architecture) && syscall.exists(on: architecture)
      && Multiplexer(before: syscall.name) != nil
  }

  private func call(showing name: String) -> (Syscall, ArgumentValues)? {
    number(of: name).map { number in
      (call, call.hasSignificantArguments ? ArgumentValues([0: number]) : ArgumentValues())
    }
  }
}
