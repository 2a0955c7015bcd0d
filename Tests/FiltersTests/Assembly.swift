import Filters

/// Instructions by the names of `linux/bpf_common.h`.
extension Instruction {
  static func load(_ offset: UInt32) -> Self { Self(code: 0x20, k: offset) }
  static func loadConstant(_ value: UInt32) -> Self { Self(code: 0x00, k: value) }
  static func loadIndex(_ value: UInt32) -> Self { Self(code: 0x01, k: value) }
  static func loadMemory(_ slot: UInt32) -> Self { Self(code: 0x60, k: slot) }
  static func store(_ slot: UInt32) -> Self { Self(code: 0x02, k: slot) }
  static func and(_ mask: UInt32) -> Self { Self(code: 0x54, k: mask) }
  static func jump(_ distance: UInt32) -> Self { Self(code: 0x05, k: distance) }
  static func ifEqual(_ k: UInt32, _ jt: UInt8, _ jf: UInt8) -> Self {
    Self(code: 0x15, jt: jt, jf: jf, k: k)
  }
  static func ifGreater(_ k: UInt32, _ jt: UInt8, _ jf: UInt8) -> Self {
    Self(code: 0x25, jt: jt, jf: jf, k: k)
  }
  static func answer(_ verdict: Verdict) -> Self { Self(code: 0x06, k: verdict.returnValue) }
  static let answerAccumulator = Self(code: 0x16)
  static let copyToIndex = Self(code: 0x07)
  static let copyToAccumulator = Self(code: 0x87)
}
