internal import Logs
internal import Syscalls

/// Knows the records that were read lately, to tell those that are read a second time: a line that
/// two programs wrote into one log, or rotated files that were copied while they were rotated.
///
/// An event has one SYSCALL record, and no two events of a machine share number and time.
struct RecentRecords {
  private static let size = 4096

  var digests = [UInt64](repeating: 0, count: size)

  mutating func isRepeated(_ call: AuditCall, stamp: AuditEventID, node: UInt64) -> Bool {
    isRepeated(
      call.digest, isReturn: call.source == .entryAndReturn, stamp: stamp, node: node)
  }

  /// - Parameter digest: ``AuditCall/digest``.
  mutating func isRepeated(
    _ digest: UInt64, isReturn: Bool, stamp: AuditEventID, node: UInt64
  ) -> Bool {
    let digest = Self.digest(digest ^ node, isReturn: isReturn, stamp: stamp)
    let slot = Self.slot(of: stamp)
    if digests[slot] == digest { return true }
    digests[slot] = digest
    return false
  }

  /// What stands in ``digests`` for a record.
  @inline(__always)
  static func digest(_ digest: UInt64, isReturn: Bool, stamp: AuditEventID) -> UInt64 {
    // Numbers of processes and serial numbers may grow in step.
    var digest = (digest ^ (isReturn ? 1 : 2)) &* 0xff51_afd7_ed55_8ccd
    digest = (digest ^ stamp.serial) &* 0x9e37_79b9_7f4a_7c15
    return (digest ^ (digest >> 29) ^ stamp.milliseconds) &* 0xbf58_476d_1ce4_e5b9
  }

  /// Where it stands.
  @inline(__always)
  static func slot(of stamp: AuditEventID) -> Int {
    Int(truncatingIfNeeded: stamp.serial % UInt64(size))
  }
}
