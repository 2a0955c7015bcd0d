internal import CSeccomp
package import Syscalls

/// The libseccomp that this program runs with.
///
/// Version numbers say little about the names it knows: Debian's 2.5.4 has the calls of Linux 6.7.
/// Ask for the name.
package enum Libseccomp {
  /// A release of libseccomp.
  package struct Version: Hashable, Sendable {
    /// 2 in 2.5.4.
    package let major: UInt32
    /// 5 in 2.5.4.
    package let minor: UInt32
    /// 4 in 2.5.4.
    package let micro: UInt32

    /// A release by its numbers.
    package init(_ major: UInt32, _ minor: UInt32, _ micro: UInt32) {
      self.major = major
      self.minor = minor
      self.micro = micro
    }
  }

  /// The release that this program runs with.
  package static var version: Version {
    let version = cseccomp_library_version()
    return Version(version.major, version.minor, version.micro)
  }

  /// What the running kernel and the library offer together, 1 to 7 (`seccomp_api_get(3)`).
  ///
  /// Of interest for loading a filter; ``Compiler`` compiles on any kernel.
  package static var apiLevel: Int { Int(cseccomp_api_level()) }

  /// Whether any architecture has a call of this name; runtimes drop rules on others silently.
  package static func knows(_ name: String) -> Bool {
    resolve(name, token: 0) != -1
  }

  /// The raw number of the call, for x32 with ``Architecture/x32Bit``.
  ///
  /// `nil` where libseccomp knows no such name, or where the architecture has no number of its own
  /// for it: the call is missing there or, as x86's `socket` to this lookup, multiplexed.
  package static func rawNumber(of name: String, on architecture: Architecture) -> UInt32? {
    let number = resolve(name, token: architecture.libraryToken)
    return number >= 0 ? UInt32(number) : nil
  }

  static func resolve(_ name: String, token: UInt32) -> Int32 {
    // SAFETY: the pointer is of a terminated string, used within the closure; libseccomp only
    // compares it with its table.
    unsafe name.withCString { name in unsafe cseccomp_resolve(token, name) }
  }
}

extension Libseccomp.Version: Comparable {
  package static func < (left: Self, right: Self) -> Bool {
    (left.major, left.minor, left.micro) < (right.major, right.minor, right.micro)
  }
}

extension Libseccomp.Version: CustomStringConvertible {
  package var description: String { "\(major).\(minor).\(micro)" }
}

extension Architecture {
  /// `SCMP_ARCH_*` of `seccomp.h`: the audit token, except that x32 has one of its own.
  var libraryToken: UInt32 { self == .x32 ? 0x4000_003e : auditToken }
}
