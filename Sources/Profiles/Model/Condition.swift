package import Syscalls

/// What one argument of a call must be for a rule to apply; an entry of a rule's `args`.
package struct Condition: Hashable, Sendable {
  /// How the argument is compared, by the name of libseccomp (`seccomp.h`).
  package enum Operator: String, CaseIterable, Hashable, Sendable {
    case notEqual = "SCMP_CMP_NE"
    case less = "SCMP_CMP_LT"
    case lessOrEqual = "SCMP_CMP_LE"
    case equal = "SCMP_CMP_EQ"
    case greaterOrEqual = "SCMP_CMP_GE"
    case greater = "SCMP_CMP_GT"
    /// The argument, masked, equals the datum.
    case maskedEqual = "SCMP_CMP_MASKED_EQ"
  }

  /// From 0 to 5.
  package let index: Int
  /// How the values are compared.
  package let `operator`: Operator
  /// What the argument is compared with; for ``Operator/maskedEqual`` the mask.
  package let value: UInt64
  /// The datum of ``Operator/maskedEqual``; 0 for the others, which have none.
  package let valueTwo: UInt64

  /// Arguments of a call in Linux.
  package static let indices = 0...5

  /// Compares the whole register with `value`.
  package init(_ index: Int, _ operator: Operator, _ value: UInt64) {
    precondition(Self.indices.contains(index), "a call has the arguments 0 to 5")
    precondition(`operator` != .maskedEqual, "a masked comparison has a mask and a datum")
    self.index = index
    self.operator = `operator`
    self.value = value
    self.valueTwo = 0
  }

  /// Compares the bits of `mask` with `datum`.
  package init(_ index: Int, masked mask: UInt64, equals datum: UInt64) {
    precondition(Self.indices.contains(index), "a call has the arguments 0 to 5")
    self.index = index
    self.operator = .maskedEqual
    self.value = mask
    self.valueTwo = datum
  }
}

extension Condition {
  /// Whether `argument` meets the condition on an ABI that compares 64 bits.
  ///
  /// libseccomp masks the datum as well: bits of it outside of the mask count for nothing.
  package func isMet(by argument: UInt64) -> Bool {
    switch self.operator {
    case .notEqual: argument != value
    case .less: argument < value
    case .lessOrEqual: argument <= value
    case .equal: argument == value
    case .greaterOrEqual: argument >= value
    case .greater: argument > value
    case .maskedEqual: argument & value == valueTwo & value
    }
  }

  /// Whether a register meets the condition on an ABI, of which libseccomp compares what
  /// ``Architecture/comparesWideArguments`` says.
  package func isMet(by register: UInt64, on architecture: Architecture) -> Bool {
    architecture.comparesWideArguments
      ? isMet(by: register) : narrow.isMet(by: register & Self.lowHalf)
  }

  /// The same of another argument.
  package func moved(to index: Int) -> Condition {
    self.operator == .maskedEqual
      ? Condition(index, masked: value, equals: valueTwo) : Condition(index, self.operator, value)
  }

  /// What libseccomp makes of the condition on an ABI of which it compares the low halves: the constant
  /// is cut to its own.
  package var narrow: Condition {
    self.operator == .maskedEqual
      ? Condition(index, masked: value & Self.lowHalf, equals: valueTwo & value & Self.lowHalf)
      : Condition(index, self.operator, value & Self.lowHalf)
  }

  private static let lowHalf: UInt64 = 0xffff_ffff

  /// The same condition with the datum's ineffective bits cleared.
  package var canonical: Condition {
    self.operator == .maskedEqual ? Condition(index, masked: value, equals: valueTwo & value) : self
  }
}

extension Condition: Comparable {
  package static func < (left: Self, right: Self) -> Bool {
    (left.index, left.operator.rawValue, left.value, left.valueTwo)
      < (right.index, right.operator.rawValue, right.value, right.valueTwo)
  }
}

extension Condition: CustomStringConvertible {
  /// `a0 & 0x7e020000 == 0x0`, `a1 != 0x28`.
  package var description: String {
    let (value, datum) = (hexadecimal(value), hexadecimal(valueTwo))
    return switch self.operator {
    case .notEqual: "a\(index) != \(value)"
    case .less: "a\(index) < \(value)"
    case .lessOrEqual: "a\(index) <= \(value)"
    case .equal: "a\(index) == \(value)"
    case .greaterOrEqual: "a\(index) >= \(value)"
    case .greater: "a\(index) > \(value)"
    case .maskedEqual: "a\(index) & \(value) == \(datum)"
    }
  }

  private func hexadecimal(_ value: UInt64) -> String { "0x" + String(value, radix: 16) }
}
