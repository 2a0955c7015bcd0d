internal import Syscalls

/// A ``Selection``, held so that a record's fields can be compared with it as they stand.
package struct PreparedSelection {
  /// Whether `comm=` and `exe=` need to be read.
  package let needsNames: Bool
  private let commands: [[UInt8]]
  private let executables: [[UInt8]]
  private let processes: [UInt32]
  private let containers: [[UInt8]]
  private let withoutService: ServiceKind?
  private let services: ServiceNames?

  /// The same selection, in bytes.
  package init(_ selection: Selection) {
    // The kernel keeps 15 bytes of a name (TASK_COMM_LEN).
    commands = selection.commands.map { Array($0.utf8.prefix(15)) }
    // The kernel's word for a file that is gone, as after an upgrade of the image.
    executables = selection.executables.flatMap { [Array($0.utf8), Array("\($0) (deleted)".utf8)] }
    processes = selection.processes
    containers = selection.containers.map { Array($0.utf8) }
    withoutService = selection.withoutService
    services = selection.services
    needsNames = selection.needsNames
  }

  /// Whether calls of the process count, as far as its number decides.
  package func selects(process: UInt32?) -> Bool {
    processes.isEmpty || process.map(processes.contains) ?? false
  }

  /// Whether calls of a program count, as far as its names decide.
  package func selects(_ names: ProgramNames, in line: Span<UInt8>) -> Bool {
    if !commands.isEmpty {
      guard let command = names.command, commands.contains(where: { command.equals($0, in: line) })
      else {
        return false
      }
    }
    if !executables.isEmpty {
      guard let executable = names.executable,
        executables.contains(where: { executable.equals($0, in: line) })
      else { return false }
    }
    if !containers.isEmpty {
      guard let container = names.container,
        containers.contains(where: { container.equals($0, in: line) })
      else { return false }
    }
    if let withoutService { return names.service(by: withoutService, in: line) == nil }
    if let services { services.note(names.service(by: services.kind, in: line)) }
    return true
  }
}

/// A text that a program chose: in quotes where it is harmless, else in hexadecimal digits.
///
/// `comm="DEAD"` is a name of four letters, `comm=DEAD` one of two bytes.
package struct ProgramText {
  /// How the log writes a name.
  package enum Form { case quoted, encoded, plain }

  let range: Range<Int>
  let form: Form

  /// A name within a line.
  package init(range: Range<Int>, form: Form) {
    self.range = range
    self.form = form
  }

  /// The same name in a text that stands further on.
  package func moved(by offset: Int) -> Self {
    Self(range: (range.lowerBound + offset)..<(range.upperBound + offset), form: form)
  }

  /// The name, decoded; `nil` for one that is no path.
  package func text(in line: Span<UInt8>) -> String? {
    guard let name = name(in: line), name.utf8.first == UInt8(ascii: "/") else { return nil }
    return name
  }

  /// The name, decoded; `nil` for one that is encoded in another way than the kernel's.
  package func name(in line: Span<UInt8>) -> String? {
    bytes(in: line).map { String(decoding: $0, as: UTF8.self) }
  }

  /// The name as one by which calls can be selected; `nil` where there is none.
  func serviceName(in line: Span<UInt8>) -> String? {
    bytes(in: line).flatMap { String(validating: $0, as: UTF8.self) }.flatMap {
      $0.isEmpty || $0 == "(null)" ? nil : $0
    }
  }

  private func bytes(in line: Span<UInt8>) -> [UInt8]? {
    var bytes: [UInt8] = []
    if form == .encoded, range.count.isMultiple(of: 2) {
      for offset in stride(from: range.lowerBound, to: range.upperBound, by: 2) {
        guard let high = line[offset].hexDigit, let low = line[offset + 1].hexDigit else {
          return nil
        }
        bytes.append(high << 4 | low)
      }
    } else {
      for offset in range { bytes.append(line[offset]) }
    }
    return bytes
  }

  /// Whether the name is `text`.
  package func equals(_ text: [UInt8], in line: Span<UInt8>) -> Bool {
    guard form == .encoded, range.count.isMultiple(of: 2) else {
      return line.equals(text.span, at: range)
    }
    guard range.count == 2 * text.count else { return false }
    for offset in 0..<text.count {
      guard let high = line[range.lowerBound + 2 * offset].hexDigit,
        let low = line[range.lowerBound + 2 * offset + 1].hexDigit,
        high << 4 | low == text[offset]
      else { return false }
    }
    return true
  }
}
