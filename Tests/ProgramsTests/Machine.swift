import Foundation
import TestSupport

/// What this machine has to compare with.
enum Machine {
  static let loader = "/lib64/ld-linux-x86-64.so.2"

  static func bytes(of path: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(filePath: path)))
  }

  static func has(_ program: String) -> Bool { path(of: program) != nil }

  static func path(of program: String) -> String? {
    ["/usr/bin", "/bin", "/usr/local/bin"].map { "\($0)/\(program)" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  /// What a program prints.
  static func output(of program: String, _ arguments: [String], in folder: URL) throws -> String {
    guard let path = path(of: program) else { throw CocoaError(.fileNoSuchFile) }
    return try Command(arguments, of: URL(filePath: path), in: folder).output
  }

  /// C libraries and others with code of all kinds, as far as they are here.
  static let libraries = [
    "/lib/x86_64-linux-gnu/libc.so.6", "/lib64/ld-linux-x86-64.so.2",
    "/lib/x86_64-linux-gnu/libm.so.6", "/lib/i386-linux-gnu/libc.so.6", "/lib32/libc.so.6",
    "/lib/ld-musl-x86_64.so.1",
  ].filter { FileManager.default.fileExists(atPath: $0) }
}
