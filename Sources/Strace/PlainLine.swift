internal import Logs

/// What one line of strace's tells by itself, if it is plain: a call, or half of one, whose arguments
/// do not matter. Of any other line, no more than where it ends and whose it may be.
///
/// Sixteen bytes, for there is one for every line of a block.
package struct PlainLine {
  /// What a line holds.
  package enum Kind: UInt64 { case other, call, unfinished, resumption }

  /// What stands before the call; the lines of one recording all have the same.
  package struct Shape: OptionSet {
    /// Its fields, packed.
    package let rawValue: UInt64

    /// A line by its packed fields.
    package init(rawValue: UInt64) { self.rawValue = rawValue }

    static let process = Self(rawValue: 1)
    static let time = Self(rawValue: 2)
  }

  /// The offset of the line's end in its block.
  let end: UInt32
  /// The process's number; 0 where none stands before the call.
  let process: UInt32
  /// From the lowest bit on: 32 of the result, 16 of the ending, 12 of the variant, 2 of the kind, 2 of
  /// the shape.
  private let bits: UInt64

  @inline(__always)
  init(
    end: Int, process: UInt32, _ kind: Kind, _ shape: Shape, variant: UInt16, ending: PlainEnding,
    result: UInt32
  ) {
    self.end = UInt32(truncatingIfNeeded: end)
    self.process = process
    bits =
      UInt64(result) | UInt64(ending.rawValue) << 32 | UInt64(variant) << 48 | kind.rawValue << 60
      | shape.rawValue << 62
  }

  static func other(end: Int, process: UInt32) -> Self {
    Self(
      end: end, process: process, .other, [], variant: 0, ending: .unknown,
      result: PlainCall.noResult)
  }

  /// The kind, and the shape of a line of that kind.
  @inline(__always)
  package func isA(_ kind: Kind, _ shape: Shape) -> Bool {
    bits >> 60 == kind.rawValue | shape.rawValue << 2
  }

  /// Whether it is a call, or half of one.
  var isCall: Bool { bits >> 60 & 3 != Kind.other.rawValue }

  /// Whether it is the first half of a call.
  var isUnfinished: Bool { bits >> 60 & 3 == Kind.unfinished.rawValue }

  /// The call and its end; of an unfinished call the former alone.
  @inline(__always)
  var call: PlainCall { PlainCall(bits: bits & (1 << 60 - 1)) }
}

/// A call that plain lines tell of.
struct PlainCall {
  fileprivate let bits: UInt64

  /// Stands for no number, and for all greater ones.
  static let noResult = UInt32.max
  /// What no line holds.
  static let none = Self(bits: .max)

  @inline(__always)
  var isNone: Bool { bits == .max }

  /// What was called, as ``CallSignatures`` numbers it; at a resumption, the call alone.
  @inline(__always)
  var variant: UInt16 { UInt16(truncatingIfNeeded: bits >> 48) }

  /// This end of a call that began as `variant`.
  @inline(__always)
  func of(_ variant: UInt16) -> Self {
    Self(bits: bits & 0xffff_ffff_ffff | UInt64(variant) << 48)
  }

  @inline(__always)
  var ending: PlainEnding { PlainEnding(rawValue: UInt16(truncatingIfNeeded: bits >> 32)) }

  /// What it returned, or ``noResult``.
  @inline(__always)
  var result: UInt32 { UInt32(truncatingIfNeeded: bits) }
}
