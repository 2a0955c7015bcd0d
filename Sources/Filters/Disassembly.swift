extension Filter: CustomStringConvertible {
  package var description: String { disassembled() }

  /// One line per instruction, as in `12: if A == 0x29 goto 14 else 13`.
  ///
  /// - Parameter byteOrder: of the architecture that the filter is for; it says which word of an
  ///   argument is the low half.
  package func disassembled(byteOrder: ByteOrder = .native) -> String {
    operations.enumerated().map { index, operation in
      "\(index): " + operation.line(at: index, byteOrder: byteOrder)
    }.joined(separator: "\n")
  }
}

extension Operation {
  /// What this operation does, standing at `index` of its program.
  package func line(at index: Int, byteOrder: ByteOrder = .native) -> String {
    switch self {
    case .loadWord(let offset): "A = \(Self.wordName(at: offset, byteOrder))"
    case .loadConstant(let register, let value): "\(register) = \(hex(value))"
    case .loadMemory(let register, let slot): "\(register) = M[\(slot)]"
    case .store(let register, let slot): "M[\(slot)] = \(register)"
    case .copyToIndex: "X = A"
    case .copyToAccumulator: "A = X"
    case .compute(let arithmetic, let operand): "A \(arithmetic.symbol)= \(operand)"
    case .negate: "A = -A"
    case .jump(let distance): "goto \(index + 1 + Int(distance))"
    case .branch(let comparison, let operand, let ifTrue, let ifFalse):
      "if A \(comparison.symbol) \(operand) goto \(index + 1 + Int(ifTrue))"
        + " else \(index + 1 + Int(ifFalse))"
    case .answer(let value): "return \(Verdict(returned: value))"
    case .answerAccumulator: "return A"
    }
  }

  /// The field of `seccomp_data` at this byte offset.
  private static func wordName(at offset: UInt32, _ byteOrder: ByteOrder) -> String {
    let isFirst = offset % 8 == 0
    let half = isFirst == (byteOrder == .littleEndian) ? "low" : "high"
    return switch offset {
    case 0: "nr"
    case 4: "arch"
    case 8, 12: "instruction_pointer.\(half)"
    default: "args[\((offset - 16) / 8)].\(half)"
    }
  }
}

extension Operation.Register: CustomStringConvertible {
  package var description: String { self == .accumulator ? "A" : "X" }
}

extension Operation.Operand: CustomStringConvertible {
  package var description: String {
    switch self {
    case .constant(let value): hex(value)
    case .index: "X"
    }
  }
}

extension Operation.Arithmetic {
  fileprivate var symbol: String {
    switch self {
    case .add: "+"
    case .subtract: "-"
    case .multiply: "*"
    case .divide: "/"
    case .or: "|"
    case .and: "&"
    case .shiftLeft: "<<"
    case .shiftRight: ">>"
    case .exclusiveOr: "^"
    }
  }
}

extension Operation.Comparison {
  fileprivate var symbol: String {
    switch self {
    case .equal: "=="
    case .greater: ">"
    case .greaterOrEqual: ">="
    case .anyBit: "&"
    }
  }
}

private func hex(_ value: UInt32) -> String { "0x" + String(value, radix: 16) }
