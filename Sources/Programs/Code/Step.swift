/// One instruction, as far as the flow of control goes.
struct Step: Sendable {
  enum Flow: UInt8 {
    /// To the next instruction.
    case next
    /// To the next instruction, having done nothing: what compilers fill gaps with.
    case filler
    /// To the next instruction, or to ``Step/target``.
    case branch
    /// To ``Step/target`` alone.
    case jump
    /// To the next instruction, after what stands at ``Step/target``.
    case call
    /// To the next instruction, after something that the instruction does not tell.
    case indirectCall
    /// Nowhere that the instruction tells.
    case end
    /// To the next instruction, after a system call.
    case site
  }

  let address: UInt64
  /// 0 where the flow has none.
  let target: UInt64
  let length: UInt8
  let flow: Flow

  init(_ address: UInt64, length: Int, _ flow: Flow, to target: UInt64 = 0) {
    self.address = address
    self.target = target
    self.length = UInt8(truncatingIfNeeded: length)
    self.flow = flow
  }

  var end: UInt64 { address &+ UInt64(length) }

  /// Whether the instruction after it in the file may run next.
  var goesOn: Bool { flow != .jump && flow != .end }
}

/// A place of data or code that an instruction names besides where it goes on.
struct Reference: Sendable {
  /// The instruction's.
  let address: UInt64
  let target: UInt64
  /// Whether the word that stands there is read, rather than its address taken.
  let reads: Bool
}
