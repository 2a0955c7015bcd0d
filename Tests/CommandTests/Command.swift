import Foundation

/// A run of the command that was built beside the tests.
struct Command {
  let status: Int32
  let output: String
  let messages: String

  static func program(_ name: String) -> URL {
    URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
      .appending(path: name)
  }

  /// - Parameter whileRunning: called once the command has printed a line.
  init(_ arguments: String..., whileRunning: ((Process) -> Void)? = nil) throws {
    let process = Process()
    let (output, messages) = (Pipe(), Pipe())
    process.executableURL = Self.program("whittle")
    process.arguments = arguments
    process.standardOutput = output
    process.standardError = messages
    process.standardInput = FileHandle.nullDevice
    try process.run()
    var text = Data()
    if let whileRunning {
      text = output.fileHandleForReading.availableData
      whileRunning(process)
    }
    // Messages are few, and fit into the pipe.
    text += output.fileHandleForReading.readDataToEndOfFile()
    let told = messages.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    status = process.terminationStatus
    self.output = String(decoding: text, as: UTF8.self)
    self.messages = String(decoding: told, as: UTF8.self)
  }
}

/// A file that is gone with the value.
final class TemporaryFile {
  let path = FileManager.default.temporaryDirectory
    .appending(path: "whittle-\(UUID().uuidString).json").path

  init(_ text: String = "") throws {
    try text.write(toFile: path, atomically: true, encoding: .utf8)
  }

  var text: String { (try? String(contentsOfFile: path, encoding: .utf8)) ?? "" }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}
