internal import Logs
internal import Observations
internal import Syscalls

/// A call as one record tells it.
struct AuditCall {
  enum Source: UInt8 {
    /// A SYSCALL record: the call returned.
    case entryAndReturn
    /// A SECCOMP record of a call that then ran, or may have (`LOG`, `TRACE`, `USER_NOTIF`); a
    /// SYSCALL record of the same call may follow.
    case entry
    /// A SECCOMP record of a call that the filter kept from running.
    case refusal
  }

  var source: Source
  var architecture: Architecture
  var call: SyscallReference
  var arguments = ArgumentValues()
  var outcome: Outcome
  /// `nil` where the record was cut before it.
  var process: UInt32?
  /// Whether the call made a process.
  var makesProcess = false
  /// The process of whose end the call told.
  var collected: UInt32?
  var isSelected = true
  /// Whether auditctl made the call: the calls with which it takes rules away end a recording and
  /// are no sign that it went on.
  var isAuditctl = false
  /// Whether the record goes on to where its writer ended it.
  var isWhole = true

  /// - Parameter text: what the record's names stand in.
  /// - Returns: `nil` where the record does not say which call.
  init?(_ record: AuditRecord, _ selection: PreparedSelection, in text: Span<UInt8>) {
    guard let architecture = record.architecture, let call = record.call else { return nil }
    self.architecture = architecture
    self.call = call
    process = record.process
    isWhole = record.isWhole
    if record.kind == .syscall {
      source = .entryAndReturn
      outcome = Outcome(success: record.success, exit: record.exit)
      arguments = record.registers.significant(of: call, on: architecture)
      makesProcess =
        outcome == .returned && RecordedBirths.areMade(by: call, arguments, on: architecture)
      if let syscall = call.syscall, ProcessCalls.collecting.contains(syscall) {
        collected = record.exit.flatMap(UInt32.init(exactly:))
      }
    } else {
      source = record.answer?.isRefusal ?? false ? .refusal : .entry
      outcome = source == .refusal ? .denied : .unknown
    }
    isSelected = selection.selects(record, in: text)
    isAuditctl = record.command?.equals(Array("auditctl".utf8), in: text) ?? false
  }

  /// What tells the record from others with the same stamp.
  var digest: UInt64 { Self.digest(of: call, on: architecture) ^ UInt64(process ?? 0) }

  /// The digest of a call of process 0.
  static func digest(of call: SyscallReference, on architecture: Architecture) -> UInt64 {
    let number: UInt64 =
      switch call {
      case .known(let syscall): UInt64(syscall.index)
      case .number(let number): 1 << 32 | UInt64(number)
      case .name(let name): name.utf8.reduce(1 << 33) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
      }
    return number &* 0x9e37_79b9_7f4a_7c15 ^ UInt64(architecture.index) << 56
  }
}

/// Registers `a0` to `a3` of a SYSCALL record.
struct AuditRegisters {
  private var values: InlineArray<4, UInt64> = .init(repeating: 0)
  private var known: UInt8 = 0

  var isEmpty: Bool { known == 0 }

  subscript(index: Int) -> UInt64? {
    get { known & (1 << index) != 0 ? values[index] : nil }
    set {
      guard let newValue else { return }
      values[index] = newValue
      known |= 1 << index
    }
  }

  /// The values of the arguments that matter of `call`.
  ///
  /// An `int` arrives sign-extended or not (`a0=ffffffffffffffff`, `a0=ffffffff`): only the half
  /// that the kernel reads is kept.
  func significant(of call: SyscallReference, on architecture: Architecture) -> ArgumentValues {
    var arguments = ArgumentValues()
    guard let syscall = call.syscall, syscall.hasSignificantArguments else { return arguments }
    for argument in syscall.significantArguments(on: architecture) where argument.index < 4 {
      guard let value = self[argument.index] else { continue }
      arguments.append(value & argument.mask, at: argument.index)
    }
    return arguments
  }
}

extension PreparedSelection {
  func selects(_ record: PlainRecord, _ names: RecordNames?, in block: Span<UInt8>) -> Bool {
    selects(process: record.process)
      && selects(
        ProgramNames(command: names?.command, executable: names?.executable), in: block)
  }

  func selects(_ record: AuditRecord, in text: Span<UInt8>) -> Bool {
    selects(process: record.process)
      && selects(record.names, in: text)
  }
}

extension Outcome {
  /// After `success=` and `exit=`, which `exit` and `exit_group` lack.
  init(success: Bool?, exit: Int64?) {
    switch (success, exit) {
    case (true?, _): self = .returned
    case (false?, let exit?) where (-Int64(Errno.maximum) ... -1).contains(exit):
      self = .failed(errno: UInt16(-exit))
    default: self = .unknown
    }
  }
}
