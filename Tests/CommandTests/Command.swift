import Foundation

/// A run of the command that was built beside the tests, as a user runs it.
struct Command {
  let status: Int32
  let output: String
  let messages: String

  /// The executable of that name that stands where the test bundle was built.
  static func program(_ name: String) -> URL {
    URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
      .appending(path: name)
  }

  /// - Parameters:
  ///   - folder: the working directory.
  ///   - whileRunning: called once the command has printed a line.
  init(
    _ arguments: [String], in folder: URL? = nil, input: String = "",
    whileRunning: ((Process) -> Void)? = nil
  ) throws {
    let process = Process()
    let (standardInput, output, messages) = (Pipe(), Pipe(), Pipe())
    process.executableURL = Self.program("whittle")
    process.arguments = arguments
    if let folder { process.currentDirectoryURL = folder }
    process.standardInput = standardInput
    process.standardOutput = output
    process.standardError = messages
    try process.run()
    try standardInput.fileHandleForWriting.write(contentsOf: Data(input.utf8))
    try standardInput.fileHandleForWriting.close()
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

  init(_ arguments: String..., whileRunning: ((Process) -> Void)? = nil) throws {
    try self.init(arguments, whileRunning: whileRunning)
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

/// An empty folder that goes away with the test.
final class Folder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "whittle-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func write(_ text: String, to name: String) throws {
    let file = url.appending(path: name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  func contents(of name: String) throws -> String {
    String(decoding: try Data(contentsOf: url.appending(path: name)), as: UTF8.self)
  }

  var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: url.path).sorted() }
  }
}

/// A small log of a program that starts, reads a file and ends.
let plainLog = """
  execve("/bin/true", ["true"], 0x7ffd1c6f3a48 /* 4 vars */) = 0
  brk(NULL)                               = 0x55d0c0e4f000
  openat(AT_FDCWD, "/etc/passwd", O_RDONLY) = 3
  read(3, "root", 4)                      = 4
  close(3)                                = 0
  exit_group(0)                           = ?
  +++ exited with 0 +++

  """
