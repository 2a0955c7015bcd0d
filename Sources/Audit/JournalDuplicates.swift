internal import Logs
internal import Syscalls

/// Tells the second of two lines that one record left in a log which both the kernel and the
/// journal write to, the latter without a serial number:
///
///     Nov 21 23:42:07 vm kernel: audit: type=1300 audit(1795300126.328:2): arch=…
///     Nov 21 23:42:07 vm audit[29247]: SYSCALL arch=…
struct JournalDuplicates {
  /// With more lines than this that wait for their second, none is waited for any more.
  private static let limit = 1 << 16

  /// Lines of the kernel less lines of the journal, by what they say.
  private var surplus: [UInt64: Int] = [:]

  mutating func isRepeated(_ call: AuditCall, origin: LogLineHeader.Carrier) -> Bool {
    let step: Int
    switch origin {
    case .kernel: step = 1
    case .journal: step = -1
    case .file, .daemon, .logger, .unknown, .foreign: return false
    }
    var digest = call.digest ^ (call.source == .entryAndReturn ? 1 : 2)
    for index in call.arguments.indices {
      digest = (digest ^ (call.arguments[index] ?? 0)) &* 0x100_0000_01b3
    }
    let before = surplus[digest, default: 0]
    if surplus.count > Self.limit { surplus.removeAll() }
    surplus[digest] = before + step == 0 ? nil : before + step
    return before.signum() == -step
  }
}
